import { type Diagnostic, hasErrors } from '@plugwright/diagnostics'
import {
  BUILD_FOLDER,
  type BuildManifest,
  bundleDir,
  createStalenessCheck,
  readBuildManifest,
} from './build-manifest.ts'
import type { BundleContext, Bundler, BundleRequest } from './bundler.ts'
import { bundleMissing, staleBundle } from './diagnostics.ts'

/** A bundle that is fresh. */
export interface Bundle {
  /** Its folder, relative to the plugin folder: `.plugwright/build/pages`. */
  readonly folder: string
  readonly build: BuildManifest
}

/** What {@link loadBundles} found; bundles with problems are missing. */
export interface LoadedBundles {
  /** By request id. */
  readonly bundles: ReadonlyMap<string, Bundle>
  readonly diagnostics: readonly Diagnostic[]
}

/** Builds what is requested (each id once) where there is a bundler, then reads and checks what was built. */
export async function loadBundles(
  requests: readonly BundleRequest[],
  context: BundleContext & { readonly bundler?: Bundler | undefined },
): Promise<LoadedBundles> {
  const { bundler, ...bundleContext } = context
  const diagnostics: Diagnostic[] = []
  const bundles = new Map<string, Bundle>()
  if (bundler !== undefined && requests.length > 0) {
    diagnostics.push(...(await bundler.bundle(requests, bundleContext)).diagnostics)
    // What a failed build left behind is stale or missing, which nobody needs to hear as well.
    if (hasErrors(diagnostics)) return { bundles, diagnostics }
  }
  const { dir } = context
  const findStaleness = createStalenessCheck(dir)
  for (const request of requests) {
    const folder = bundleDir(dir, request.id)
    const build = await readBuildManifest(dir, request.id)
    const staleness = build && (await findStaleness(build, request))
    if (build === undefined) diagnostics.push(bundleMissing(folder, request.id))
    else if (staleness !== undefined) diagnostics.push(staleBundle(folder, { id: request.id, staleness }))
    else bundles.set(request.id, { folder: `${BUILD_FOLDER}/${request.id}`, build })
  }
  return { bundles, diagnostics }
}
