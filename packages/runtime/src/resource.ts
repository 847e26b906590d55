import type { ProblemRecord } from './registry-data.ts'

/** Something that is loaded once, can fail, and can be replaced while it is in use. */
export interface Resource<Value> {
  readonly state: 'idle' | 'loading' | 'ready' | 'failed'
  /** There when ready. */
  readonly value: Value | undefined
  /** There when failed. */
  readonly problem: ProblemRecord | undefined
  /** Grows with every new value. */
  readonly revision: number
  /** Loads what is idle or failed; joins a load under way; never rejects. */
  load(): Promise<void>
  /** Loads what is idle; a failure leaves it idle, unless somebody joined with `load` meanwhile. */
  prefetch(): Promise<void>
  /** Takes a value from elsewhere; a load under way counts no more. */
  set(value: Value): void
  /** Back to idle: the next use loads again. */
  reset(): void
}

/** How a {@link Resource} loads, and whom it tells. */
export interface ResourceOptions<Value> {
  readonly load: () => Promise<Value>
  /** Says what is wrong with a value. */
  readonly check?: (value: Value) => ProblemRecord | undefined
  readonly toProblem: (error: unknown) => ProblemRecord
  readonly changed: () => void
}

/** Creates a {@link Resource}, idle. */
export function createResource<Value>(options: ResourceOptions<Value>): Resource<Value> {
  let pending: Promise<void> | undefined
  let now: Pick<Resource<Value>, 'state' | 'value' | 'problem'>
  let revision = 0
  /** Whether somebody waits for the load under way. */
  let isWanted = false

  function enter(state: typeof now.state, value?: Value, problem?: ProblemRecord): void {
    if (state !== 'loading') pending = undefined
    now = { state, value, problem }
    options.changed()
  }
  function set(value: Value): void {
    revision++
    const problem = options.check?.(value)
    if (problem === undefined) enter('ready', value)
    else enter('failed', undefined, problem)
  }
  function begin(): Promise<void> {
    const load: Promise<void> = start(() => pending === load)
    pending = load
    enter('loading')
    return load
  }
  async function start(isCurrent: () => boolean): Promise<void> {
    try {
      const value = await options.load()
      if (isCurrent()) set(value)
    } catch (error) {
      if (!isCurrent()) return
      if (isWanted) enter('failed', undefined, options.toProblem(error))
      else enter('idle')
    }
  }

  now = { state: 'idle', value: undefined, problem: undefined }
  return {
    get state() {
      return now.state
    },
    get value() {
      return now.value
    },
    get problem() {
      return now.problem
    },
    get revision() {
      return revision
    },
    load() {
      if (now.state === 'ready') return Promise.resolve()
      isWanted = true
      return pending ?? begin()
    },
    async prefetch() {
      if (now.state !== 'idle') return pending
      isWanted = false
      return begin()
    },
    set,
    reset: () => enter('idle'),
  }
}
