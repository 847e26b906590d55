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
export type { BundleContext, BundleEntryPoint, Bundler, BundleRequest, BundleShape } from './bundler.ts'
