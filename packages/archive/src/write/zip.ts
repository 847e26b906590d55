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
  async *frame(ranges) {
    const directory: Buffer[] = []
    let offset = 0
    for await (const members of groupByFile(ranges)) {
      const entry = toEntry(members, offset)
      const header = toLocalHeader(entry)
      directory.push(toCentralHeader(entry))
      offset += header.length + entry.compressedSize
      yield header
      for (const range of members) yield await range.read()
    }
    const central = Buffer.concat(directory)
    yield central
    yield toEndRecords({ entries: directory.length, size: central.length, offset })
  },
}

const NOTHING: Buffer = Buffer.alloc(0)

/** All ranges of a file at a time: its header has their sizes, and precedes them. */
async function* groupByFile(
  ranges: AsyncIterable<CompressedRange>,
): AsyncGenerator<readonly CompressedRange[], void> {
  let group: CompressedRange[] = []
  for await (const range of ranges) {
    group.push(range)
    if (!range.isLast) continue
    yield group
    group = []
  }
}

function toEntry(ranges: readonly CompressedRange[], offset: number): ZipEntry {
  const { path = '', mode = '0644' } = ranges[0]?.member ?? {}
  let [crc, size, compressedSize] = [0, 0, 0]
  for (const range of ranges) {
    crc = crc32Combine(crc, range.crc, range.size)
    size += range.size
    compressedSize += range.compressedSize
  }
  return { path, mode, crc, size, compressedSize, offset }
}
