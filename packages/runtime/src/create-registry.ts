import { createPluginContext, type Unsigned } from './create-context.ts'
import { createDefaultAccess } from './default-access.ts'
import { adoptDeployed, findDeployed } from './loading/find-deployed.ts'
import { PAUSES_MS } from './loading/import-again.ts'
import type { Translate } from './messages/translate.ts'
import { matchPage } from './match-page.ts'
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
import { toFailedModule } from './plugin-failure.ts'
import { createPluginSet } from './plugin-set.ts'
import { createPluginState, type PluginState } from './plugin-state.ts'
import { toStatus } from './plugin-status.ts'
import { prefetchPage } from './prefetch-page.ts'
import { createProblemLog } from './problem-log.ts'
import type { PluginModule, PluginRecord, ProblemRecord, RegistryData } from './registry-data.ts'
import type {
  Access,
  HostEnvironment,
  PluginStatus,
  Registry,
  RegistrySnapshot,
  VisibleBlock,
} from './registry.ts'
import type { Resource } from './resource.ts'
import { readUrlSwitch } from './url-switch.ts'
import { createVisible } from './visible.ts'

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
  readonly #defaultAccess: (permission: string) => boolean
  #can: (permission: string) => boolean
  #environment: HostEnvironment = {}
  readonly #plugins = createPluginSet((record) => this.#createState(record), readUrlSwitch())
  #log = createProblemLog()
  readonly #visible = createVisible()
  #snapshot: RegistrySnapshot | undefined
  #listeners = new Set<() => void>()

  constructor(data: RegistryData, options: RegistryOptions) {
    this.#data = data
    this.#defaultAccess = createDefaultAccess({ isDev: () => this.#data.dev === true, ...options })
    this.#can = this.#defaultAccess
    this.#plugins.take(data)
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
    this.#can = access ? (permission) => access.can(permission) : this.#defaultAccess
    this.#visible.outdate()
    this.#notify()
  }

  can(permission: string): boolean {
    return this.#can(permission)
  }

  replace(data: RegistryData): void {
    // JSON leaves loaders out; they are taken over in any case, as newer ones load newer code.
    const before = JSON.stringify(this.#data)
    this.#data = data
    this.#plugins.take(data)
    if (JSON.stringify(data) === before) return
    this.#visible.outdate()
    this.#notify()
  }

  enable(name: string): void {
    this.#turn(name)
  }

  disable(name: string, reason = 'It is switched off.'): void {
    this.#turn(name, reason)
  }

  #turn(name: string, off?: string): void {
    if (!this.#plugins.turn(name, off)) return
    this.#visible.outdate()
    this.#notify()
  }

  async prefetch(pathname: string, environment = this.#environment): Promise<void> {
    this.#enter(environment)
    await prefetchPage(() => this.#match(pathname), this.#plugins)
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

  translator(name: string): Translate {
    return this.#plugins.get(name)?.messages.translate() ?? ((key) => key)
  }

  setLocale(locale: string): void {
    this.#enter({ ...this.#environment, locale })
  }

  #enter(environment: HostEnvironment): void {
    const { locale } = this.#environment
    this.#environment = environment
    if (locale === environment.locale) return
    this.#plugins.followLocale()
    this.#notify()
  }

  #createSnapshot(): RegistrySnapshot {
    const { dev = false, root, plugins, problems } = this.#data
    const visible = this.#visible.select(this.#data, {
      can: this.#can,
      isUsable: (name) => this.#unusable(name) === undefined,
    })
    const names = new Set([...plugins.map(({ name }) => name), ...problems.map(({ plugin }) => plugin)])
    return { dev, root, ...visible, plugins: [...names].map((name) => this.status(name)) }
  }

  #match(pathname: string): PageMatch | Loading {
    return matchPage(pathname, {
      routeBase: this.#data.routeBase,
      can: this.#can,
      find: (name) => this.#unusable(name) ?? this.#peekLevel(name),
    })
  }

  #peekLevel(name: string): PluginModule | PluginFailure | undefined {
    const { value, problem } = this.#plugins.get(name)?.module ?? {}
    return problem === undefined ? value : this.#failed(problem)
  }

  #unusable(name: string): PluginFailure | undefined {
    return this.#plugins.unusable(name, this.#problemsOf(name))
  }

  async #load(
    name: string,
    key: string,
    environment = this.#environment,
  ): Promise<LoadedModule<PluginContext> | PluginFailure> {
    this.#enter(environment)
    let isFirst = true
    for (;;) {
      const state = this.#peek(name, key)
      if (state.kind !== 'loading' && !(isFirst && state.kind === 'failed')) return state
      isFirst = false
      // Only the first thing that is missing: another may have been replaced or reset when it is there.
      await this.#needs(name, key)
        .find((needed) => needed.state !== 'ready')
        ?.load()
    }
  }

  /** What has to be ready, in this order: the plugins that this one needs, itself, the page or block. */
  #needs(name: string, key: string): readonly Resource<unknown>[] {
    const before = this.#plugins.before(name).flatMap((state) => state.foundation())
    return [...before, ...(this.#plugins.get(name)?.needs(key) ?? [])]
  }

  #peek(name: string, key: string): LoadedModule<PluginContext> | PluginFailure | Loading {
    const unusable = this.#unusable(name)
    if (unusable !== undefined) return unusable
    const needed = this.#needs(name, key)
    for (const { state, problem } of needed) {
      if (problem !== undefined) return this.#failed(problem, name)
      if (state !== 'ready') return { kind: 'loading', plugin: name }
    }
    const part = needed.at(-1)
    return toLoadedModule(this.#plugins.get(name)?.adapt(key, part?.value), part?.revision ?? 0)
  }

  #failed(problem: ProblemRecord, plugin = problem.plugin): FailedModule {
    const problems = this.#log.explain(problem)
    return toFailedModule(problem, { plugin, problems, retry: () => this.retry(problem.plugin) })
  }

  #problemsOf(name: string): readonly ProblemRecord[] {
    return [...this.#data.problems.filter(({ plugin }) => plugin === name), ...this.#log.of(name)]
  }

  #createState(record: PluginRecord): PluginState {
    const { name } = record
    return createPluginState(record, {
      createContext: (signal) => ({ ...this.createContext(name, this.#environment), signal }),
      framework: () => this.#environment.framework,
      locale: () => this.#environment.locale ?? 'en',
      pausesMs: PAUSES_MS[this.#data.dev === true ? 'dev' : 'build'],
      recover: (error) => this.#recover(name, error),
      changed: () => {
        this.#plugins.keepOff(name)
        this.#notify()
      },
      repaired: (module) => this.#log.remove(name, module),
    })
  }

  /** A file of a plugin cannot be fetched: a deploy may have replaced it. The document stays. */
  async #recover(plugin: string, error: unknown): Promise<PluginModule | undefined> {
    const { value: module } = this.#plugins.get(plugin)?.module ?? {}
    const found = await findDeployed(this.#data.deploy, { plugin, module, error })
    if (found === undefined) return undefined
    this.replace(adoptDeployed(this.#data, { plugin, found }))
    return found === 'gone' ? undefined : found.module
  }

  #notify(): void {
    this.#snapshot = undefined
    for (const listener of this.#listeners) listener()
  }
}
