import { rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createKeyPair, formatPublicKey, savePrivateKey } from '@plugwright/archive'
import { PluginError } from '@plugwright/diagnostics'
import { defineCommand } from '../command.ts'
import type { Command, Outcome } from '../command.ts'
import { publicKeyExists } from '../diagnostics.ts'
import { formatTable } from '../format-table.ts'
import { globalFlags } from '../global-flags.ts'
import { choosePassphrase } from '../passphrase.ts'
import { toRelative } from '../report.ts'

/** `plugwright keys new`: a private key for its owner alone, and the public one to give away. */
export const keysNew: Command = defineCommand({
  args: {
    out: {
      type: 'string',
      valueHint: 'file',
      description: 'Where the private key goes; default: plugwright-key.pem',
    },
    encrypt: {
      type: 'boolean',
      description: 'Encrypt it with PLUGWRIGHT_KEY_PASSPHRASE, or a passphrase that is asked for',
    },
    ...globalFlags,
  },
  listFlags: [],
  maxPaths: 0,

  async run({ out = 'plugwright-key.pem', encrypt = false }, { cwd, env, askSecret }): Promise<Outcome> {
    const passphrase = encrypt ? await choosePassphrase({ env, askSecret }) : undefined
    const key = createKeyPair()
    const file = resolve(cwd, out)
    const publicKeyPath = publicFileOf(file)
    // The public key goes first: without a place for it, no secret is written.
    await writePublicKey(publicKeyPath, formatPublicKey(key.publicKey))
    try {
      await savePrivateKey(file, key, passphrase === undefined ? {} : { passphrase })
    } catch (error) {
      await rm(publicKeyPath, { force: true })
      throw error
    }
    const { keyId } = key.publicKey
    const rows = [
      ['key id', keyId],
      ['public key', toRelative(cwd, publicKeyPath)],
    ]
    return {
      diagnostics: [],
      text: `${formatTable(rows)}\n\nThe private key is ${encrypt ? 'encrypted' : 'not encrypted'}; keep it to yourself.`,
      fields: { keyId, publicKeyPath, encrypted: encrypt },
    }
  },
})

/** `release.pem` → `release.pub.pem`; `release` → `release.pub`. */
function publicFileOf(file: string): string {
  return file.endsWith('.pem') ? `${file.slice(0, -'.pem'.length)}.pub.pem` : `${file}.pub`
}

async function writePublicKey(file: string, pem: string): Promise<void> {
  try {
    await writeFile(file, pem, { flag: 'wx', mode: 0o644 })
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw isThere ? new PluginError([publicKeyExists(file)]) : error
  }
}
