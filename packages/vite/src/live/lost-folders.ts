import type { ViteDevServer } from 'vite'

/** A folder of which the watcher has said nothing for so long is one that it has lost. */
const LOST_MS = 300

/** Finds folders that Vite's watcher loses: it does, when folders take each other's names. */
export interface LostFolders {
  /** A folder has come: the watcher should have something to say. */
  expect(folder: string): void
  /** The watcher has said something. */
  hear(file: string): void
  close(): void
}

/** Creates {@link LostFolders}. `onLost` is called after the watcher was made to look at the folder. */
export function createLostFolders(
  { watcher }: Pick<ViteDevServer, 'watcher'>,
  onLost: (folder: string) => void,
): LostFolders {
  const timers = new Map<string, NodeJS.Timeout>()

  function forget(folder: string): void {
    clearTimeout(timers.get(folder))
    timers.delete(folder)
  }

  function recover(folder: string): void {
    timers.delete(folder)
    // Only after it was given up does the watcher look at it again.
    watcher.unwatch(folder)
    watcher.add(folder)
    onLost(folder)
  }

  return {
    expect(folder) {
      forget(folder)
      timers.set(folder, setTimeout(recover, LOST_MS, folder))
    },
    hear(file) {
      for (const folder of timers.keys()) if (isInside(file, folder)) forget(folder)
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}

function isInside(file: string, folder: string): boolean {
  return file === folder || (file.startsWith(folder) && /[\\/]/.test(file.charAt(folder.length)))
}
