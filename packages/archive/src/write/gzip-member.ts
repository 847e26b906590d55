/**
 * RFC 1952, 2.3: magic, deflate, no flags (so no name), no time, no extra flags, and 255 for "unknown system".
 * Node's own gzip writes the number of the system it runs on.
 */
export const GZIP_HEADER: Uint8Array = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)

/** RFC 1952, 2.3.1: CRC-32 and the size modulo 2^32, little-endian. */
export function toGzipTrailer(crc: number, size: number): Uint8Array {
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc, 0)
  trailer.writeUInt32LE(size % 2 ** 32, 4)
  return trailer
}
