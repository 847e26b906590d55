import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DevEnvironment, Plugin, Rolldown } from 'vite'
import type { Context } from '../context.ts'
import { createStoppingError } from '../format-problem.ts'
import { isStrictFor } from '../isolate/strictness.ts'
import { noteLateImport } from '../late-dependencies.ts'
import { toSlashes } from '../merge/owners.ts'
import { packageNameOf } from '../package-json.ts'
import {
  createPrivateResolver,
  findBundled,
  isOptimizable,
  listPrivateEntries,
  toOptimized,
} from '../private-dependencies.ts'
import type { PrivateDependencies, ResolvePrivate } from '../private-dependencies.ts'
import type { Reporter } from '../reporter.ts'
import { listDeduped, RUNTIME_PACKAGES } from '../shared-packages.ts'

/** `react`, `@acme/ui/button`; neither paths, nor URLs, nor virtual ids. */
const bareImportPattern = /^(?:@[\w.~-]+\/)?[a-z0-9][\w.~-]*(?:[/?#].*)?$/i

/** Generated code imports these, so they have to be found where the host does not name them, too. */
const OWN_PACKAGES: ReadonlySet<string> = new Set([...RUNTIME_PACKAGES, '@plugwright/vite'])

/** It says itself what it is for. The way to it is the same from src and dist. */
const interopFile = toSlashes(fileURLToPath(new URL('../../optimizer/interop.js', import.meta.url)))

/** Gives plugins the host's copy of what is shared, and their own copy of everything else. */
export function sharedModulesPlugin(
  context: Context,
  { privates, reporter }: { readonly privates: PrivateDependencies; readonly reporter: Reporter },
): Plugin {
  let resolvePrivate: ResolvePrivate | undefined
  /** In a build a shared package is the same file for every importer, and asking the bundler costs more than knowing. */
  const built = new Map<string, Promise<Rolldown.ResolvedId | null>>()
  /** Read when a build starts. */
  const filter = { id: { include: [bareImportPattern], exclude: [] as RegExp[] } }

  return {
    name: 'plugwright:shared',
    // Before Vite's own resolver, which looks for a pre-bundled package by its bare name first.
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'client',

    config: () => ({
      optimizeDeps: {
        include: [interopFile],
        rolldownOptions: { plugins: [optimizerPlugin(context, privates)] },
      },
    }),

    async configureServer({ config, environments: { client } }) {
      const resolve = createPrivateResolver(config, client)
      resolvePrivate = resolve
      const entries = await listPrivateEntries(context, { resolve, privates })
      const { optimizeDeps } = client.config
      const added = entries.filter((file) => isOptimizable(file, client))
      optimizeDeps.include = [...(optimizeDeps.include ?? []), ...added]
    },

    configResolved() {
      // Vite's own resolver gives everybody the host's copy of these, and it does not call back into JavaScript.
      if (context.isBuild) filter.id.exclude = [toPackagePattern(listDeduped(context.host))]
    },

    buildStart() {
      built.clear()
      stopForProblems(context)
    },

    resolveId: {
      filter,
      async handler(id, importer, options) {
        const resolution = { id, options: { ...options, skipSelf: true } }
        const name = packageNameOf(id)
        if (OWN_PACKAGES.has(name)) return resolveOwn(this, { ...resolution, context })
        if (importer === undefined || !privates.isInside(importer)) return null
        const inside = { ...resolution, importer }
        const { environment } = this
        if (environment.mode !== 'dev' || resolvePrivate === undefined)
          return resolveForPlugin(this, inside, { context, privates, built })
        return resolveServed(this, inside, {
          context,
          privates,
          reporter,
          environment,
          resolve: resolvePrivate,
        })
      },
    },
  }
}

/** The host's copy of one of our packages, or the one that came with us. */
async function resolveOwn(
  hook: Rolldown.PluginContext,
  { id, options, context }: Resolution & Pick<Known, 'context'>,
): Promise<Rolldown.ResolvedId | null> {
  return (
    (await hook.resolve(id, hostImporter(context), options)) ??
    hook.resolve(id, fileURLToPath(import.meta.url), options)
  )
}

/** @throws Error where packages of the host do not fit its plugins. */
function stopForProblems({ sharedProblems, merge, options, isBuild, root }: Context): void {
  const wrongVersions = sharedProblems.filter(({ severity }) => severity === 'error')
  if (wrongVersions.length > 0) {
    const headline = 'The host has other versions of shared packages than its plugins ask for.'
    throw createStoppingError(wrongVersions, { headline, root })
  }
  const unshown = merge.adapterProblems.filter(({ plugin }) => isBuild && isStrictFor(options, plugin))
  if (unshown.length > 0) {
    const headline = 'The host cannot show all pages of its plugins, and the option strict says that it must.'
    throw createStoppingError(
      unshown.map(({ problem }) => problem),
      { headline, root },
    )
  }
}

interface Resolution {
  readonly id: string
  readonly options: object
}

interface Known {
  readonly context: Context
  readonly privates: PrivateDependencies
  /** Shared packages that are resolved already. */
  readonly built?: Map<string, Promise<Rolldown.ResolvedId | null>>
}

interface Serving extends Known {
  readonly reporter: Reporter
  readonly environment: DevEnvironment
  readonly resolve: ResolvePrivate
}

interface InsideResolution extends Resolution {
  readonly importer: string
}

/** Vite bundles packages beforehand with plugins of its own; this one has the same rules for what plugins bring. */
function optimizerPlugin(context: Context, privates: PrivateDependencies): Rolldown.Plugin {
  return {
    name: 'plugwright:optimizer',
    resolveId: {
      filter: { id: bareImportPattern },
      handler(id, importer, options) {
        if (importer === undefined || !privates.isInside(importer)) return null
        const resolution = { id, importer, options: { ...options, skipSelf: true } }
        return resolveForPlugin(this, resolution, { context, privates })
      },
    },
  }
}

/** What an import of a plugin gets from a server. */
async function resolveServed(
  hook: Rolldown.PluginContext,
  inside: InsideResolution,
  { context, privates, reporter, environment, resolve }: Serving,
): Promise<Rolldown.ResolvedId | string | null> {
  const { id: specifier, importer } = inside
  const isShared = context.shared.has(packageNameOf(specifier))
  const id = isShared ? specifier : await resolve(specifier, importer)
  if (id === undefined) return null
  if (!isShared) privates.note(importer, id)
  const before = await findBundled(environment, id)
  const found = isShared
    ? await resolveForPlugin(hook, inside, { context, privates })
    : await toOptimized(environment, id)
  const file = before === undefined ? (await findBundled(environment, id))?.src : undefined
  if (file !== undefined && (await noteLateImport(context, { specifier, importer, file }, resolve)))
    reporter.report(environment.logger)
  return found
}

/** The host's copy of a shared package, or what is found from the importer. */
async function resolveForPlugin(
  hook: Rolldown.PluginContext,
  { id, importer, options }: InsideResolution,
  { context, privates, built }: Known,
): Promise<Rolldown.ResolvedId | null> {
  if (context.shared.has(packageNameOf(id))) {
    const fromHost = built?.get(id) ?? hook.resolve(id, hostImporter(context), options)
    if (context.isBuild) built?.set(id, fromHost)
    const shared = await fromHost
    if (shared !== null) return shared
  }
  const found = await hook.resolve(id, importer, options)
  if (found?.external === false) privates.note(importer, found.id)
  return found
}

/**
 * Matches imports of packages and of what is in them.
 *
 *     ['react', '@acme/ui']   → /^(?:react|@acme\/ui)(?:\/|$)/
 */
function toPackagePattern(names: readonly string[]): RegExp {
  // Nothing in between matches nothing: no package has an empty name.
  const escaped = names.map((name) => name.replaceAll(/[.*+?()[\]{}|\\/^$]/g, '\\$&'))
  return new RegExp(`^(?:${escaped.join('|')})(?:[/?#]|$)`)
}

/** Stands for any file of the host. */
function hostImporter({ root }: Context): string {
  return join(root, 'index.html')
}
