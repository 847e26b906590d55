import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ViteDevServer } from 'vite'
import { toSlashes } from '../merge/owners.ts'

/** Vite's watcher drops a change that comes within 50 ms of the last one of the same file. */
const SETTLED_MS = 60

/**
 * Makes one update of one write. A file that is emptied and filled is one event or two, and the watcher may drop the second:
 * what was read of the file says whether there is something left to tell, and whether what comes is known already.
 *
 * Files are absolute paths with `/`.
 */
export interface Settling {
  /** To be called before a file is read: what stands in it is noted, if it has changed just now. */
  note(file: string): void
  /**
   * To be called before an update of a file is sent.
   *
   * @returns whether to send it: the file is there, and its content was not sent a moment ago, or something else has been read
   *   since it began to change.
   */
  take(file: string): boolean
  close(): void
}

/** A file that has changed just now. Contents are compared by their digests. */
interface Unsettled {
  timer?: NodeJS.Timeout
  /** What stood in it when the last update was sent. */
  sent?: string
  readonly read: Set<string>
}

/**
 * Creates {@link Settling} for a watcher. A moment after the last event of a file it has changed once more, if anything that
 * was read is not what stands in it.
 *
 * @param isFollowed which of the files that change are followed.
 */
export function createSettling(
  { watcher }: Pick<ViteDevServer, 'watcher'>,
  isFollowed: (file: string) => boolean,
): Settling {
  const files = new Map<string, Unsettled>()

  function follow(file: string): Unsettled {
    const unsettled = files.get(file) ?? { read: new Set() }
    clearTimeout(unsettled.timer)
    unsettled.timer = setTimeout(settle, SETTLED_MS, file)
    files.set(file, unsettled)
    return unsettled
  }

  function settle(file: string): void {
    const { sent, read } = files.get(file) ?? {}
    files.delete(file)
    const now = digestOf(file)
    if (now === undefined || ((sent ?? now) === now && isAll(read, now))) return
    watcher.emit('change', file)
    watcher.emit('all', 'change', file)
  }

  function forget(file: string): void {
    clearTimeout(files.get(file)?.timer)
    files.delete(file)
  }

  watcher.on('all', (event: string, path: string) => {
    const file = toSlashes(path)
    if (event === 'change' && isFollowed(file)) follow(file)
    // What comes under its name is another file.
    else if (event === 'unlink') forget(file)
  })

  return {
    note(file) {
      const unsettled = files.get(file)
      const now = unsettled && digestOf(file)
      if (now !== undefined) unsettled?.read.add(now)
    },
    take(file) {
      const now = digestOf(file)
      if (now === undefined) return false
      const unsettled = follow(file)
      if (unsettled.sent === now && isAll(unsettled.read, now)) return false
      // Who asked before the first update may have nothing yet that takes it; a second one reaches them.
      if (unsettled.sent !== undefined) unsettled.read.clear()
      unsettled.sent = now
      return true
    },
    close() {
      for (const file of files.keys()) forget(file)
    },
  }
}

function isAll(digests: ReadonlySet<string> | undefined, digest: string): boolean {
  return [...(digests ?? [])].every((one) => one === digest)
}

/** `undefined`: there is no such file, or it cannot be read. */
function digestOf(file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('base64')
  } catch {
    return undefined
  }
}
