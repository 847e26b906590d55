import { open } from 'node:fs/promises'

/**
 * A PEM or OpenPGP private key with its body: the label, then header lines or line breaks (also those of a string
 * literal), then at least 40 characters of base64. The label alone is no key; libraries that read keys hold it.
 */
const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\s|\\[rn]|[A-Za-z-]{1,32}: [^\n]{1,200}\n){1,8}[A-Za-z0-9+/]{40}/

const LABEL = 'PRIVATE KEY'

/** More than the longest match, so that a key across two chunks is seen. */
const OVERLAP = 4096

/** Tells whether a file holds a private key. Reads it in pieces. */
export async function holdsPrivateKey(file: string): Promise<boolean> {
  const handle = await open(file, 'r')
  try {
    const buffer = Buffer.allocUnsafe(OVERLAP + 256 * 1024)
    let kept = 0
    for (;;) {
      const { bytesRead } = await handle.read(buffer, kept, buffer.length - kept)
      const window = buffer.subarray(0, kept + bytesRead)
      if (window.includes(LABEL) && PRIVATE_KEY.test(window.toString('latin1'))) return true
      if (bytesRead === 0) return false
      kept = Math.min(OVERLAP, window.length)
      buffer.copyWithin(0, window.length - kept, window.length)
    }
  } finally {
    await handle.close()
  }
}
