import { statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import type { ViteDevServer } from 'vite'

/** Vite's watcher drops a change that comes within 50 ms of the last one of the same file: an editor that writes twice. */
const SETTLED_MS = 60

/** Tells the watcher what it dropped. */
export interface Settling {
  /** To be called for each change, with what the watcher saw. */
  follow(file: string, stats: Stats | undefined): void
  close(): void
}

/** Creates {@link Settling} for a watcher: a file that has changed once more a moment later is one more change. */
export function createSettling({ watcher }: Pick<ViteDevServer, 'watcher'>): Settling {
  const timers = new Map<string, NodeJS.Timeout>()

  function look(file: string, seen: string): void {
    timers.delete(file)
    const now = statIfAny(file)
    if (now === undefined || stampOf(now) === seen) return
    watcher.emit('change', file, now)
    watcher.emit('all', 'change', file, now)
  }

  return {
    follow(file, stats) {
      clearTimeout(timers.get(file))
      timers.set(file, setTimeout(look, SETTLED_MS, file, stampOf(stats ?? statIfAny(file))))
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}

function statIfAny(file: string): Stats | undefined {
  return statSync(file, { throwIfNoEntry: false })
}

function stampOf(stats: Stats | undefined): string {
  return stats === undefined ? '' : `${stats.mtimeMs} ${stats.size} ${stats.ino}`
}
