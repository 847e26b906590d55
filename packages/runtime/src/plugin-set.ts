import type { PluginFailure } from './page-match.ts'
import { findUnusable } from './plugin-failure.ts'
import type { PluginState } from './plugin-state.ts'
import { switchStyles } from './plugin-styles.ts'
import type { PluginRecord, ProblemRecord, RegistryData } from './registry-data.ts'
import { readRequirements, type Requirements } from './requirements.ts'
import type { UrlSwitch } from './url-switch.ts'

/** The plugins of a registry: which there are, which may be used, and what one needs of others. */
export interface PluginSet {
  get(name: string): PluginState | undefined
  /** The host has another language. */
  followLocale(): void
  /** Takes new data: keeps what is loaded of plugins that stay, lets go of the others. */
  take(data: RegistryData): void
  /** Switches a plugin: a reason for off, `undefined` for on; says whether that is a change. */
  turn(name: string, off: string | undefined): boolean
  /** Something of a plugin has come: if it is off by now, its stylesheet must not apply. */
  keepOff(name: string): void
  /** Why nothing of a plugin may be used, on data alone. */
  unusable(name: string, problems: readonly ProblemRecord[]): PluginFailure | undefined
  /** The plugins that have to be ready before this one, in order. */
  before(name: string): readonly PluginState[]
}

/** Makes what a {@link PluginSet} keeps of a plugin. */
type CreateState = (record: PluginRecord) => PluginState

/** Creates a {@link PluginSet}, empty. */
export function createPluginSet(createState: CreateState, urlSwitch: UrlSwitch): PluginSet {
  return new LivePluginSet(createState, urlSwitch)
}

class LivePluginSet implements PluginSet {
  readonly #createState: CreateState
  readonly #urlSwitch: UrlSwitch
  #data: RegistryData = { routeBase: '', plugins: [], problems: [] }
  #states = new Map<string, PluginState>()
  /** What was switched while the host runs: a reason for off, `undefined` for on. */
  readonly #turned = new Map<string, string | undefined>()
  #requirements: Requirements | undefined
  /** Sentences by plugin. */
  #unmet = new Map<string, string>()
  readonly #withoutStyles = new Set<string>()

  constructor(createState: CreateState, urlSwitch: UrlSwitch) {
    this.#createState = createState
    this.#urlSwitch = urlSwitch
  }

  get(name: string): PluginState | undefined {
    return this.#states.get(name)
  }

  followLocale(): void {
    for (const { messages } of this.#states.values()) messages.follow()
  }

  take(data: RegistryData): void {
    this.#data = data
    const before = this.#states
    this.#states = new Map()
    for (const record of data.plugins) {
      const known = before.get(record.name)
      if (known?.record.source === record.source && known !== undefined) {
        known.record = record
        before.delete(record.name)
        this.#states.set(record.name, known)
      } else this.#states.set(record.name, this.#createState(record))
    }
    for (const [name, state] of before) {
      this.#leave(name, state)
      state.dispose()
    }
    this.#settle()
  }

  turn(name: string, off: string | undefined): boolean {
    const before = this.#offReason(name)
    this.#turned.set(name, off)
    this.#settle()
    return before !== this.#offReason(name)
  }

  keepOff(name: string): void {
    const state = this.#withoutStyles.has(name) ? this.get(name) : undefined
    if (state !== undefined) switchStyles(state.record, false)
  }

  unusable(name: string, problems: readonly ProblemRecord[]): PluginFailure | undefined {
    return findUnusable(name, {
      record: this.get(name)?.record,
      off: this.#offReason(name),
      unmet: this.#unmet.get(name),
      problems,
    })
  }

  before(name: string): readonly PluginState[] {
    return (this.#requirements?.order(name) ?? []).flatMap((needed) => this.get(needed) ?? [])
  }

  /** The switch in the address is for emergencies, so nothing overrules it. */
  #offReason(name: string): string | undefined {
    const byUrl = this.#urlSwitch(name)
    if (byUrl !== undefined) return byUrl
    if (this.#turned.has(name)) return this.#turned.get(name)
    return this.get(name)?.record.disabled === true ? 'It is switched off.' : undefined
  }

  /** Draws the consequences of other data and other switches. */
  #settle(): void {
    const requirements = readRequirements(this.#data, (name) => this.#offReason(name) !== undefined)
    this.#requirements = requirements
    this.#unmet = new Map(
      this.#data.plugins.flatMap(({ name }) => {
        const reason = requirements.unmet(name)
        return reason === undefined ? [] : [[name, reason]]
      }),
    )
    for (const [name, state] of this.#states) {
      if (this.#offReason(name) !== undefined || this.#unmet.has(name)) this.#leave(name, state)
      else if (this.#withoutStyles.delete(name)) switchStyles(state.record, true)
    }
  }

  #leave(name: string, state: PluginState): void {
    state.rest()
    switchStyles(state.record, false)
    this.#withoutStyles.add(name)
  }
}
