import { basename, resolve } from 'node:path'
import { loadPrivateKey } from '@plugwright/archive'
import type { PrivateKey } from '@plugwright/archive'
import { isPluginError, PluginError } from '@plugwright/diagnostics'
import type { Invocation } from './command.ts'
import { noPassphrase, passphrasesDiffer } from './diagnostics.ts'

/** What decides where a passphrase comes from. */
export type PassphraseSource = Pick<Invocation, 'env' | 'askSecret'>

/**
 * Loads the private keys of `--sign`. The passphrase of an encrypted one is `PLUGWRIGHT_KEY_PASSPHRASE`, else what the
 * person at the terminal says. Throws what `loadPrivateKey` throws.
 */
export async function loadSigningKeys(
  files: readonly string[],
  source: PassphraseSource & Pick<Invocation, 'cwd'>,
): Promise<readonly PrivateKey[]> {
  const keys: PrivateKey[] = []
  // One after the other: two questions at once cannot be answered.
  for (const file of files) keys.push(await loadSigningKey(resolve(source.cwd, file), source))
  return keys
}

async function loadSigningKey(file: string, { env, askSecret }: PassphraseSource): Promise<PrivateKey> {
  try {
    return await loadPrivateKey(file, { passphrase: fromEnvironment(env) })
  } catch (error) {
    if (!isPluginError(error) || error.code !== 'KEY_PASSPHRASE_MISSING') throw error
    const passphrase = await askSecret?.(`Passphrase of ${basename(file)}: `)
    if (passphrase === undefined) throw error
    return loadPrivateKey(file, { passphrase })
  }
}

/**
 * The passphrase of a new key: `PLUGWRIGHT_KEY_PASSPHRASE`, else asked for twice.
 * Throws `CLI_NO_PASSPHRASE`, `CLI_PASSPHRASES_DIFFER`.
 */
export async function choosePassphrase({ env, askSecret }: PassphraseSource): Promise<string> {
  const given = fromEnvironment(env)
  if (given !== undefined) return given
  const first = await askSecret?.('Passphrase of the new key: ')
  if (first === undefined || first === '') throw new PluginError([noPassphrase()])
  if ((await askSecret?.('The same again: ')) !== first) throw new PluginError([passphrasesDiffer()])
  return first
}

/** An empty variable is as good as none. */
function fromEnvironment(env: PassphraseSource['env']): string | undefined {
  const passphrase = env['PLUGWRIGHT_KEY_PASSPHRASE']
  return passphrase === '' ? undefined : passphrase
}
