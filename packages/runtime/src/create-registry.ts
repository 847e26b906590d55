import { createPluginContext, type Unsigned } from './create-context.ts'
import { matchPath, splitPath } from './match-path.ts'
import { toLoadedModule } from './loaded-module.ts'
import type {
  BlockState,
  FailedModule,
  LoadedBlock,
  LoadedModule,
  LoadedPage,
  Loading,
  MatchedPage,
  PageMatch,
  PageState,
  PluginFailure,
} from './page-match.ts'
import type { PluginContext } from './plugin-context.ts'
import { findUnusable, toFailure } from './plugin-failure.ts'
import { createPluginState, type PluginState } from './plugin-state.ts'
import { toStatus } from './plugin-status.ts'
import { createProblemLog } from './problem-log.ts'
import type { PluginRecord, ProblemRecord, RegistryData } from './registry-data.ts'
import type {
  Access,
  HostEnvironment,
  PluginStatus,
  Registry,
  RegistrySnapshot,
  VisibleBlock,
} from './registry.ts'
import { findUnmetRequirements } from './requirements.ts'
import { toVisibleBlocks } from './visible-blocks.ts'
import { toVisibleNav } from './visible-nav.ts'

/** Options of {@link createRegistry}. */
export interface RegistryOptions {
  /** Takes warnings of development. Default: `console.warn`. */
  readonly warn?: (message: string) => void
}

/** Creates the registry of a host. Nothing is loaded until a page or block asks for it. */
export function createRegistry(data: RegistryData, options: RegistryOptions = {}): Registry {
  return new LiveRegistry(data, options)
}

class LiveRegistry implements Registry {
  #data: RegistryData
  #warn: ((message: string) => void) | undefined
  readonly #defaultAccess = (permission: string): boolean => this.#isVisibleByDefault(permission)
  #can = this.#defaultAccess
  #environment: HostEnvironment = {}
  #plugins = new Map<string, PluginState>()
  /** Sentences by plugin name. */
  #unmet: ReadonlyMap<string, string> = new Map()
  #log = createProblemLog()
  /** What follows from data and access alone. */
  #visible: Pick<RegistrySnapshot, 'nav' | 'blocks' | 'can'> | undefined
  #snapshot: RegistrySnapshot | undefined
  #listeners = new Set<() => void>()

  constructor(data: RegistryData, options: RegistryOptions) {
    this.#data = data
    this.#warn = options.warn ?? ((message) => globalThis.console.warn(message))
    this.#takePlugins()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getSnapshot = (): RegistrySnapshot => {
    this.#snapshot ??= this.#createSnapshot()
    return this.#snapshot
  }

  async matchPage(pathname: string): Promise<PageMatch> {
    for (;;) {
      const match = this.#match(pathname)
      if (match.kind !== 'loading') return match
      // Afterwards the plugin may have been removed, replaced or reset: look again.
      await this.#plugins.get(match.plugin)?.module.load()
    }
  }

  async loadPage(match: MatchedPage, environment?: HostEnvironment): Promise<LoadedPage> {
    const loaded = await this.#load(match.plugin, match.page.module, environment)
    return 'revision' in loaded ? { ...loaded, match } : loaded
  }

  loadBlock(block: VisibleBlock, environment?: HostEnvironment): Promise<LoadedBlock> {
    return this.#load(block.plugin, block.key, environment)
  }

  peekPage(pathname: string): PageState {
    const match = this.#match(pathname)
    if (match.kind !== 'page') return match
    const state = this.#peek(match.plugin, match.page.module)
    return 'revision' in state ? { ...state, match } : state
  }

  peekBlock(block: VisibleBlock): BlockState {
    return this.#peek(block.plugin, block.key)
  }

  status(name: string): PluginStatus {
    return toStatus(name, {
      plugin: this.#plugins.get(name),
      unusable: this.#unusable(name),
      problems: this.#problemsOf(name),
      toFailure: (problem) => this.#failed(problem),
    })
  }

  setAccess(access: Access | undefined): void {
    this.#can = access === undefined ? this.#defaultAccess : (permission) => access.can(permission)
    this.#visible = undefined
    this.#notify()
  }

  can(permission: string): boolean {
    return this.#can(permission)
  }

  replace(data: RegistryData): void {
    // JSON leaves loaders out; they are taken over in any case, as newer ones load newer code.
    const isEqual = JSON.stringify(data) === JSON.stringify(this.#data)
    this.#data = data
    this.#takePlugins()
    if (isEqual) return
    this.#visible = undefined
    this.#notify()
  }

  reportProblem(problem: ProblemRecord): void {
    this.#log.add(problem)
    this.#notify()
  }

  resolveProblems(plugin: string, file?: string): void {
    if (this.#log.remove(plugin, file)) this.#notify()
  }

  retry(name: string): void {
    this.#log.remove(name)
    for (const resource of this.#plugins.get(name)?.resources() ?? [])
      if (resource.state === 'failed') resource.reset()
    this.#notify()
  }

  href(plugin: string, path = '/'): string {
    return `${this.getSnapshot().routeBase}/${plugin}${path === '/' ? '' : path}`
  }

  createContext(name: string, environment: HostEnvironment): Unsigned<PluginContext> {
    return createPluginContext(this, { name, version: this.status(name).version }, environment)
  }

  #createSnapshot(): RegistrySnapshot {
    const { dev = false, root, plugins, problems, sections = [] } = this.#data
    const routeBase = this.#data.routeBase.replace(/\/+$/, '')
    if (this.#visible === undefined) {
      const usable = plugins.filter(({ name }) => this.#unusable(name) === undefined)
      const can = this.#can
      const blocks = toVisibleBlocks(usable, can)
      this.#visible = {
        can,
        nav: toVisibleNav(usable, { routeBase, sections, can }),
        blocks: (slot) => blocks.get(slot) ?? NO_BLOCKS,
      }
    }
    const names = new Set([...plugins.map(({ name }) => name), ...problems.map(({ plugin }) => plugin)])
    return { routeBase, dev, root, ...this.#visible, plugins: [...names].map((name) => this.status(name)) }
  }

  #isVisibleByDefault(permission: string): boolean {
    if (this.#data.dev !== true) return false
    this.#warn?.(
      `plugwright: no access is set, so everything is visible; in production ${permission} and all else that is gated would be hidden. Call registry.setAccess({ can }) before rendering.`,
    )
    this.#warn = undefined
    return true
  }

  #match(pathname: string): PageMatch | Loading {
    const base = splitPath(this.#data.routeBase).decoded
    const { raw, decoded } = splitPath(pathname)
    if (base.some((segment, index) => segment !== decoded[index])) return { kind: 'outside' }
    const [plugin, ...segments] = decoded.slice(base.length)
    if (plugin === undefined) return { kind: 'index' }
    const unusable = this.#unusable(plugin)
    if (unusable !== undefined) return unusable
    const { value, problem } = this.#plugins.get(plugin)?.module ?? {}
    if (problem !== undefined) return this.#failed(problem)
    if (value === undefined) return { kind: 'loading', plugin }

    const inside = `/${raw.slice(base.length + 1).join('/')}`
    const found = matchPath(value.pages, segments)
    if (found === undefined) return toFailure('not-found', plugin, { reason: `It has no page at ${inside}.` })
    const { permission } = found.route
    if (permission && !this.can(permission))
      return {
        ...toFailure('forbidden', plugin, { reason: `It needs the permission ${permission}.` }),
        permission,
      }
    return {
      kind: 'page',
      plugin,
      page: found.route,
      params: found.params,
      pathname: inside,
      href: `/${raw.join('/')}`,
    }
  }

  #unusable(name: string): PluginFailure | undefined {
    const record = this.#plugins.get(name)?.record
    return findUnusable(name, { record, unmet: this.#unmet.get(name), problems: this.#problemsOf(name) })
  }

  async #load(
    name: string,
    key: string,
    environment = this.#environment,
  ): Promise<LoadedModule<PluginContext> | PluginFailure> {
    this.#environment = environment
    let isFirst = true
    for (;;) {
      const state = this.#peek(name, key)
      if (state.kind !== 'loading' && !(isFirst && state.kind === 'failed')) return state
      isFirst = false
      await this.#nextStep(name, key)
    }
  }

  /** Loads the first thing that is missing; another may have been replaced or reset when it is there. */
  async #nextStep(name: string, key: string): Promise<void> {
    const needed = this.#plugins.get(name)?.needs(key) ?? []
    await needed.find(({ state }) => state !== 'ready')?.load()
  }

  #peek(name: string, key: string): LoadedModule<PluginContext> | PluginFailure | Loading {
    const unusable = this.#unusable(name)
    if (unusable !== undefined) return unusable
    const plugin = this.#plugins.get(name)
    const needed = plugin?.needs(key) ?? []
    for (const { state, problem } of needed) {
      if (problem !== undefined) return this.#failed(problem)
      if (state !== 'ready') return { kind: 'loading', plugin: name }
    }
    const part = needed.at(-1)
    return toLoadedModule(plugin?.adapt(key, part?.value), part?.revision ?? 0)
  }

  #failed(problem: ProblemRecord): FailedModule {
    const problems = this.#log.explain(problem)
    return {
      ...toFailure('failed', problem.plugin, { reason: (problems[0] ?? problem).message, problems }),
      module: problem.file,
      retry: () => this.retry(problem.plugin),
    }
  }

  #problemsOf(name: string): readonly ProblemRecord[] {
    return [...this.#data.problems.filter(({ plugin }) => plugin === name), ...this.#log.of(name)]
  }

  /** Keeps what is loaded of plugins that stay, forgets the others. */
  #takePlugins(): void {
    const before = this.#plugins
    this.#plugins = new Map()
    for (const record of this.#data.plugins) {
      const known = before.get(record.name)
      if (known?.record.source === record.source && known !== undefined) {
        known.record = record
        before.delete(record.name)
        this.#plugins.set(record.name, known)
      } else this.#plugins.set(record.name, this.#createState(record))
    }
    for (const state of before.values()) state.dispose()
    this.#unmet = findUnmetRequirements(this.#data)
  }

  #createState(record: PluginRecord): PluginState {
    const { name } = record
    return createPluginState(record, {
      createContext: (signal) => ({ ...this.createContext(name, this.#environment), signal }),
      framework: () => this.#environment.framework,
      changed: () => this.#notify(),
      repaired: (module) => this.#log.remove(name, module),
    })
  }

  #notify(): void {
    this.#snapshot = undefined
    for (const listener of this.#listeners) listener()
  }
}

const NO_BLOCKS: readonly VisibleBlock[] = []
