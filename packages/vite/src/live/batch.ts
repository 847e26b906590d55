/** Runs one job for many events. */
export interface Batch {
  /** Asks for a run after the events have been quiet; resolves when that run is over, also when it failed. */
  add(): Promise<void>
  /** Gives up what has not started. */
  close(): void
}

/** Creates a {@link Batch}. Runs never overlap: an event during a run leads to another one. */
export function createBatch(
  run: () => Promise<void>,
  { ms, onError }: { readonly ms: number; readonly onError: (error: unknown) => void },
): Batch {
  let timer: NodeJS.Timeout | undefined
  let waiting: (() => void)[] = []
  let running: Promise<void> = Promise.resolve()

  function start(): void {
    const served = waiting
    waiting = []
    running = running
      .then(run)
      .catch(onError)
      .finally(() => {
        for (const resolve of served) resolve()
      })
  }

  return {
    add() {
      clearTimeout(timer)
      timer = setTimeout(start, ms)
      return new Promise((resolve) => {
        waiting.push(resolve)
      })
    },
    close() {
      clearTimeout(timer)
      for (const resolve of waiting) resolve()
    },
  }
}
