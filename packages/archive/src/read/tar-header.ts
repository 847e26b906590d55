import { PluginError } from '@plugwright/diagnostics'
import { checksumMismatch, tarStructure } from './diagnostics.ts'

/** Headers and data of a tar come in blocks of this size. */
export const BLOCK_SIZE = 512

/** One header block, as it stands. */
export interface TarHeader {
  /** Name and prefix joined. */
  readonly name: string
  readonly mode: number
  /** Bytes of content that follow; `undefined` where the field is empty. */
  readonly size: number
  /** POSIX.1-2024 pax, "ustar interchange format": `0` file, `1` hard link, `2` symbolic link, … */
  readonly typeflag: string
  readonly linkName: string
  /** The magic of GNU tar instead of ustar. */
  readonly gnu: boolean
  /** The first field that is not what our writer writes: an owner, a time, a device. */
  readonly foreignField: string | undefined
}

/**
 * Reads one ustar header (POSIX.1-2024 pax, "ustar interchange format"), or one in GNU form, which differs in magic
 * and has no prefix. Strict where readers differ: numbers are octal digits up to the end of the field, names
 * are UTF-8 with nothing after the first NUL.
 *
 * Throws `ARCHIVE_CHECKSUM_MISMATCH`, `ARCHIVE_TAR_STRUCTURE`.
 */
export function parseTarHeader(block: Buffer): TarHeader {
  const gnu = assertMagic(block)
  assertChecksum(block)
  const name = readText(block, 0, 100)
  const prefix = gnu ? '' : readText(block, 345, 155)
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    mode: readNumber(block, 100, 8) ?? fail('the mode is empty'),
    size: readNumber(block, 124, 12) ?? fail('the size is empty'),
    typeflag: String.fromCharCode(block[156] ?? 0),
    linkName: readText(block, 157, 100),
    gnu,
    foreignField: gnu ? 'it has headers of GNU tar' : findForeignField(block),
  }
}

function assertMagic(block: Buffer): boolean {
  const magic = block.toString('latin1', 257, 265)
  if (magic === 'ustar\x0000') return false
  if (magic === 'ustar  \0') return true
  return fail('a header lacks the mark "ustar"')
}

/** The sum of all bytes, those of the checksum itself taken as spaces. */
function assertChecksum(block: Buffer): void {
  let sum = 8 * 0x20
  for (let index = 0; index < BLOCK_SIZE; index++) {
    if (index < 148 || index >= 156) sum += block[index] ?? 0
  }
  if (sum !== readNumber(block, 148, 8)) throw new PluginError([checksumMismatch('a tar header')])
}

/** Of the fields that say nothing about the content. */
function findForeignField(block: Buffer): string | undefined {
  const numbers: [what: string, offset: number, length: number][] = [
    ['an owner', 108, 8],
    ['a group', 116, 8],
    ['a time', 136, 12],
    ['a device number', 329, 8],
    ['a device number', 337, 8],
  ]
  const number = numbers.find(([, offset, length]) => (readNumber(block, offset, length) ?? 0) !== 0)
  if (number !== undefined) return `an entry has ${number[0]}`
  if (readText(block, 265, 32) !== '' || readText(block, 297, 32) !== '') return 'an entry has an owner name'
  // The last twelve bytes are unused in ustar.
  return readText(block, 500, 12) === '' ? undefined : 'a header has bytes in an unused field'
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes to text; throws `ARCHIVE_TAR_STRUCTURE` where they are not UTF-8. */
export function decodeTarText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    return fail('a name is not UTF-8')
  }
}

function readText(block: Buffer, offset: number, length: number): string {
  const field = block.subarray(offset, offset + length)
  const end = field.indexOf(0)
  if (end === -1) return decodeTarText(field)
  // What follows the NUL is invisible to most readers and part of the name for some.
  if (field.subarray(end).some((byte) => byte !== 0)) fail('a text field goes on after its end')
  return decodeTarText(field.subarray(0, end))
}

/** Octal digits, then NULs or spaces; or GNU's base 256 for sizes from 8 GiB: 0x80, then big-endian bytes. */
function readNumber(block: Buffer, offset: number, length: number): number | undefined {
  if (((block[offset] ?? 0) & 0x80) !== 0) return readBase256(block.subarray(offset, offset + length))
  const field = block.toString('latin1', offset, offset + length)
  const digits = /^ *([0-7]*)[ \0]*$/.exec(field)?.[1]
  if (digits === undefined) return fail('a number is not octal')
  return digits === '' ? undefined : Number.parseInt(digits, 8)
}

function readBase256(field: Buffer): number {
  // 0xff starts a negative number.
  if (field[0] !== 0x80) fail('a number is negative')
  const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0)
  return Number.isSafeInteger(value) ? value : fail('a number is too large')
}

function fail(what: string): never {
  throw new PluginError([tarStructure(what)])
}
