import type { Stats } from 'node:fs'
import { PassThrough, Readable } from 'node:stream'
import { TarArchive, ZipArchive } from 'archiver'
import type { WritableFormat } from '../archive-writer.ts'
import { LEVEL } from '../deflate.ts'

/** One regular file of an archive. */
export interface StreamEntry {
  readonly path: string
  readonly mode: '0644' | '0755'
  /** The bytes, or a way to read exactly `stats.size` of them. */
  readonly content: Uint8Array | { readonly stats: Stats; read(): AsyncIterable<Buffer> }
}

/**
 * Lets archiver frame entries in the given order: regular files only, with the least date that the format has, owner
 * 0:0 and no owner names; a tar file uncompressed, a zip file compressed. A failing entry destroys the stream with
 * its error; destroying the stream closes the file being read.
 */
export function createArchiveStream(format: WritableFormat, entries: Iterable<StreamEntry>): Readable {
  const archive = format === 'zip' ? new ZipArchive({ zlib: { level: LEVEL } }) : new TarArchive()
  // Never destroyed itself: with an entry under way, archiver would let the error go unhandled.
  const stream = archive.pipe(new PassThrough())
  const sources = new AbortController()
  stream.once('close', () => sources.abort())
  const fail = (error: unknown): void => void stream.destroy(toError(error))
  archive.once('error', fail)
  // archiver drops what it warns about and goes on; an archive must never be short of a file.
  archive.once('warning', fail)
  const date = format === 'zip' ? ZIP_EPOCH : EPOCH
  appendAll(entries, { archive, date, closed: sources.signal }).catch(fail)
  return stream
}

const EPOCH = new Date(0)
const ZIP_EPOCH = new Date('1980-01-01T00:00:00Z')

interface Destination {
  readonly archive: TarArchive | ZipArchive
  readonly date: Date
  /** Aborted when nobody reads the archive any more. */
  readonly closed: AbortSignal
}

async function appendAll(entries: Iterable<StreamEntry>, destination: Destination): Promise<void> {
  // One at a time: archiver would open all sources at once.
  for (const entry of entries) await append(entry, destination)
  await destination.archive.finalize()
}

function append({ path, mode, content }: StreamEntry, { archive, date, closed }: Destination): Promise<void> {
  const options = { name: path, mode: Number.parseInt(mode, 8), date }
  return new Promise((resolve, reject) => {
    archive.once('entry', () => resolve())
    if (content instanceof Uint8Array) {
      archive.append(Buffer.from(content), options)
      return
    }
    // archiver pipes the source on without listening to its errors; an aborted signal destroys it.
    const source = Readable.from(content.read(), { signal: closed }).once('error', reject)
    archive.append(source, { ...options, stats: content.stats })
  })
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
