import { crc32Combine } from './crc32-combine.ts'
import type { CompressedRange, Layout } from './layout.ts'
import { toCentralHeader, toEndRecords, toLocalHeader, type ZipEntry } from './zip-records.ts'

/** A zip file: one deflate stream for each file, with sizes and CRC before it. */
export const zipLayout: Layout = {
  name: 'zip',
  // Names are outside of the compressed bytes.
  header: () => NOTHING,
  padding: () => 0,
  toJobs: ({ parts }) =>
    parts.map(({ content, primer, isLast }) => ({
      bytes: content,
      primer,
      ending: isLast ? 'final' : 'flush',
    })),
  async *frame(ranges, next) {
    const directory: Buffer[] = []
    let offset = 0
    for (const { entry, count } of toEntries(ranges)) {
      const placed = { ...entry, offset }
      const header = toLocalHeader(placed)
      directory.push(toCentralHeader(placed))
      offset += header.length + entry.compressedSize
      yield header
      for (let index = 0; index < count; index++) yield await next()
    }
    const central = Buffer.concat(directory)
    yield central
    yield toEndRecords({ entries: directory.length, size: central.length, offset })
  },
}

const NOTHING: Buffer = Buffer.alloc(0)

/** Joins the ranges of each file. */
function* toEntries(
  ranges: readonly CompressedRange[],
): Generator<{ entry: Omit<ZipEntry, 'offset'>; count: number }, void> {
  let [crc, size, compressedSize, count] = [0, 0, 0, 0]
  for (const range of ranges) {
    crc = crc32Combine(crc, range.crc, range.size)
    size += range.size
    compressedSize += range.compressedSize
    count += 1
    if (!range.isLast) continue
    const { path, mode } = range.member
    yield { entry: { path, mode, crc, size, compressedSize }, count }
    ;[crc, size, compressedSize, count] = [0, 0, 0, 0]
  }
}
