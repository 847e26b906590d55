export { createBundler } from './create-bundler.ts'
export {
  bundleFailed,
  bundleFileType,
  bundleSourceUrl,
  bundleSyntax,
  bundleUnresolved,
  bundleUnsupported,
  bundleWarning,
} from './diagnostics.ts'
export { findBundledShared } from './find-bundled-shared.ts'
export type { BundledModules } from './find-bundled-shared.ts'
export { changedModules, isFrontend } from './frontend-request.ts'
export { injectCss } from './inject-css.ts'
export type { StyledFiles } from './inject-css.ts'
export { findMissingExports } from './missing-exports.ts'
export type { BuiltModule } from './missing-exports.ts'
export { BUILD_RULES, findOptionProblems, PACK_RULES, PATH_RULE } from './option-rules.ts'
export type { OptionProblems, OptionRule } from './option-rules.ts'
export { renameChunks, toContentHash, toFileStem } from './rename-chunks.ts'
export type { NamedFile, UnnamedFile } from './rename-chunks.ts'
export { isSharedImport, NODE_BUILTINS } from './shared-import.ts'
export { toPortableSourceMap } from './source-map.ts'
export { canonicalPath, isInstalled, packageNameOf, toShownPath, toSlashes } from './source-path.ts'
export { unresolvedHint } from './unresolved-hint.ts'
export { writeBundle } from './write-bundle.ts'
export type { BundlePlace, FinishedBundle } from './write-bundle.ts'
