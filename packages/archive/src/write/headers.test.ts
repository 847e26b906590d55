import { describe, expect, test } from 'vitest'
import { toTarHeader } from './tar-header.ts'
import { toCentralHeader, toEndRecords, toLocalHeader, type ZipEntry } from './zip-records.ts'

const GIB = 1024 ** 3
const sizeField = (header: Buffer): string => header.toString('latin1', 124, 136)
const header = (size: number): Buffer => toTarHeader({ path: 'a', size, mode: '0644' })

// Sizes that no test can write are given to the headers alone.
describe('tar headers of large files', () => {
  test('8 GiB less one byte: eleven octal digits', () => {
    expect(header(8 * GIB - 1)).toHaveLength(512)
    expect(sizeField(header(8 * GIB - 1))).toBe('77777777777 ')
  })

  test('8 GiB: a pax record', () => {
    const bytes = header(8 * GIB)
    expect(bytes).toHaveLength(3 * 512)
    expect(bytes.toString('latin1', 156, 157)).toBe('x')
    expect(bytes.toString('latin1', 512, 512 + 19)).toBe('19 size=8589934592\n')
    expect(sizeField(bytes.subarray(1024))).toBe('00000000000 ')
    expect(bytes.toString('latin1', 1024, 1025)).toBe('a')
  })

  test('the length of a pax record counts itself, also where that makes it longer', () => {
    for (const length of [82, 83, 84, 85, 86, 87, 88, 230]) {
      const body = toTarHeader({
        path: 'é'.repeat(length / 2) + 'x'.repeat(length % 2),
        size: 0,
        mode: '0644',
      }).subarray(512)
      const record = body.subarray(0, Number.parseInt(body.toString('latin1', 0, 4), 10)).toString()
      expect(record).toMatch(/^\d+ path=é+x?\n$/)
    }
  })
})

describe('zip records of large files', () => {
  const entry: ZipEntry = { path: 'a', mode: '0755', crc: 7, size: 10, compressedSize: 5, offset: 3 }
  const MAX = 0xffffffff

  test('as small as they can be below 4 GiB', () => {
    const almost = { ...entry, size: MAX - 1, compressedSize: MAX - 1, offset: MAX - 1 }
    expect(toLocalHeader(almost)).toHaveLength(31)
    expect(toCentralHeader(almost)).toHaveLength(47)
    expect(toCentralHeader(almost).readUInt16LE(6)).toBe(20)
  })

  test('a local header has both sizes in its zip64 field, where one has no room', () => {
    const local = toLocalHeader({ ...entry, size: 5 * GIB })
    expect([local.readUInt16LE(4), local.readUInt32LE(18), local.readUInt32LE(22)]).toEqual([45, MAX, MAX])
    expect([...local.subarray(31, 35)]).toEqual([1, 0, 16, 0])
    expect([local.readBigUInt64LE(35), local.readBigUInt64LE(43)]).toEqual([BigInt(5 * GIB), 5n])
  })

  test.each([
    [{ size: 5 * GIB }, [5 * GIB]],
    [{ offset: 6 * GIB }, [6 * GIB]],
    [{ size: 5 * GIB, compressedSize: MAX, offset: MAX }, [5 * GIB, MAX, MAX]],
  ])('a central header has what has no room: %o', (large, values) => {
    const central = toCentralHeader({ ...entry, ...large })
    expect([central.readUInt16LE(4), central.readUInt16LE(6)]).toEqual([(3 << 8) | 45, 45])
    const extra = central.subarray(47)
    expect(extra.readUInt16LE(2)).toBe(8 * values.length)
    expect(values.map((_, index) => Number(extra.readBigUInt64LE(4 + 8 * index)))).toEqual(values)
  })

  test('the end is in its zip64 form from 65,535 entries or 4 GiB on', () => {
    expect(toEndRecords({ entries: 65_534, size: MAX - 1, offset: MAX - 1 })).toHaveLength(22)
    for (const large of [{ entries: 65_535 }, { size: MAX }, { offset: MAX }]) {
      const directory = { entries: 1, size: 2, offset: 3, ...large }
      const end = toEndRecords(directory)
      expect(end).toHaveLength(56 + 20 + 22)
      const at = (offset: number): number => Number(end.readBigUInt64LE(offset))
      expect([at(32), at(40), at(48)]).toEqual([directory.entries, directory.size, directory.offset])
      expect(at(56 + 8)).toBe(directory.offset + directory.size)
    }
  })
})
