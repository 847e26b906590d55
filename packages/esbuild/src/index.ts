export { createEsbuildBundler } from './bundler.ts'
export type { OutputOptions } from './options.ts'
