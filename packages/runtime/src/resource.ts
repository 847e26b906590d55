import type { ProblemRecord } from './registry-data.ts'

/** Something that is loaded once, can fail, and can be replaced while it is in use. */
export interface Resource<Value> {
  readonly state: 'idle' | 'loading' | 'ready' | 'failed'
  readonly value: Value | undefined
  readonly problem: ProblemRecord | undefined
  /** Grows with every new value. */
  readonly revision: number
  /** Loads what is idle or failed; joins a load under way; never rejects. */
  load(): Promise<void>
  /** Takes a value from elsewhere, over a load that may be under way. */
  set(value: Value): void
  /** Back to idle: the next use loads again. */
  reset(): void
}

/** How a {@link Resource} loads, and whom it tells. */
export interface ResourceOptions<Value> {
  load(): Promise<Value>
  /** Says what is wrong with a value. */
  check?(value: Value): ProblemRecord | undefined
  toProblem(error: unknown): ProblemRecord
  changed(): void
}

/** Creates a {@link Resource}, idle. */
export function createResource<Value>(options: ResourceOptions<Value>): Resource<Value> {
  let state: Resource<Value>['state'] = 'idle'
  let value: Value | undefined
  let problem: ProblemRecord | undefined
  let revision = 0
  let pending: Promise<void> | undefined

  function enter(next: typeof state): void {
    state = next
    options.changed()
  }
  function settle(next: Value): void {
    pending = undefined
    value = next
    problem = options.check?.(next)
    revision++
    enter(problem === undefined ? 'ready' : 'failed')
  }
  function start(): Promise<void> {
    // A value that arrived by `set`, or a reset, meanwhile is newer than what this load brings.
    const isCurrent = (): boolean => pending === mine
    const mine: Promise<void> = Promise.resolve()
      .then(() => options.load())
      .then(
        (loaded) => {
          if (isCurrent()) settle(loaded)
        },
        (error: unknown) => {
          if (!isCurrent()) return
          pending = undefined
          problem = options.toProblem(error)
          enter('failed')
        },
      )
    pending = mine
    enter('loading')
    return mine
  }

  return {
    get state() {
      return state
    },
    get value() {
      return state === 'ready' ? value : undefined
    },
    get problem() {
      return state === 'failed' ? problem : undefined
    },
    get revision() {
      return revision
    },
    load: () => (state === 'ready' ? Promise.resolve() : (pending ?? start())),
    set: settle,
    reset() {
      pending = undefined
      enter('idle')
    },
  }
}
