import { createHash, hash, type Hash } from 'node:crypto'

/** SHA-256 of a content whose size is known. */
export interface ContentHash {
  update(chunk: Buffer): void
  /** Bare lowercase hex. */
  digest(): string
}

/** Makes a hash. Most files come in one chunk, for which the one-shot function is much cheaper than a hash object. */
export function createContentHash(sizeInBytes: number): ContentHash {
  let streaming: Hash | undefined
  let whole: string | undefined
  return {
    update(chunk) {
      if (chunk.length === sizeInBytes) {
        whole = hash('sha256', chunk)
        return
      }
      streaming ??= createHash('sha256')
      streaming.update(chunk)
    },
    digest: () => whole ?? (streaming ?? createHash('sha256')).digest('hex'),
  }
}
