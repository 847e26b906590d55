import type { ArchiveSource } from './archive-source.ts'

/** Reads a file mostly in order, in large pieces. */
export interface FileWindow {
  /** Up to `length` bytes at `position`, valid until the next call; fewer only at the end of the file. */
  read(position: number, length: number): Promise<Buffer>
}

const WINDOW_SIZE = 512 * 1024

/** Makes a window at the start of the file. */
export function createFileWindow(source: ArchiveSource): FileWindow {
  let start = 0
  let bytes: Buffer = Buffer.alloc(0)
  return {
    async read(position, length) {
      if (position < start || position + length > start + bytes.length) {
        bytes = await source.read(position, Math.max(length, WINDOW_SIZE))
        start = position
      }
      return bytes.subarray(position - start, position - start + length)
    },
  }
}
