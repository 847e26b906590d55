import type { BuildEnvironmentOptions, UserConfig } from 'vite'
import { isGiven } from './existing-build.ts'
import type { HookViteConfig } from './plugin-interface.ts'
import { type BundleSession, toInput } from './session.ts'

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

/** What the configuration of an existing Vite build is overridden with. */
export function toViteOverrides({ build = {} }: HookViteConfig, session: BundleSession): UserConfig {
  const { input } = { ...asRecord(build['rollupOptions']), ...asRecord(build['rolldownOptions']) }
  // Without an input Vite would look for an index.html.
  const rolldownOptions = isGiven(input) ? {} : { input: toInput(session) }
  return { base: './', publicDir: false, build: { ...neededBuildOptions(session), rolldownOptions } }
}

/** Tells whether a plugin is among those of a configuration, which may be lists of lists. */
export function hasPlugin(plugins: readonly unknown[] = [], name: string): boolean {
  return plugins.flat(Infinity).some((plugin) => asRecord(plugin)['name'] === name)
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
