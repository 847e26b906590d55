import { createPluginContext, type Unsigned } from './create-context.ts'
import { matchPath, splitPath } from './match-path.ts'
import type {
  BlockState,
  LoadedBlock,
  LoadedModule,
  FailedModule,
  LoadedPage,
  Loading,
  MatchedPage,
  PageMatch,
  PageState,
  PluginFailure,
} from './page-match.ts'
import type { MountFunction, PluginContext } from './plugin-context.ts'
import { createPluginState, type PluginState } from './plugin-state.ts'
import type { PluginRecord, ProblemRecord, RegistryData } from './registry-data.ts'
import type {
  Access,
  HostEnvironment,
  PluginStatus,
  Registry,
  RegistrySnapshot,
  VisibleBlock,
} from './registry.ts'
import { findUnmetRequirement } from './requirements.ts'
import { toVisibleBlocks } from './visible-blocks.ts'
import { toVisibleNav, type NavSection } from './visible-nav.ts'

/** Options of {@link createRegistry}. */
export interface RegistryOptions {
  /** Takes warnings of development. Default: the console. */
  readonly warn?: (message: string) => void
}

/** Creates the registry of a host. Nothing is loaded until a page or block asks for it. */
export function createRegistry(data: RegistryData, options: RegistryOptions = {}): Registry {
  return new LiveRegistry(data, options)
}

/** What follows from data and access alone; made anew when either changes. */
interface View {
  readonly nav: readonly NavSection[]
  readonly blocks: ReadonlyMap<string, readonly VisibleBlock[]>
}

class LiveRegistry implements Registry {
  #data: RegistryData
  #warn: ((message: string) => void) | undefined
  #access: Access | undefined
  #environment: HostEnvironment = {}
  #plugins = new Map<string, PluginState>()
  /** Reasons by plugin name. */
  #blocked = new Map<string, string>()
  #reported: readonly ProblemRecord[] = []
  #view: View | undefined
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
    const match = this.#match(pathname)
    if (match.kind !== 'loading') return match
    await this.#plugins.get(match.plugin)?.module.load()
    const settled = this.#match(pathname)
    // Removed, replaced or reset meanwhile: look again.
    return settled.kind === 'loading' ? this.matchPage(pathname) : settled
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
    const plugin = this.#plugins.get(name)
    const record: Partial<PluginRecord> | undefined = plugin?.record
    const problems = this.#problemsOf(name)
    const failure = this.#unusable(name) ?? (plugin && this.#failure(plugin))
    // A plugin that cannot be read is known by its problems only.
    const { version = '', source } = record ?? problems.find((problem) => problem.version !== undefined) ?? {}
    return {
      name,
      displayName: record?.displayName ?? name,
      state: (failure?.kind as PluginStatus['state'] | undefined) ?? stateOf(plugin),
      version,
      source,
      icon: record?.icon,
      dir: record?.dir,
      problems: failure?.problems ?? problems,
      reason: failure?.reason,
    }
  }

  setAccess(access: Access | undefined): void {
    this.#access = access
    this.#view = undefined
    this.#notify()
  }

  can(permission: string): boolean {
    if (this.#access !== undefined) return this.#access.can(permission)
    if (this.#data.dev !== true) return false
    this.#warn?.(
      'plugwright: no access is set, so everything is visible in development. Call registry.setAccess({ can }) before rendering; in production gated items stay hidden without it.',
    )
    this.#warn = undefined
    return true
  }

  replace(data: RegistryData): void {
    // Loaders are left out by JSON; they are taken over in any case, as newer ones load newer code.
    const equal = JSON.stringify(data) === JSON.stringify(this.#data)
    this.#data = data
    this.#takePlugins()
    if (equal) return
    this.#view = undefined
    this.#notify()
  }

  reportProblem(problem: ProblemRecord): void {
    this.#reported = [
      ...this.#reported.filter(({ plugin, file }) => plugin !== problem.plugin || file !== problem.file),
      problem,
    ]
    this.#notify()
  }

  resolveProblems(plugin: string, file?: string): void {
    const left = this.#reported.filter(
      (problem) => problem.plugin !== plugin || (file !== undefined && problem.file !== file),
    )
    if (left.length === this.#reported.length) return
    this.#reported = left
    this.#notify()
  }

  retry(name: string): void {
    this.resolveProblems(name)
    for (const resource of this.#plugins.get(name)?.resources() ?? [])
      if (resource.state === 'failed') resource.reset()
  }

  href(plugin: string, path = '/'): string {
    return `${this.#data.routeBase}/${plugin}${path === '/' ? '' : path}`
  }

  createContext(name: string, environment: HostEnvironment): Unsigned<PluginContext> {
    return createPluginContext(this, { name, version: this.status(name).version }, environment)
  }

  #createSnapshot(): RegistrySnapshot {
    const usable = this.#data.plugins.filter(({ name }) => this.#unusable(name) === undefined)
    const can = (permission: string): boolean => this.can(permission)
    const { routeBase, sections = [] } = this.#data
    this.#view ??= {
      nav: toVisibleNav(usable, { routeBase, sections, can }),
      blocks: toVisibleBlocks(usable, can),
    }
    const { nav, blocks } = this.#view
    const names = new Set([...this.#plugins.keys(), ...this.#data.problems.map(({ plugin }) => plugin)])
    return {
      routeBase,
      dev: this.#data.dev === true,
      nav,
      plugins: [...names].map((name) => this.status(name)),
      blocks: (slot) => blocks.get(slot) ?? NO_BLOCKS,
    }
  }

  #match(pathname: string): PageMatch | Loading {
    const base = splitPath(this.#data.routeBase).decoded
    const { raw, decoded } = splitPath(pathname)
    if (base.some((segment, index) => segment !== decoded[index])) return { kind: 'outside' }
    const name = decoded[base.length]
    if (name === undefined) return { kind: 'index' }
    const plugin = this.#plugins.get(name)
    const unusable = this.#unusable(name)
    if (plugin === undefined || unusable !== undefined) return unusable ?? { kind: 'index' }
    if (plugin.module.problem !== undefined) return this.#failed(plugin, plugin.module.problem)
    if (plugin.module.value === undefined) return { kind: 'loading', plugin: name }

    const inside = `/${raw.slice(base.length + 1).join('/')}`
    const found = matchPath(plugin.module.value.pages, decoded.slice(base.length + 1))
    if (found === undefined)
      return { kind: 'not-found', plugin: name, reason: `It has no page at ${inside}.`, problems: [] }
    const { permission } = found.route
    if (permission && !this.can(permission))
      return {
        kind: 'forbidden',
        plugin: name,
        permission,
        reason: `It needs the permission ${permission}.`,
        problems: [],
      }
    const href = `/${raw.join('/')}`
    return { kind: 'page', plugin: name, page: found.route, params: found.params, pathname: inside, href }
  }

  /** Why nothing of a plugin may be used; decided on data alone. */
  #unusable(name: string): PluginFailure | undefined {
    const problems = this.#problemsOf(name)
    const record = this.#plugins.get(name)?.record
    if (record === undefined) {
      const error = problems.find(({ severity = 'error' }) => severity === 'error')
      return error === undefined
        ? { kind: 'not-installed', plugin: name, reason: `There is no plugin named ${name}.`, problems }
        : { kind: 'invalid', plugin: name, reason: error.message, problems }
    }
    if (record.disabled === true)
      return { kind: 'disabled', plugin: name, reason: 'It is switched off.', problems }
    const reason = this.#blocked.get(name)
    return reason === undefined ? undefined : { kind: 'blocked', plugin: name, reason, problems }
  }

  async #load(
    name: string,
    key: string,
    environment?: HostEnvironment,
  ): Promise<LoadedModule<PluginContext> | PluginFailure> {
    if (environment !== undefined) this.#environment = environment
    const plugin = this.#plugins.get(name)
    if (plugin !== undefined && this.#unusable(name) === undefined) {
      await plugin.module.load()
      if (plugin.module.value?.setup !== undefined) await plugin.setup.load()
      if (plugin.setup.state !== 'failed' && plugin.module.state === 'ready') await plugin.part(key).load()
    }
    const state = this.#peek(name, key)
    // Removed, replaced or reset meanwhile: once more.
    return state.kind === 'loading' ? this.#load(name, key, environment) : state
  }

  #peek(name: string, key: string): LoadedModule<PluginContext> | PluginFailure | Loading {
    const plugin = this.#plugins.get(name)
    const unusable = this.#unusable(name)
    if (plugin === undefined || unusable !== undefined) return unusable ?? { kind: 'loading', plugin: name }
    const part = plugin.part(key)
    const needed = [plugin.module, ...(plugin.module.value?.setup ? [plugin.setup] : []), part]
    for (const resource of needed) {
      if (resource.problem !== undefined)
        return this.#failed(plugin, resource.problem, resource === part ? key : undefined)
      if (resource.state !== 'ready') return { kind: 'loading', plugin: name }
    }
    return toLoadedModule(part.value, part.revision)
  }

  #failure(plugin: PluginState): FailedModule | undefined {
    const problem = plugin.resources().find(({ state }) => state === 'failed')?.problem
    return problem && this.#failed(plugin, problem)
  }

  #failed({ record }: PluginState, problem: ProblemRecord, module?: string): FailedModule {
    // What the server reported says more than the browser, which only knows that an import failed.
    const isOwn = ({ file }: ProblemRecord): boolean =>
      module !== undefined && file?.endsWith(module) === true
    const reported = this.#reported.filter(
      (other) => other.plugin === record.name && (isOwn(other) || !other.code.startsWith('RUNTIME_')),
    )
    const problems = [...reported.toSorted((a, b) => Number(isOwn(b)) - Number(isOwn(a))), problem]
    return {
      kind: 'failed',
      plugin: record.name,
      reason: (problems[0] ?? problem).message,
      problems: [...problems, ...this.#data.problems.filter(({ plugin }) => plugin === record.name)],
      ...(module !== undefined && { module }),
      retry: () => this.retry(record.name),
    }
  }

  #problemsOf(name: string): readonly ProblemRecord[] {
    return [...this.#data.problems, ...this.#reported].filter(({ plugin }) => plugin === name)
  }

  /** Keeps what is loaded of plugins that stay, forgets the others. */
  #takePlugins(): void {
    const before = this.#plugins
    this.#plugins = new Map()
    for (const record of this.#data.plugins) {
      const known = before.get(record.name)
      const kept = known?.record.source === record.source ? known : undefined
      if (kept !== undefined) kept.record = record
      this.#plugins.set(record.name, kept ?? this.#createState(record))
    }
    for (const state of before.values()) if (!this.#isCurrent(state)) state.dispose()
    this.#blocked = new Map()
    for (const record of this.#data.plugins) {
      const reason = findUnmetRequirement(record, this.#data)
      if (reason !== undefined) this.#blocked.set(record.name, reason)
    }
  }

  #createState(record: PluginRecord): PluginState {
    return createPluginState(record, {
      createContext: (signal) => ({ ...this.createContext(record.name, this.#environment), signal }),
      changed: () => this.#notify(),
      refreshed: () => this.resolveProblems(record.name),
    })
  }

  #isCurrent(state: PluginState): boolean {
    return this.#plugins.get(state.record.name) === state
  }

  #notify(): void {
    this.#snapshot = undefined
    for (const listener of this.#listeners) listener()
  }
}

const NO_BLOCKS: readonly VisibleBlock[] = []

function stateOf(plugin: PluginState | undefined): PluginStatus['state'] {
  if (plugin === undefined) return 'not-installed'
  const resources = plugin.resources()
  if (resources.some(({ state }) => state === 'loading')) return 'loading'
  return plugin.module.state === 'ready' ? 'active' : 'idle'
}

/** A module that has both is a component; `mount` is the way without a framework. */
function toLoadedModule(namespace: unknown, revision: number): LoadedModule<PluginContext> {
  const { default: component, mount } = namespace as { default?: unknown; mount?: unknown }
  return component === undefined
    ? { kind: 'mount', mount: mount as MountFunction<PluginContext>, revision }
    : { kind: 'component', component, revision }
}
