export {
  BUILD_FOLDER,
  BUILD_MANIFEST_FORMAT,
  BUILD_MANIFEST_NAME,
  bundleDir,
  findStaleness,
  readBuildManifest,
  writeBuildManifest,
} from './build-manifest.ts'
export type { BuildInput, BuildManifest, BuildOutput, BuiltEntryPoint, Staleness } from './build-manifest.ts'
export type { Bundle } from './bundle.ts'
export { readBundleRequests } from './bundle-requests.ts'
export type { AskedBundles } from './bundle-requests.ts'
export type { BundleContext, BundleEntryPoint, Bundler, BundleRequest, BundleShape } from './bundler.ts'
export { toEntryPoints } from './entry-points.ts'
export type { PackOptions } from './options.ts'
export { packPlugin } from './pack-plugin.ts'
export type { PackResult } from './pack-plugin.ts'
export { planPlugin } from './plan-plugin.ts'
export type { PlanResult, TargetPlan } from './plan-plugin.ts'
export { checkTargets } from './resolve-targets.ts'
export type { DefaultPattern, SelectedFile, Selection } from './select-files.ts'
export type {
  ArchiveFormat,
  BesideContext,
  CheckContext,
  ControlContext,
  ExcludedFile,
  Plan,
  PlanContext,
  PlanEntry,
  SideFile,
  SignedEvidence,
  Target,
  TargetContext,
  VerifySignedOptions,
} from './target.ts'
export { TARGETS } from './built-in-targets.ts'
export type { PackedPackage } from './write-package.ts'
export { signArcanManifest, verifyArcanSignature } from './targets/arcan/signature.ts'
export { verifyArcanPackage } from './targets/arcan/verify-package.ts'
export type { ArcanVerification, VerifyArcanOptions } from './targets/arcan/verify-package.ts'
export type { ArcanSignatureMode } from './targets/arcan/options.ts'
export type { EngineManifest } from './targets/arcan/engine-manifest.ts'
export { toBettyResult } from './targets/betty/result.ts'
export type {
  BettyBuild,
  BettyFailed,
  BettyPacked,
  BettyReport,
  BettyResult,
} from './targets/betty/result.ts'
