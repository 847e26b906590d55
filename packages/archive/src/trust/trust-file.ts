import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { PluginError } from '@plugwright/diagnostics'
import { trustStoreNotWritable, trustStorePermissions, trustStoreUnreadable } from './diagnostics.ts'
import { EMPTY_TRUST_STORE, formatTrustStore, parseTrustStore, type TrustStore } from './trust-store.ts'
import { makeFolder } from '../make-folder.ts'

/**
 * Where a user's trust store is: `$XDG_CONFIG_HOME/plugwright/trust.json`, else `~/.config/plugwright/trust.json`; on
 * Windows below `%APPDATA%`. `undefined` without a home. Never depends on the working folder: relative values are
 * ignored, as the XDG Base Directory Specification demands. Pure: the environment is passed in.
 */
export function resolveTrustFile(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const paths = platform === 'win32' ? path.win32 : path.posix
  const home = env['HOME'] ?? ''
  const folders =
    platform === 'win32'
      ? [env['APPDATA']]
      : [env['XDG_CONFIG_HOME'], home === '' ? '' : paths.join(home, '.config')]
  const folder = folders.find((candidate) => candidate !== undefined && paths.isAbsolute(candidate))
  return folder === undefined ? undefined : paths.join(folder, 'plugwright', 'trust.json')
}

/** Options of {@link loadTrustStore}. */
export interface LoadTrustStoreOptions {
  /** `empty`: no file means that nobody is trusted, as for the user's own store. @default 'refuse' */
  readonly whenMissing?: 'refuse' | 'empty'
}

/**
 * Loads a trust store that nobody but its owner may change (not checked on Windows).
 *
 * Throws `TRUST_STORE_UNREADABLE`, `TRUST_STORE_PERMISSIONS`, `TRUST_STORE_INVALID`.
 */
export async function loadTrustStore(
  file: string,
  { whenMissing = 'refuse' }: LoadTrustStoreOptions = {},
): Promise<TrustStore> {
  const bytes = await readTrustFile(file).catch((error: unknown) => {
    if (!isSystemError(error)) throw error
    if (error.code === 'ENOENT' && whenMissing === 'empty') return undefined
    throw new PluginError([trustStoreUnreadable(file, error.code ?? error.message)], { cause: error })
  })
  if (bytes === undefined) return EMPTY_TRUST_STORE
  const { store, diagnostics } = parseTrustStore(bytes, { file })
  if (store === undefined) throw new PluginError(diagnostics)
  return store
}

async function readTrustFile(file: string): Promise<Uint8Array> {
  // O_NONBLOCK: a named pipe must not hang the open.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) throw new PluginError([trustStoreUnreadable(file, 'it is not a regular file')])
    if (process.platform !== 'win32' && (stats.mode & GROUP_AND_OTHERS_WRITE) !== 0) {
      throw new PluginError([trustStorePermissions(file, stats.mode & 0o777)])
    }
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

const GROUP_AND_OTHERS_WRITE = 0o022

/**
 * Writes a trust store with mode 0600: aside, flushed, renamed, so that a reader sees the old or the new one and a crash
 * leaves one of them. Missing folders are made with 0700. Throws `TRUST_STORE_NOT_WRITABLE`.
 */
export async function saveTrustStore(file: string, store: TrustStore): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
  try {
    makeFolder(path.dirname(file), 0o700)
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(formatTrustStore(store))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    if (!isSystemError(error)) throw error
    throw new PluginError([trustStoreNotWritable(file, error.code ?? error.message)], { cause: error })
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}
