/** Measures one station after the other. */
export interface Stopwatch {
  /** Milliseconds since the start or the last lap, to a tenth. */
  lap(): number
}

/** Creates a stopwatch that runs. */
export function createStopwatch(): Stopwatch {
  let last = performance.now()
  return {
    lap() {
      const now = performance.now()
      const elapsed = now - last
      last = now
      return Math.round(elapsed * 10) / 10
    },
  }
}
