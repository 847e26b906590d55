import type { BuildEnvironmentOptions } from 'vite'
import type { BundleSession } from './session.ts'

/** The name of the plugin that makes a Vite build the bundle of a request. */
export const BUNDLE_PLUGIN = 'plugwright-bundle'

/** The options without which the output is not what a package needs. */
export function neededBuildOptions(session: BundleSession): BuildEnvironmentOptions {
  const { request, isFrontend } = session
  return {
    write: false,
    emptyOutDir: false,
    copyPublicDir: false,
    manifest: false,
    cssCodeSplit: true,
    modulePreload: { polyfill: false },
    // A package has files, as with esbuild; a module that works from anywhere has everything inside.
    assetsInlineLimit: request.css === 'inject' ? Number.MAX_SAFE_INTEGER : 0,
    lib: false,
    ssr: !isFrontend,
    emitAssets: true,
  }
}
