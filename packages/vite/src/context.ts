import type { Diagnostic } from '@plugwright/diagnostics'
import { createDiscoveryCache, discoverPlugins } from '@plugwright/manifest/node'
import type { Discovery } from '@plugwright/manifest/node'
import { mergePlugins } from './merge/merge.ts'
import type { CodeProblems, Merge } from './merge/merge.ts'
import { toSlashes } from './merge/owners.ts'
import type { ResolvedOptions } from './options.ts'
import { createPackageCache } from './package-json.ts'
import { readSource } from './read-source.ts'
import { checkSharedRanges, listShared } from './shared-packages.ts'
import type { HostPackages } from './shared-packages.ts'

/** What the Vite plugins of one `plugwright()` call know together. It lives as long as the Vite config that holds the call. */
export interface Context {
  readonly options: ResolvedOptions
  /** The Vite root; with `/`. */
  readonly root: string
  readonly isBuild: boolean
  /** The packages of the host. */
  readonly host: HostPackages
  /** The plugins as they were at the last {@link Context.scan}. */
  readonly merge: Merge
  /** Packages that plugins get from the host. */
  readonly shared: ReadonlySet<string>
  /** Shared packages whose version in the host is not what a plugin asks for. */
  readonly sharedProblems: readonly Diagnostic[]
  /** Problems in plugin code by entry file, as far as it was checked. */
  readonly codeProblems: Map<string, CodeProblems>
  /** Fixes the place and the mode; once, before anything else. */
  open(place: { readonly root: string; readonly isBuild: boolean }): void
  /** Reads the manifests, without touching {@link Context.merge}. */
  discover(): Promise<Discovery>
  /** Reads the manifests again and replaces {@link Context.merge}. */
  scan(): Promise<Merge>
  /** Replaces {@link Context.merge} after its code problems became known. */
  remerge(): void
}

/** What is known once the place is. */
interface Place {
  readonly root: string
  readonly isBuild: boolean
  readonly host: HostPackages
}

/** What follows from the manifests. */
interface Snapshot {
  readonly merge: Merge
  readonly shared: ReadonlySet<string>
  readonly sharedProblems: readonly Diagnostic[]
}

/** Creates the {@link Context} of one `plugwright()` call. Nothing is read before {@link Context.scan}. */
export function createContext(options: ResolvedOptions): Context {
  const cache = createDiscoveryCache()
  const codeProblems = new Map<string, CodeProblems>()
  let place: Place | undefined
  let snapshot: Snapshot | undefined

  function opened(): Place {
    if (place === undefined) throw new Error('plugwright is used before Vite resolved its config.')
    return place
  }

  function scanned(): Snapshot {
    if (snapshot === undefined) throw new Error('plugwright is used before its plugins were read.')
    return snapshot
  }

  function hostIdentity(): ResolvedOptions['host'] {
    const { host, root } = opened()
    const { name, version } = host.packages.read(root) ?? {}
    return options.host ?? (name !== undefined && version !== undefined ? { name, version } : undefined)
  }

  function discover(): Promise<Discovery> {
    const host = hostIdentity()
    const { roots, plugins } = options
    return discoverPlugins({ roots, plugins, cwd: opened().root, cache, ...(host && { host }) })
  }

  function take(discovery: Discovery): Merge {
    const { root, isBuild, host } = opened()
    const merge = mergePlugins(discovery, {
      options,
      host: hostIdentity(),
      dev: !isBuild,
      folders: [root, ...discovery.roots.map(({ dir }) => dir)],
      readSource,
      codeProblems: [...codeProblems.values()],
    })
    for (const file of codeProblems.keys()) if (!merge.entries.has(file)) codeProblems.delete(file)
    const { plugins } = merge
    snapshot = {
      merge,
      shared: listShared(host, plugins),
      sharedProblems: checkSharedRanges(host, plugins, { isBuild }),
    }
    return merge
  }

  return {
    options,
    codeProblems,
    get root() {
      return opened().root
    },
    get isBuild() {
      return opened().isBuild
    },
    get host() {
      return opened().host
    },
    get merge() {
      return scanned().merge
    },
    get shared() {
      return scanned().shared
    },
    get sharedProblems() {
      return scanned().sharedProblems
    },
    open({ root: folder, isBuild }) {
      const root = toSlashes(folder)
      place = { root, isBuild, host: { packages: createPackageCache(), root, named: options.shared } }
    },
    discover,
    async scan() {
      opened().host.packages.clear()
      return take(await discover())
    },
    remerge() {
      take(scanned().merge.discovery)
    },
  }
}
