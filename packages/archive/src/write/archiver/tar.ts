import type { Stats } from 'node:fs'
import { PassThrough, Readable } from 'node:stream'
import { TarArchive } from 'archiver'

/** One regular file of a tar stream. */
export interface TarEntry {
  readonly path: string
  readonly mode: '0644' | '0755'
  /** The bytes, or a way to read exactly `stats.size` of them. */
  readonly content: Uint8Array | { readonly stats: Stats; read(): AsyncIterable<Buffer> }
}

const EPOCH = new Date(0)

/**
 * Frames entries as a tar stream (ustar, with a pax header for names that ustar cannot hold), in the given order:
 * regular files only, mtime 0, owner 0:0, no owner names. A failing entry destroys the stream with its error;
 * destroying the stream closes the file being read.
 */
export function createTar(entries: Iterable<TarEntry>): Readable {
  const archive = new TarArchive()
  // Never destroyed itself: with an entry under way, archiver would let the error go unhandled.
  const tar = archive.pipe(new PassThrough())
  const sources = new AbortController()
  tar.once('close', () => sources.abort())
  const fail = (error: unknown): void => void tar.destroy(toError(error))
  archive.once('error', fail)
  // archiver drops what it warns about and goes on; an archive must never be short of a file.
  archive.once('warning', fail)
  appendAll(archive, entries, sources.signal).catch(fail)
  return tar
}

async function appendAll(
  archive: TarArchive,
  entries: Iterable<TarEntry>,
  closed: AbortSignal,
): Promise<void> {
  // One at a time: archiver would open all sources at once.
  for (const entry of entries) await append(archive, entry, closed)
  await archive.finalize()
}

function append(archive: TarArchive, { path, mode, content }: TarEntry, closed: AbortSignal): Promise<void> {
  const options = { name: path, mode: Number.parseInt(mode, 8), date: EPOCH }
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
