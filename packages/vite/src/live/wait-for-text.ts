import { statSync } from 'node:fs'
import type { HotUpdateOptions } from 'vite'

/** Waits, as Vite's `read` does, for the text of an editor that empties the file first. A file that is gone by now has none. */
export async function waitForText({ type, file, read }: HotUpdateOptions): Promise<void> {
  if (type === 'delete') return
  try {
    // To look is all that most updates should wait for.
    if (statSync(file).size === 0) await read()
  } catch {
    // The event that says so is on its way.
  }
}
