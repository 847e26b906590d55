import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PluginError } from '@plugwright/diagnostics'
import type { Plugin, ResolvedConfig, Rolldown } from 'vite'
import type { Context } from '../context.ts'
import { sharedMissing } from '../diagnostics.ts'
import { packageNameOf } from '../package-json.ts'
import {
  createPrivateResolver,
  isOptimizable,
  listPrivateEntries,
  toOptimized,
} from '../private-dependencies.ts'
import type { PrivateDependencies, ResolvePrivate } from '../private-dependencies.ts'
import { peersOf, RUNTIME_PACKAGES } from '../shared-packages.ts'

/** `react`, `@acme/ui/button`; neither paths, nor URLs, nor virtual ids. */
const bareImportPattern = /^(?:@[\w.~-]+\/)?[a-z0-9][\w.~-]*(?:[/?#].*)?$/i

/** Generated code imports these, so they have to be found where the host does not name them, too. */
const OWN_PACKAGES: ReadonlySet<string> = new Set([...RUNTIME_PACKAGES, '@plugwright/vite'])

/** Gives plugins the host's copy of what is shared, and their own copy of everything else. */
export function sharedPlugin(context: Context, privates: PrivateDependencies): Plugin {
  let config: ResolvedConfig
  let resolvePrivate: ResolvePrivate | undefined

  return {
    name: 'plugwright:shared',
    // Before Vite's own resolver, which looks for a pre-bundled package by its bare name first.
    enforce: 'pre',
    applyToEnvironment: (environment) => environment.config.consumer === 'client',

    configResolved(resolved) {
      config = resolved
    },

    async configureServer(server) {
      const { client } = server.environments
      const resolve = createPrivateResolver(config, client)
      resolvePrivate = resolve
      const entries = await listPrivateEntries(context, { resolve, note: privates.note })
      const { optimizeDeps } = client.config
      optimizeDeps.include = [
        ...(optimizeDeps.include ?? []),
        ...entries.filter((file) => isOptimizable(file, client)),
      ]
    },

    buildStart() {
      const errors = context.sharedProblems.filter(({ severity }) => severity === 'error')
      if (errors.length > 0) throw new PluginError(errors)
    },

    resolveId: {
      filter: { id: bareImportPattern },
      async handler(id, importer, options) {
        const name = packageNameOf(id)
        if (OWN_PACKAGES.has(name)) {
          const own = await this.resolve(id, hostImporter(context), { ...options, skipSelf: true })
          return own ?? this.resolve(id, fileURLToPath(import.meta.url), { ...options, skipSelf: true })
        }
        if (importer === undefined || !privates.isInside(importer)) return null
        if (context.shared.has(name)) return resolveShared(this, { id, importer, options })
        if (this.environment.mode === 'dev' && resolvePrivate !== undefined) {
          const file = await resolvePrivate(id, importer)
          if (file === undefined) return null
          privates.note(importer, file)
          return toOptimized(this.environment, file)
        }
        return resolveFromImporter(this, { id, importer, options })
      },
    },
  }

  async function resolveShared(
    hook: Rolldown.PluginContext,
    { id, importer, options }: Resolution,
  ): Promise<Rolldown.ResolvedId | null> {
    const found =
      (await hook.resolve(id, hostImporter(context), { ...options, skipSelf: true })) ??
      (await resolveFromImporter(hook, { id, importer, options }))
    if (found !== null || !context.isBuild) return found
    const plugin = context.merge.plugins.find(({ name }) => name === privates.pluginOf(importer))
    const range = plugin && peersOf(context.host, plugin).get(packageNameOf(id))
    throw new PluginError([sharedMissing(id, { plugin: plugin?.name ?? importer, range })])
  }

  async function resolveFromImporter(
    hook: Rolldown.PluginContext,
    { id, importer, options }: Resolution,
  ): Promise<Rolldown.ResolvedId | null> {
    const found = await hook.resolve(id, importer, { ...options, skipSelf: true })
    if (found !== null && found.external === false) privates.note(importer, found.id)
    return found
  }
}

interface Resolution {
  readonly id: string
  readonly importer: string
  readonly options: object
}

/** Stands for any file of the host. */
function hostImporter({ root }: Context): string {
  return join(root, 'index.html')
}
