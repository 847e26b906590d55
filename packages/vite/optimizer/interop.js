/**
 * Never runs. It is pre-bundled with the packages of a host, and needs every helper with which the bundler joins CommonJS and
 * ES modules. So these helpers are a file of their own from the start. Else they would be part of React's file until a plugin
 * comes whose packages need them too, or others: React's file would change then, and Vite would reload the document.
 */
import common, * as everything from './common.cjs'

export * from './common.cjs'
export { common, everything }
