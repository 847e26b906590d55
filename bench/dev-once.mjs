// Serves one host in this process and tells the parent: the address once it listens, CPU and memory when asked.
import { createServer } from 'vite'

const [dir] = process.argv.slice(2)
process.chdir(dir)
const server = await createServer({ root: dir, server: { host: '127.0.0.1', port: 0 } })
await server.listen()
process.on('message', (message) => {
  if (message === 'usage') process.send(readUsage())
  if (message === 'close') void server.close().then(() => process.exit(0))
})
// The parent has died.
process.on('disconnect', () => process.exit(1))
process.send({ url: server.resolvedUrls.local[0].replace(/\/$/, ''), ...readUsage() })

function readUsage() {
  const { user, system } = process.cpuUsage()
  return {
    cpuSeconds: (user + system) / 1e6,
    peakRssMiB: process.resourceUsage().maxRSS / 1024,
  }
}
