import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { isPluginError } from '@plugwright/diagnostics'
import { expect } from 'vitest'
import { digestArchive, extractArchive, listArchive, type ReadOptions } from '../index.ts'

/** An entry of a made-up archive. Everything that is not given is what our writer writes. */
export interface MadeEntry {
  readonly name: string | Buffer
  readonly content?: string | Buffer
  readonly mode?: number
}

/** Fields of one tar header, put in as they are. */
export interface TarFields {
  readonly name?: string | Buffer
  readonly prefix?: string
  readonly mode?: number
  readonly uid?: number
  readonly mtime?: number
  /** Octal, or the bytes of the field. */
  readonly size?: number | Buffer
  readonly typeflag?: string
  readonly linkName?: string
  readonly magic?: string
  /** Changes the block before the checksum is made, or after where `keepChecksum`. */
  readonly patch?: (block: Buffer) => void
  readonly keepChecksum?: boolean
}

/** One header block of 512 bytes. */
export function tarHeader(fields: TarFields = {}): Buffer {
  const block = Buffer.alloc(512)
  const { name = 'a.txt', size = 0 } = fields
  Buffer.from(name).copy(block, 0, 0, 100)
  block.write(`${octal(fields.mode ?? 0o644, 6)} `, 100, 'latin1')
  block.write(`${octal(fields.uid ?? 0, 6)} `, 108, 'latin1')
  block.write('000000 ', 116, 'latin1')
  if (typeof size === 'number') block.write(`${octal(size, 11)} `, 124, 'latin1')
  else size.copy(block, 124)
  block.write(`${octal(fields.mtime ?? 0, 11)} `, 136, 'latin1')
  block.write(fields.typeflag ?? '0', 156, 'latin1')
  block.write(fields.linkName ?? '', 157)
  block.write(fields.magic ?? 'ustar\x0000', 257, 'latin1')
  block.write('000000 ', 329, 'latin1')
  block.write('000000 ', 337, 'latin1')
  block.write(fields.prefix ?? '', 345)
  if (fields.keepChecksum !== true) fields.patch?.(block)
  const sum = block.reduce((total, byte) => total + byte, 8 * 0x20)
  block.write(`${octal(sum, 6)} `, 148, 'latin1')
  if (fields.keepChecksum === true) fields.patch?.(block)
  return block
}

/** Header, content and padding of one entry. */
export function tarEntry(content: string | Buffer, fields: TarFields = {}): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([tarHeader({ size: bytes.length, ...fields }), bytes, padding(bytes.length)])
}

/** A pax header for one entry (`x`) or for all (`g`). */
export function paxHeader(records: string | readonly (readonly [string, string])[], typeflag = 'x'): Buffer {
  const body =
    typeof records === 'string' ? records : records.map(([key, value]) => paxRecord(key, value)).join('')
  return tarEntry(body, { name: typeflag === 'g' ? 'pax_global_header' : 'PaxHeader', typeflag })
}

/** `length SP key=value LF`. */
export function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`)
  let length = rest + 1
  while (String(length).length + rest !== length) length += 1
  return `${length} ${key}=${value}\n`
}

export const TAR_END: Buffer = Buffer.alloc(1024)

/** One gzip member, with the header of our writer unless another is given. */
export function gzip(
  tar: Buffer,
  {
    header = Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255),
    crc = crc32(tar),
    size = tar.length,
  }: { header?: Buffer; crc?: number; size?: number } = {},
): Buffer {
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc, 0)
  trailer.writeUInt32LE(size, 4)
  return Buffer.concat([header, deflateRawSync(tar), trailer])
}

/** A tar.gz of blocks made above, with its end. */
export function tarGz(...blocks: readonly Buffer[]): Buffer {
  return gzip(Buffer.concat([...blocks, TAR_END]))
}

/** A tar.gz as our writer writes it: a pax header only for names that ustar cannot hold. */
export function tarGzOf(entries: readonly MadeEntry[]): Buffer {
  const blocks = entries.flatMap(({ name, content = '', mode = 0o644 }) => {
    const isPlain = Buffer.from(name).length <= 100 && Buffer.from(name).every((byte) => byte < 0x80)
    if (isPlain || Buffer.isBuffer(name)) return [tarEntry(content, { name, mode })]
    return [paxHeader([['path', name]]), tarEntry(content, { name: 'PaxHeader', mode })]
  })
  return tarGz(...blocks)
}

/** Values of one zip entry that are put in as they are, in both places or in one. */
export interface ZipFields {
  readonly method?: number
  readonly flags?: number
  readonly crc?: number
  readonly compressedSize?: number
  readonly size?: number
  readonly name?: string | Buffer
  readonly extra?: Buffer
}

/** An entry of a made-up zip. */
export interface ZipEntry extends MadeEntry, Omit<ZipFields, 'name'> {
  readonly local?: ZipFields
  readonly central?: ZipFields & { readonly offset?: number; readonly comment?: string }
  /** With the type; 0o100644 unless given. */
  readonly unixMode?: number
  readonly madeBy?: number
  readonly date?: number
  /** What stands for the content. */
  readonly raw?: Buffer
  /** After the content: a descriptor, or what should not be there. */
  readonly after?: Buffer
}

/** How a zip differs as a whole. */
export interface ZipShape {
  readonly before?: Buffer
  readonly beforeDirectory?: Buffer
  readonly afterDirectory?: Buffer
  readonly after?: Buffer
  readonly comment?: Buffer
  /** Added to the offset of the directory. */
  readonly shift?: number
  readonly end?: {
    readonly count?: number
    readonly size?: number
    readonly start?: number
    readonly disk?: number
  }
  readonly zip64?: {
    readonly count?: number
    readonly size?: number
    readonly start?: number
    readonly recordShift?: number
  }
}

/** A zip, by default as our writer writes it. */
export function zip(entries: readonly ZipEntry[], shape: ZipShape = {}): Buffer {
  const locals: Buffer[] = shape.before === undefined ? [] : [shape.before]
  const centrals: Buffer[] = []
  let offset = shape.before?.length ?? 0
  for (const entry of entries) {
    const local = zipLocal(entry)
    centrals.push(zipCentral(entry, offset))
    locals.push(local)
    offset += local.length
  }
  const beforeDirectory = shape.beforeDirectory ?? Buffer.alloc(0)
  const directory = Buffer.concat(centrals)
  const start = offset + beforeDirectory.length + (shape.shift ?? 0)
  const end = zipEnd({ count: entries.length, size: directory.length, start }, shape)
  const afterDirectory = shape.afterDirectory ?? Buffer.alloc(0)
  return Buffer.concat([
    ...locals,
    beforeDirectory,
    directory,
    afterDirectory,
    end,
    shape.after ?? Buffer.alloc(0),
  ])
}

/** Bytes of a local header, content and what follows it. */
export function zipLocal(entry: ZipEntry): Buffer {
  const { deflated, fields } = resolveZip(entry)
  const { name, method, flags, crc, compressedSize, size, extra } = { ...fields, ...entry.local }
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(flags, 6)
  header.writeUInt16LE(method, 8)
  header.writeUInt16LE(entry.date ?? 0x21, 12)
  header.writeUInt32LE(crc, 14)
  header.writeUInt32LE(compressedSize, 18)
  header.writeUInt32LE(size, 22)
  header.writeUInt16LE(Buffer.from(name).length, 26)
  header.writeUInt16LE(extra.length, 28)
  return Buffer.concat([header, Buffer.from(name), extra, deflated, entry.after ?? Buffer.alloc(0)])
}

function zipCentral(entry: ZipEntry, position: number): Buffer {
  const { fields } = resolveZip(entry)
  const { name, method, flags, crc, compressedSize, size, extra } = { ...fields, ...entry.central }
  const { offset = position, comment = '' } = entry.central ?? {}
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(entry.madeBy ?? (3 << 8) | 20, 4)
  header.writeUInt16LE(20, 6)
  header.writeUInt16LE(flags, 8)
  header.writeUInt16LE(method, 10)
  header.writeUInt16LE(entry.date ?? 0x21, 14)
  header.writeUInt32LE(crc, 16)
  header.writeUInt32LE(compressedSize, 20)
  header.writeUInt32LE(size, 24)
  header.writeUInt16LE(Buffer.from(name).length, 28)
  header.writeUInt16LE(extra.length, 30)
  header.writeUInt16LE(comment.length, 32)
  header.writeUInt32LE(((entry.unixMode ?? 0o100000 | (entry.mode ?? 0o644)) << 16) >>> 0, 38)
  header.writeUInt32LE(offset, 42)
  return Buffer.concat([header, Buffer.from(name), extra, Buffer.from(comment)])
}

function resolveZip(entry: ZipEntry): { deflated: Buffer; fields: Required<ZipFields> } {
  const content = Buffer.from(entry.content ?? '')
  const method = entry.method ?? (content.length === 0 ? 0 : 8)
  const deflated = entry.raw ?? (method === 8 ? deflateRawSync(content) : content)
  const fields = {
    name: entry.name,
    method,
    flags: entry.flags ?? 0x800,
    crc: entry.crc ?? crc32(content),
    compressedSize: entry.compressedSize ?? deflated.length,
    size: entry.size ?? content.length,
    extra: entry.extra ?? Buffer.alloc(0),
  }
  return { deflated, fields }
}

function zipEnd(found: { count: number; size: number; start: number }, shape: ZipShape): Buffer {
  const { count, size, start, disk = 0 } = { ...found, ...shape.end }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(disk, 4)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(start, 16)
  const comment = shape.comment ?? Buffer.alloc(0)
  end.writeUInt16LE(comment.length, 20)
  const zip64 = shape.zip64 === undefined ? [] : [zip64End({ ...found, ...shape.zip64 }, found)]
  return Buffer.concat([...zip64, end, comment])
}

function zip64End(
  {
    count,
    size,
    start,
    recordShift = 0,
  }: { count: number; size: number; start: number; recordShift?: number },
  found: { size: number; start: number },
): Buffer {
  const record = Buffer.alloc(76)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(44n, 4)
  record.writeBigUInt64LE(BigInt(count), 24)
  record.writeBigUInt64LE(BigInt(count), 32)
  record.writeBigUInt64LE(BigInt(size), 40)
  record.writeBigUInt64LE(BigInt(start), 48)
  record.writeUInt32LE(0x07064b50, 56)
  record.writeBigUInt64LE(BigInt(found.start + found.size + recordShift), 64)
  record.writeUInt32LE(1, 72)
  return record
}

/** Runs `use` with an empty folder inside an otherwise empty one, and removes both. */
export async function inSandbox<T>(use: (dir: string) => Promise<T>): Promise<T> {
  const root = mkdtempSync(path.join(tmpdir(), 'read-'))
  const dir = path.join(root, 'sandbox')
  try {
    writeFileSync(path.join(root, 'canary'), 'untouched')
    mkdirSync(dir)
    const result = await use(dir)
    expect(readdirSync(root).sort(), 'beside the sandbox').toEqual(['canary', 'sandbox'])
    expect(readFileSync(path.join(root, 'canary'), 'utf8')).toBe('untouched')
    return result
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** Demands that every reader refuses the bytes with the code, and that an extraction leaves nothing at all. */
export async function expectRefused(
  bytes: Buffer,
  code: string,
  { name = 'package.bin', ...options }: ReadOptions & { name?: string } = {},
): Promise<void> {
  await inSandbox(async (dir) => {
    const file = path.join(dir, name)
    writeFileSync(file, bytes)
    const target = path.join(dir, 'out')
    const readings = [
      () => extractArchive(file, target, options),
      () => listArchive(file, options),
      () => digestArchive(file, options),
    ]
    for (const read of readings) {
      const error: unknown = await read().then(
        () => undefined,
        (caught: unknown) => caught,
      )
      if (!isPluginError(error)) throw error ?? new Error(`Accepted, and should be ${code}.`)
      expect(error.message).toContain(code)
      expect(error.code).toBe(code)
      expect(error.diagnostics[0]?.file).toBe(file)
      expect(error.diagnostics[0]?.hint).toBeTruthy()
    }
    expect(readdirSync(dir), 'after a refused extraction').toEqual([name])
  })
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0')
}

function padding(size: number): Buffer {
  return Buffer.alloc((512 - (size % 512)) % 512)
}
