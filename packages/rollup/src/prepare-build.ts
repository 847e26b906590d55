import path from 'node:path'
import { isPluginError } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import { readBundleRequests } from '@plugwright/pack'
import type { AskedBundles } from '@plugwright/pack'
import { isFrontend } from '@plugwright/pack/bundling'
import { rollupSeveralFrontends } from './diagnostics.ts'
import type { PlugwrightOptions } from './options.ts'
import { type BundleSession, createSession } from './session.ts'

/** The plugin's options with its folder, absolute. */
export type PackedPlugin = Omit<PlugwrightOptions, 'dir'> & { readonly dir: string }

/** What an existing build is to make. */
export interface PreparedBuild {
  /** Absent where the plugin has no frontend: then the build is its owner's, and only packing is added. */
  readonly session?: BundleSession
  /** Absent where the plugin cannot be packed. */
  readonly pack?: PackedPlugin
  /** Files beyond the frontend whose changes call for a new package, absolute. */
  readonly watched: readonly string[]
  /** What stands against it. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads what the targets of a plugin ask of a build. */
export async function prepareBuild(pack: PackedPlugin): Promise<PreparedBuild> {
  const { requests, plugin, diagnostics } = await readBundleRequests(pack).catch(toUnasked)
  if (plugin === undefined) return { watched: [], diagnostics }
  const [frontend, ...more] = requests.filter(isFrontend)
  const routers = requests.filter((request) => !isFrontend(request)).flatMap(({ entryPoints }) => entryPoints)
  const watched = ['plugin.yaml', ...routers.map(({ module }) => module)].map((file) =>
    path.join(plugin.dir, file),
  )
  if (frontend === undefined) return { pack, watched, diagnostics }
  if (more.length > 0) {
    return { watched, diagnostics: [rollupSeveralFrontends([frontend, ...more].map(({ id }) => id))] }
  }
  return { session: createSession(frontend, plugin.dir), pack, watched, diagnostics }
}

/** A target or format that does not exist is an error of the build like any other. */
function toUnasked(error: unknown): AskedBundles {
  if (isPluginError(error)) return { requests: [], diagnostics: error.diagnostics }
  throw error
}
