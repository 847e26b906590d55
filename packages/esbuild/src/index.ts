export { buildPlugin } from './build-plugin.ts'
export { createEsbuildBundler } from './bundler.ts'
export { plugwright } from './esbuild-plugin.ts'
export type { BuildPluginOptions, OutputOptions, PlugwrightOptions } from './options.ts'
