export type {
  BroughtPackage,
  BuildManifest,
  BuiltBlock,
  BuiltChunk,
  BuiltFile,
  BuiltPage,
  BuiltPlugin,
  ByteCounts,
  ChunkKind,
  FileSet,
  SharedPackage,
} from './build-manifest/build-manifest.ts'
export { explain } from './inspect/explain.ts'
export type { CheckId, ExplainedCheck, ExplainOptions, Explanation } from './inspect/explain.ts'
export type * from './inspect/inspection.ts'
export { formatHostTypes, writeHostTypes } from './host-types.ts'
export type { HostTypesOptions } from './host-types.ts'
export type {
  BackendAccess,
  Budget,
  ByteSize,
  PlugwrightOptions,
  ResolvedOptions,
  RootOption,
} from './options.ts'
export { plugwright } from './plugin.ts'
export type { PlugwrightApi } from './plugin.ts'
