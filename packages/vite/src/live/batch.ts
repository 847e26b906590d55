import { LONGEST_WAIT_MS, quietMs } from './pacing.ts'

/** Something that may change the plugins. */
export interface Change {
  readonly type: 'create' | 'update' | 'delete'
  readonly file: string
}

/** Runs one job for many events. */
export interface Batch {
  /** Asks for a run after the events have been quiet; the same change may be told twice. Resolves when that run is over, also when it failed. */
  add(change: Change): Promise<void>
  /** Gives up what has not started. */
  close(): void
}

/**
 * Creates a {@link Batch}. Runs never overlap: an event during a run leads to another one.
 *
 * @param run gets the files that were edited, if that is all that happened.
 * @param quiet how long it has to be quiet; {@link quietMs} by default.
 * @param longestMs when a run starts although it never got quiet.
 */
export function createBatch(
  run: (edited: ReadonlySet<string> | undefined) => Promise<void>,
  {
    onError,
    quiet = quietMs,
    longestMs = LONGEST_WAIT_MS,
  }: {
    readonly onError: (error: unknown) => void
    readonly quiet?: typeof quietMs
    readonly longestMs?: number
  },
): Batch {
  let timer: NodeJS.Timeout | undefined
  let turn: NodeJS.Immediate | undefined
  let since = 0
  const edits = new Set<string>()
  const files = new Set<string>()
  let waiting: (() => void)[] = []
  let running: Promise<void> = Promise.resolve()

  // On a busy machine a timer is late, and what happened meanwhile is told in the same turn of the loop, but after it.
  function finishTurn(): void {
    turn = setImmediate(start)
  }

  function cancel(): void {
    clearTimeout(timer)
    clearImmediate(turn)
  }

  function start(): void {
    const served = waiting
    waiting = []
    const edited = files.size === 0 ? new Set(edits) : undefined
    edits.clear()
    files.clear()
    running = running
      .then(() => run(edited))
      .catch(onError)
      .finally(() => {
        for (const resolve of served) resolve()
      })
  }

  return {
    add({ type, file }) {
      const now = performance.now()
      if (waiting.length === 0) since = now
      const changes = type === 'update' ? edits : files
      changes.add(file)
      const pause = quiet({ edits: edits.size, files: files.size })
      cancel()
      timer = setTimeout(finishTurn, Math.max(0, Math.min(pause, since + longestMs - now)))
      return new Promise((resolve) => {
        waiting.push(resolve)
      })
    },
    close() {
      cancel()
      for (const resolve of waiting) resolve()
    },
  }
}
