import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  futimesSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import { cacheIgnored } from './diagnostics.ts'
import { makeFolder } from '../make-folder.ts'

/** Compressed segments of earlier archives, by what they were made from. */
export interface SegmentCache {
  readonly dir: string
  /** Why the cache is not used: `ARCHIVE_CACHE_IGNORED`. Then nothing is found and nothing stored. */
  readonly diagnostics: readonly Diagnostic[]
  /** The value of a key, or `undefined`; never a damaged one. */
  load(key: string): Buffer | undefined
  /** Keeps a value. Where that fails, as on a full disk, the value is made again next time. */
  store(key: string, value: Buffer): void
}

/** Options of {@link createSegmentCache}. */
export interface SegmentCacheOptions {
  /**
   * An absolute folder. It is made with mode 0700.
   * @default `plugwright/segments` in the user's cache folder: `$XDG_CACHE_HOME`, or what the system has for it
   */
  readonly dir?: string
  /** What the values together may take; the least recently used go first. @default 1 GiB */
  readonly maxBytes?: number
}

/**
 * Opens a cache of compressed segments. What is in it decides what goes into archives, so a folder that belongs
 * to somebody else, that others may write to, or that is a link, is not used. Several processes may share it.
 */
export function createSegmentCache(options: SegmentCacheOptions = {}): SegmentCache {
  const { dir = defaultFolder(), maxBytes = 1024 ** 3 } = options
  const problem = findProblem(dir)
  if (problem !== undefined) {
    return { dir, diagnostics: [cacheIgnored(dir, problem)], load: () => undefined, store: () => undefined }
  }
  const shards = new Map<string, number>()
  return {
    dir,
    diagnostics: [],
    load: (key) => load(path.join(dir, toShard(key), key)),
    store(key, value) {
      const shard = path.join(dir, toShard(key))
      try {
        storeAside(path.join(shard, key), value)
        const size = (shards.get(shard) ?? sizeOf(shard)) + DIGEST_LENGTH + value.length
        shards.set(shard, size > maxBytes / SHARDS ? prune(shard, maxBytes / SHARDS) : size)
      } catch {
        // Said above.
      }
    },
  }
}

/** Values are spread over folders by the first characters of their keys, and each folder is kept small on its own. */
const SHARD_LENGTH = 2
const SHARDS = 16 ** SHARD_LENGTH

function toShard(key: string): string {
  return key.slice(0, SHARD_LENGTH)
}

function defaultFolder(): string {
  const { XDG_CACHE_HOME = '', LOCALAPPDATA = '' } = process.env
  if (path.isAbsolute(XDG_CACHE_HOME)) return path.join(XDG_CACHE_HOME, 'plugwright', 'segments')
  const folders: Partial<Record<NodeJS.Platform, string>> = {
    darwin: path.join(homedir(), 'Library', 'Caches'),
    win32: LOCALAPPDATA || path.join(homedir(), 'AppData', 'Local'),
  }
  return path.join(folders[process.platform] ?? path.join(homedir(), '.cache'), 'plugwright', 'segments')
}

/** Why a folder cannot be trusted or used. */
export type CacheProblem = 'foreign' | 'writable-by-others' | 'not-a-folder' | 'not-creatable'

const WRITABLE_BY_OTHERS = 0o022

function findProblem(dir: string): CacheProblem | undefined {
  try {
    makeFolder(dir, 0o700)
    const stats = lstatSync(dir)
    if (!stats.isDirectory()) return 'not-a-folder'
    // Windows has neither; its profile folders are private.
    if (process.getuid === undefined) return undefined
    if (stats.uid !== process.getuid()) return 'foreign'
    if ((stats.mode & WRITABLE_BY_OTHERS) !== 0) return 'writable-by-others'
    return undefined
  } catch {
    return 'not-creatable'
  }
}

const DIGEST_LENGTH = 32

/** Synchronous for the reason that sources are read so: small files, and threads that have better things to do. */
function load(file: string): Buffer | undefined {
  try {
    const fd = openSync(file, 'r')
    try {
      const stored = readFileSync(fd)
      const value = stored.subarray(DIGEST_LENGTH)
      if (!digest(value).equals(stored.subarray(0, DIGEST_LENGTH))) return undefined
      touch(fd)
      return value
    } finally {
      closeSync(fd)
    }
  } catch {
    return undefined
  }
}

const HOUR_MS = 3_600_000

/** The time of last use, in steps that cost a write only now and then. */
function touch(fd: number): void {
  const now = Date.now()
  if (now - fstatSync(fd).mtimeMs > HOUR_MS) futimesSync(fd, now / 1000, now / 1000)
}

function storeAside(file: string, value: Buffer): void {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
  try {
    makeFolder(path.dirname(file), 0o700)
    writeFileSync(temporary, Buffer.concat([digest(value), value]), { mode: 0o600 })
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

interface StoredValue {
  readonly file: string
  readonly size: number
  /** When it was stored or last used. */
  readonly usedMs: number
}

/** All files, so that what a crashed process left is counted, and goes, too. */
function valuesIn(shard: string): StoredValue[] {
  return readdirSync(shard).flatMap((name) => {
    const file = path.join(shard, name)
    const stats = statSync(file, { throwIfNoEntry: false })
    return stats === undefined ? [] : [{ file, size: stats.size, usedMs: stats.mtimeMs }]
  })
}

function sizeOf(shard: string): number {
  return valuesIn(shard).reduce((sum, { size }) => sum + size, 0)
}

/** Removes the least recently used values until the others fit. Returns their size. */
function prune(shard: string, maxBytes: number): number {
  let total = sizeOf(shard)
  for (const { file, size } of valuesIn(shard).toSorted((a, b) => a.usedMs - b.usedMs)) {
    if (total <= maxBytes) break
    rmSync(file, { force: true })
    total -= size
  }
  return total
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
