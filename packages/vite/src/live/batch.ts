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
  let waiting: { readonly done: Promise<void>; readonly resolve: () => void } | undefined
  let running: Promise<void> = Promise.resolve()

  function start(): void {
    const current = waiting
    waiting = undefined
    timer = undefined
    running = running.then(run).catch(onError)
    void running.then(() => current?.resolve())
  }

  return {
    add() {
      clearTimeout(timer)
      timer = setTimeout(start, ms)
      waiting ??= defer()
      return waiting.done
    },
    close() {
      clearTimeout(timer)
      waiting?.resolve()
    },
  }
}

function defer(): { readonly done: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {}
  const done = new Promise<void>((settle) => {
    resolve = settle
  })
  return { done, resolve }
}
