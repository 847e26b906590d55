import { createHash } from 'node:crypto'
import { deflateFinalSync } from './deflate.ts'

/** SHA-256 of {@link sample} as the zlib of Node 20, 22 and 24 compresses it. */
const REFERENCE = '6c5dd46e54d650cdf73b20457f87edf250da5d40739bed6ab921a04ea74ec9a3'

const SAMPLE_SIZE = 192 * 1024

/**
 * Tells whether this process compresses like the ones that the format was made with. If not (a Node that is linked
 * to another zlib), archives have the same content as elsewhere, and other bytes. Takes a few milliseconds.
 */
export function hasReferenceDeflate(): boolean {
  return deflateDigest() === REFERENCE
}

/** What this process's zlib makes of a sample; equal digests mean, as far as can be told, equal compression. */
export function deflateDigest(): string {
  return createHash('sha256').update(deflateFinalSync(sample())).digest('hex')
}

/** Words, repetitions and noise, so that matches of all lengths and distances, and stored blocks, occur. */
function sample(): Uint8Array {
  const bytes = new Uint8Array(SAMPLE_SIZE)
  let state = 1
  for (let index = 0; index < SAMPLE_SIZE; index++) {
    // A linear congruential generator; Numerical Recipes' constants.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const noise = state >>> 24
    const copied = bytes[index - 1 - (noise << 4)] ?? 0
    const kind = (index >>> 13) % 3
    bytes[index] = kind === 0 ? noise : kind === 1 ? 97 + (noise % 7) : noise < 8 ? noise : copied
  }
  return bytes
}
