export { pagePathOf } from './conventions.ts'
export type { ValuePath } from './document.ts'
export { LIMITS } from './limits.ts'
export type { Limits } from './limits.ts'
export type * from './manifest.generated.ts'
export type { Manifest, PluginFiles, Requires } from './manifest.ts'
export { fromPackedPlugin, PACKED_FORMAT, parsePackedManifest, toPackedPlugin } from './packed-manifest.ts'
export type { ParsedPackedManifest } from './packed-manifest.ts'
export {
  comparePagePaths,
  DEFAULT_ROUTE_BASE,
  matchesPagePath,
  pageHref,
  pageHrefs,
  pagePathFault,
  slotsOf,
} from './page-paths.ts'
export { parseManifest } from './parse-manifest.ts'
export type { ParsedManifest, ParseManifestOptions } from './parse-manifest.ts'
export { resolveManifest } from './resolve-manifest.ts'
export type { ResolvedManifest } from './resolve-manifest.ts'
export { isReservedName } from './rules/plugin-name.ts'
export { resolveText } from './text.ts'
