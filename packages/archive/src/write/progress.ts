import { statSync } from 'node:fs'
import type { ArchiveEntry, WriteProgress } from './archive-writer.ts'

/** Counts what is done, for `onProgress`. */
export interface Progress {
  addBytes(bytes: number): void
  addFile(): void
}

/** What is needed to count. */
export interface ProgressOptions {
  readonly entries: readonly ArchiveEntry[]
  readonly onProgress: ((progress: WriteProgress) => void) | undefined
}

/** Asks for all sizes first, which is why there is no progress where nobody wants it. */
export function createProgress({ entries, onProgress }: ProgressOptions): Progress | undefined {
  if (onProgress === undefined) return undefined
  const totalFiles = entries.length
  const totalBytes = entries.reduce((sum, { source }) => sum + sizeOf(source), 0)
  let bytes = 0
  let files = 0
  const tell = (): void => onProgress({ bytes, totalBytes, files, totalFiles })
  return {
    addBytes(more) {
      bytes += more
      tell()
    },
    addFile() {
      files += 1
    },
  }
}

function sizeOf(source: ArchiveEntry['source']): number {
  if (typeof source !== 'string') return source.length
  // What cannot be read is reported by who reads it.
  return statSync(source, { throwIfNoEntry: false })?.size ?? 0
}
