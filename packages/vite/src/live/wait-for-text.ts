import type { HotUpdateOptions } from 'vite'

/** Waits, as Vite's `read` does, for the text of an editor that empties the file first. A file that is gone by now has none. */
export async function waitForText({ type, read }: HotUpdateOptions): Promise<void> {
  if (type === 'delete') return
  try {
    await read()
  } catch {
    // The event that says so is on its way.
  }
}
