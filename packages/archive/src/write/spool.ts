import { rmSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** Bytes that wait until what goes before them is known. */
export interface Spool {
  add(bytes: Buffer): Promise<void>
  /** What was added, in order; each once. */
  next(): Promise<Buffer>
  /** Removes the file, if there is one. */
  close(): Promise<void>
}

/** Options of {@link createSpool}. */
export interface SpoolOptions {
  /** Made only once it is needed. */
  readonly file: string
  /** Bytes kept in memory; what comes after goes to the file. */
  readonly memoryInBytes: number
}

/** Makes an empty spool. */
export function createSpool({ file, memoryInBytes }: SpoolOptions): Spool {
  const chunks: (Buffer | number)[] = []
  let inMemory = 0
  let handle: FileHandle | undefined
  let read = 0
  let readFromFile = 0
  return {
    async add(bytes) {
      if (handle === undefined && inMemory + bytes.length <= memoryInBytes) {
        chunks.push(bytes)
        inMemory += bytes.length
        return
      }
      handle ??= await open(file, 'wx+', 0o600)
      await handle.appendFile(bytes)
      chunks.push(bytes.length)
    },
    async next() {
      const chunk = chunks[read] ?? 0
      // Let go, so that memory shrinks while the archive grows.
      chunks[read++] = 0
      if (typeof chunk !== 'number') return chunk
      const bytes = Buffer.allocUnsafe(chunk)
      for (let filled = 0; filled < chunk;) {
        const position = readFromFile + filled
        const result = await handle?.read({ buffer: bytes, offset: filled, length: chunk - filled, position })
        if (!result?.bytesRead) throw new Error(`The spool ${file} is shorter than what was written to it.`)
        filled += result.bytesRead
      }
      readFromFile += chunk
      return bytes
    },
    async close() {
      if (handle === undefined) return
      await handle.close()
      rmSync(file, { force: true })
    },
  }
}
