import type { Member } from './layout.ts'

/** The unit of a tar file. */
export const TAR_BLOCK = 512

/** Bytes of zeros after `size` bytes of content, up to the next block. */
export function tarPadding(size: number): number {
  return (TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK
}

/**
 * The header of a regular file of owner 0 and time 0: POSIX ustar, and before it a pax header where ustar cannot hold
 * the name (not ASCII, or not to be split into 155 and 100 bytes) or the size (8 GiB or more). The bytes are those of tar-stream,
 * which archiver uses, but for such a size: POSIX has a pax record for it, tar-stream GNU's binary form.
 */
export function toTarHeader({ path, size, mode }: Member): Buffer {
  const name = splitName(path)
  const records = [
    ...(name === undefined ? [toPaxRecord('path', path)] : []),
    ...(size > MAX_USTAR_SIZE ? [toPaxRecord('size', String(size))] : []),
  ]
  // A reader that knows pax takes name and size from there; the others show something plain.
  const main = toUstar(name ?? PAX_NAME, { mode, size: size > MAX_USTAR_SIZE ? 0 : size, type: '0' })
  if (records.length === 0) return main
  const body = Buffer.from(records.join(''))
  const pax = toUstar(PAX_NAME, { mode, size: body.length, type: 'x' })
  return Buffer.concat([pax, body, Buffer.alloc(tarPadding(body.length)), main])
}

const MAX_USTAR_SIZE = 0o77777777777
const PAX_NAME = { name: 'PaxHeader', prefix: '' }

interface UstarName {
  readonly name: string
  readonly prefix: string
}

/** Splits at the first slash that leaves at most 100 bytes. `undefined`: ustar cannot hold the name. */
function splitName(path: string): UstarName | undefined {
  if (!/^[\u0020-\u007e]*$/.test(path)) return undefined
  if (path.length <= 100) return { name: path, prefix: '' }
  const slash = path.indexOf('/', path.length - 101)
  if (slash === -1 || slash > 155) return undefined
  return { name: path.slice(slash + 1), prefix: path.slice(0, slash) }
}

interface UstarFields {
  readonly mode: Member['mode']
  readonly size: number
  /** `0` regular file, `x` pax header for the next one. */
  readonly type: '0' | 'x'
}

/** POSIX.1-2024, pax, "ustar Interchange Format". Numbers are octal with a space at the end. */
function toUstar({ name, prefix }: UstarName, { mode, size, type }: UstarFields): Buffer {
  const header = Buffer.alloc(TAR_BLOCK)
  const put = (text: string, offset: number): void => void header.write(text, offset, 'latin1')
  put(name, 0)
  put(`00${mode} `, 100)
  put('000000 ', 108)
  put('000000 ', 116)
  put(`${size.toString(8).padStart(11, '0')} `, 124)
  put('00000000000 ', 136)
  put(type, 156)
  put('ustar\0', 257)
  put('00', 263)
  put('000000 ', 329)
  put('000000 ', 337)
  put(prefix, 345)
  put(`${checksum(header).toString(8).padStart(6, '0')} `, 148)
  return header
}

/** The sum of all bytes, with spaces for the checksum itself. */
function checksum(header: Buffer): number {
  let sum = 8 * 0x20
  for (const byte of header) sum += byte
  return sum
}

/** `19 path=größe/x.bin\n`: the length counts itself. */
function toPaxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`)
  let length = rest + String(rest).length
  length = rest + String(length).length
  return `${length} ${key}=${value}\n`
}
