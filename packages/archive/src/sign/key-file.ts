import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { PluginError } from '@plugwright/diagnostics'
import { keyExists, keyPermissions, keyUnreadable } from './diagnostics.ts'
import { formatPrivateKey, type PrivateKey, readPrivateKey } from './private-key.ts'
import { type PublicKey, readPublicKey } from './public-key.ts'

/** Far more than any key; keeps a wrong file name from filling the memory. */
const MAX_KEY_FILE_BYTES = 64 * 1024

/** What the group and all others may do with a file. */
const GROUP_AND_OTHERS = 0o077

/**
 * Loads a private key from a file that only its owner may use (mode 0600 or less; not checked on Windows).
 *
 * Throws `KEY_UNREADABLE`, `KEY_PERMISSIONS`, and what {@link readPrivateKey} throws.
 */
export async function loadPrivateKey(
  file: string,
  options: { readonly passphrase?: string | undefined } = {},
): Promise<PrivateKey> {
  return readPrivateKey(await readKeyFile(file, { isPrivate: true }), { ...options, file })
}

/** Loads a public key from a file. Throws `KEY_UNREADABLE`, and what {@link readPublicKey} throws. */
export async function loadPublicKey(file: string): Promise<PublicKey> {
  return readPublicKey(await readKeyFile(file, { isPrivate: false }), { file })
}

/**
 * Writes a new private key, PKCS#8 PEM with mode 0600, encrypted where there is a passphrase. Never over a file that
 * is there. Throws `KEY_EXISTS`, and errors of the file system.
 */
export async function savePrivateKey(
  file: string,
  privateKey: PrivateKey,
  options: { readonly passphrase?: string } = {},
): Promise<void> {
  const handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
    throw isCode(error, 'EEXIST') ? new PluginError([keyExists(file)], { cause: error }) : error
  })
  try {
    await handle.writeFile(formatPrivateKey(privateKey, options))
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The permissions are those of the file that is open, not of whatever has its name a moment later. */
async function readKeyFile(file: string, { isPrivate }: { isPrivate: boolean }): Promise<string> {
  // O_NONBLOCK: a named pipe must not hang the open.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK
  const handle = await open(file, flags).catch((error: unknown) => {
    throw new PluginError([keyUnreadable(file, reasonOf(error))], { cause: error })
  })
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) throw new PluginError([keyUnreadable(file, 'it is not a regular file')])
    if (stats.size > MAX_KEY_FILE_BYTES) {
      throw new PluginError([keyUnreadable(file, `it has ${stats.size} bytes, which no key has`)])
    }
    if (isPrivate && process.platform !== 'win32' && (stats.mode & GROUP_AND_OTHERS) !== 0) {
      throw new PluginError([keyPermissions(file, stats.mode & 0o777)])
    }
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}

function reasonOf(error: unknown): string {
  if (isCode(error, 'ENOENT')) return 'there is no such file'
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
