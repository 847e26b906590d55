import { resolve } from 'node:path'
import {
  addTrustedKey,
  findTrustedKey,
  isNamePattern,
  loadPublicKey,
  readPublicKey,
  saveTrustStore,
} from '@plugwright/archive'
import type { PublicKey } from '@plugwright/archive'
import { PluginError } from '@plugwright/diagnostics'
import { toList } from '../arguments.ts'
import { defineCommand } from '../command.ts'
import type { Command, Outcome } from '../command.ts'
import { argumentMissing, flagMissing, flagValue } from '../diagnostics.ts'
import { globalFlags } from '../global-flags.ts'
import { toRelative } from '../report.ts'
import { loadTrustForChange, trustFlag } from '../trust-location.ts'
import { toTrustedKeyData } from '../trusted-key-text.ts'

/** `plugwright keys add FILE|PEM`: trusts a public key, for plugins of the names that are given and no others. */
export const keysAdd: Command = defineCommand({
  args: {
    key: { type: 'positional', required: false, description: 'The public key: a PEM file, or its text' },
    owner: { type: 'string', valueHint: 'name', description: 'Who holds the private key' },
    names: {
      type: 'string',
      valueHint: 'glob,…',
      description: 'Names of plugins that it may sign: crm, acme-*, *',
    },
    'valid-from': { type: 'string', valueHint: 'time', description: 'First moment; default: since ever' },
    'valid-until': { type: 'string', valueHint: 'time', description: 'End; default: for ever' },
    ...trustFlag,
    ...globalFlags,
  },
  listFlags: ['names'],
  maxPaths: 1,
  takesPem: true,

  async run(args, { cwd, env }): Promise<Outcome> {
    const { key, owner } = args
    if (key === undefined) throw new PluginError([argumentMissing('a public key')])
    if (owner === undefined)
      throw new PluginError([flagMissing('--owner', 'say who holds the key: --owner "Acme release"')])
    const names = toNames(args.names)
    const validFrom = toTime('--valid-from', args['valid-from'])
    const validUntil = toTime('--valid-until', args['valid-until'])
    const publicKey = await loadKey(key, cwd)
    const { file, store } = await loadTrustForChange(args.trust, { cwd, env })
    const added = addTrustedKey(store, {
      publicKey,
      owner,
      names,
      status: 'active',
      ...(validFrom && { validFrom }),
      ...(validUntil && { validUntil }),
    })
    await saveTrustStore(file, added)
    const { keyId } = publicKey
    return {
      diagnostics: [],
      text: `${keyId} of ${owner} is trusted for ${names.join(', ')} in ${toRelative(cwd, file)}`,
      fields: { trustPath: file, key: toTrustedKeyData(findTrustedKey(added, keyId)) },
    }
  },
})

function loadKey(key: string, cwd: string): Promise<PublicKey> | PublicKey {
  return key.startsWith('-----BEGIN ') ? readPublicKey(key) : loadPublicKey(resolve(cwd, key))
}

/** There is no default: who trusts a key for everything has to say so. */
function toNames(flag: string | undefined): readonly string[] {
  const names = toList(flag)
  if (names.length === 0)
    throw new PluginError([
      flagMissing('--names', 'say what it may sign: --names "acme-*"; "*" is everything.'),
    ])
  const wrong = names.find((name) => !isNamePattern(name))
  if (wrong !== undefined)
    throw new PluginError([flagValue('--names', 'names of plugins, with * for any characters', wrong)])
  return names
}

const TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?$/

function toTime(flag: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const time = new Date(text)
  const isReal = TIME.test(text) && !Number.isNaN(time.getTime())
  // JavaScript takes the 31st of February for the 3rd of March.
  if (isReal && time.toISOString().startsWith(text.replace('Z', ''))) return time
  throw new PluginError([flagValue(flag, 'a day or a time in UTC such as 2026-11-20T00:00:00Z', text)])
}
