import type { Diagnostic } from '@plugwright/diagnostics'
import { createDiscoveryCache, discoverPlugins } from '@plugwright/manifest/node'
import type { Discovery } from '@plugwright/manifest/node'
import { leaveOut } from './leave-out.ts'
import { findEdited } from './live/edited.ts'
import { discoverWritten } from './live/half-written.ts'
import { createStamps } from './live/stamps.ts'
import type { Stamps } from './live/stamps.ts'
import type { KnownContributions } from './merge/contribution.ts'
import { mergePlugins } from './merge/merge.ts'
import type { CodeProblems, Merge } from './merge/merge.ts'
import { toSlashes } from './merge/owners.ts'
import type { ResolvedOptions } from './options.ts'
import { createPackageCache } from './package-json.ts'
import { readSource } from './read-source.ts'
import { checkSharedRanges, listShared, readFrameworks } from './shared-packages.ts'
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
  /** What plugins compare `requires.host` with. */
  readonly identity: ResolvedOptions['host']
  /** How long the last {@link Context.scan} took, and the last update that a server sent. */
  readonly timings: Timings
  /** Packages that plugins get from the host. */
  readonly shared: ReadonlySet<string>
  /** Shared packages whose version in the host is not what a plugin asks for. */
  readonly sharedProblems: readonly Diagnostic[]
  /** Problems in plugin code by entry file, as far as it was checked. */
  readonly codeProblems: Map<string, CodeProblems>
  /** What a bundled dev server watches. */
  readonly stamps: Stamps
  /** Packages that were bundled after a page needed them, by plugin and import. */
  readonly lateDependencies: Map<string, Diagnostic>
  /** Fixes the place and the mode; once, before anything else. */
  open(place: { readonly root: string; readonly isBuild: boolean }): void
  /** Reads the manifests, without touching {@link Context.merge}; `changed` are the plugin folders to look at, by default all. */
  discover(changed?: ReadonlySet<string>): Promise<Discovery>
  /** Reads the manifests again and replaces {@link Context.merge}. Where files were only `edited`, what is theirs is read. */
  scan(edited?: ReadonlySet<string>): Promise<Merge>
  /** Replaces {@link Context.merge} after its code problems became known. */
  remerge(): void
  /** Notes how long it took from a change in the file system until browsers were told. */
  noteUpdate(durationMs: number): void
}

/** Milliseconds, and an ISO time. */
export interface Timings {
  readonly discoveryMs: number
  readonly mergeMs: number
  readonly lastUpdate?: { readonly durationMs: number; readonly at: string }
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
  return new LiveContext(options)
}

class LiveContext implements Context {
  readonly options: ResolvedOptions
  readonly codeProblems = new Map<string, CodeProblems>()
  readonly stamps = createStamps()
  readonly lateDependencies = new Map<string, Diagnostic>()
  timings: Timings = { discoveryMs: 0, mergeMs: 0 }
  readonly #cache = createDiscoveryCache()
  readonly #contributions: KnownContributions = new WeakMap()
  #place: Place | undefined
  #snapshot: Snapshot | undefined

  constructor(options: ResolvedOptions) {
    this.options = options
  }

  get root(): string {
    return this.#opened.root
  }

  get isBuild(): boolean {
    return this.#opened.isBuild
  }

  get host(): HostPackages {
    return this.#opened.host
  }

  get merge(): Merge {
    return this.#scanned.merge
  }

  get shared(): ReadonlySet<string> {
    return this.#scanned.shared
  }

  get sharedProblems(): readonly Diagnostic[] {
    return this.#scanned.sharedProblems
  }

  open({ root: folder, isBuild }: { readonly root: string; readonly isBuild: boolean }): void {
    const root = toSlashes(folder)
    const host = { packages: createPackageCache(), root, named: this.options.shared }
    this.#place = { root, isBuild, host }
  }

  discover(changed?: ReadonlySet<string>): Promise<Discovery> {
    const { roots, plugins } = this.options
    const cache = this.#cache
    return discoverPlugins({ roots, plugins, cwd: this.root, cache, ...(changed && { changed }) })
  }

  async scan(edited?: ReadonlySet<string>): Promise<Merge> {
    const start = performance.now()
    const changed = edited && findEdited(edited, this.merge.owners)
    if (changed === undefined) this.host.packages.refresh()
    const discovery = await discoverWritten(() => this.discover(changed))
    const discovered = performance.now()
    const merge = this.#take(leaveOut(discovery, this))
    this.timings = {
      ...this.timings,
      discoveryMs: discovered - start,
      mergeMs: performance.now() - discovered,
    }
    return merge
  }

  remerge(): void {
    this.#take(this.merge.discovery)
  }

  noteUpdate(durationMs: number): void {
    this.timings = { ...this.timings, lastUpdate: { durationMs, at: new Date().toISOString() } }
  }

  #take(discovery: Discovery): Merge {
    const { options, root, isBuild, host } = this
    const merge = mergePlugins(discovery, {
      options,
      host: this.identity,
      dev: !isBuild,
      frameworks: readFrameworks(host),
      folders: [root, ...discovery.roots.map(({ dir }) => dir)],
      readSource,
      codeProblems: [...this.codeProblems.values()],
      known: this.#contributions,
    })
    for (const file of this.codeProblems.keys()) if (!merge.entries.has(file)) this.codeProblems.delete(file)
    this.#snapshot = {
      merge,
      shared: listShared(host, merge.plugins),
      sharedProblems: checkSharedRanges(host, merge.plugins, { isBuild }),
    }
    return merge
  }

  get identity(): ResolvedOptions['host'] {
    const { name, version } = this.host.packages.read(this.root) ?? {}
    return this.options.host ?? (name !== undefined && version !== undefined ? { name, version } : undefined)
  }

  get #opened(): Place {
    if (this.#place === undefined) throw new Error('plugwright is used before Vite resolved its config.')
    return this.#place
  }

  get #scanned(): Snapshot {
    if (this.#snapshot === undefined) throw new Error('plugwright is used before its plugins were read.')
    return this.#snapshot
  }
}
