exports.value = 1
exports.load = () => require('./interop.js')
