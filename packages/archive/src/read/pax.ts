import { PluginError } from '@plugwright/diagnostics'
import { foreignArchive, paxRecord } from './diagnostics.ts'
import type { ReadProfile } from './options.ts'
import { decodeTarText } from './tar-header.ts'

/** What a pax extended header changes of the entry that follows. */
export interface PaxOverrides {
  readonly path?: string
  readonly size?: number
}

/** Records that say nothing about the content: owners, times, attributes of some file system. */
const HARMLESS = /^(?:[acm]time|uid|gid|uname|gname|comment|SCHILY\..+|LIBARCHIVE\..+)$/

/**
 * Reads the records of a pax extended header (POSIX.1-2024 pax, "pax Extended Header"): each is
 * `length SP key=value LF`, the length counting the whole record. Only `path` and `size` have an effect; the profile `foreign`
 * also skips keys that say nothing about the content, and all others are refused: `linkpath`, `GNU.sparse.*`, unknown ones.
 *
 *     "27 path=größe/データ.txt\n" → { path: 'größe/データ.txt' }
 *
 * Throws `ARCHIVE_PAX_RECORD`, `ARCHIVE_FOREIGN`.
 */
export function parsePax(body: Buffer, profile: ReadProfile): PaxOverrides {
  const records = new Map<string, string>()
  for (let offset = 0; offset < body.length;) {
    const { key, value, end } = readRecord(body, offset)
    if (records.has(key)) fail(`the key ${JSON.stringify(key)} occurs twice`)
    records.set(key, value)
    offset = end
  }
  const path = records.get('path')
  const size = records.get('size')
  for (const key of records.keys()) {
    if (key !== 'path' && key !== 'size') assertHarmless(key, profile)
  }
  return {
    ...(path === undefined ? {} : { path }),
    ...(size === undefined ? {} : { size: parseSize(size) }),
  }
}

function readRecord(body: Buffer, offset: number): { key: string; value: string; end: number } {
  const digits = /^[1-9][0-9]{0,6}(?= )/.exec(body.toString('latin1', offset, offset + 8))?.[0]
  if (digits === undefined) return fail('a record has no length')
  const end = offset + Number(digits)
  const start = offset + digits.length + 1
  if (end > body.length || end <= start || body[end - 1] !== 0x0a) return fail('a record has a wrong length')
  const record = body.subarray(start, end - 1)
  if (record.includes(0)) return fail('a record holds a NUL')
  const equals = record.indexOf('=')
  if (equals < 1) return fail('a record has no key')
  return {
    key: decodeTarText(record.subarray(0, equals)),
    value: decodeTarText(record.subarray(equals + 1)),
    end,
  }
}

function assertHarmless(key: string, profile: ReadProfile): void {
  if (!HARMLESS.test(key)) fail(`the key ${JSON.stringify(key)} is not known, or changes what the entry is`)
  if (profile === 'own') {
    throw new PluginError([foreignArchive(`an entry has the pax key ${JSON.stringify(key)}`)])
  }
}

function parseSize(value: string): number {
  const size = /^(?:0|[1-9][0-9]{0,15})$/.test(value) ? Number(value) : Number.NaN
  return Number.isSafeInteger(size)
    ? size
    : fail(`the size ${JSON.stringify(value)} is not a number of bytes`)
}

function fail(what: string): never {
  throw new PluginError([paxRecord(what)])
}
