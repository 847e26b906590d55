import { findTrustedKey, revokeKey, saveTrustStore } from '@plugwright/archive'
import { PluginError } from '@plugwright/diagnostics'
import { defineCommand } from '../command.ts'
import type { Command, Outcome } from '../command.ts'
import { argumentMissing } from '../diagnostics.ts'
import { globalFlags } from '../global-flags.ts'
import { loadTrust, trustFlag } from '../trust-location.ts'
import { toTrustedKeyData } from '../trusted-key-text.ts'

/** `plugwright keys revoke KEYID`: from now on, no signature of the key counts, whenever it was made. */
export const keysRevoke: Command = defineCommand({
  args: {
    keyid: {
      type: 'positional',
      required: false,
      description: 'The id of the key, or its first 8 or more digits',
    },
    reason: { type: 'string', valueHint: 'text', description: 'Why, for people' },
    ...trustFlag,
    ...globalFlags,
  },
  listFlags: [],
  maxPaths: 1,

  async run({ keyid, reason, trust }, { cwd, env }): Promise<Outcome> {
    if (keyid === undefined) throw new PluginError([argumentMissing('a key id')])
    const { file: trustPath = null, store } = await loadTrust(trust, { cwd, env })
    const known = findTrustedKey(store, keyid)
    const { keyId } = known.publicKey
    const isRevoked = known.status === 'revoked'
    const changed = isRevoked
      ? store
      : revokeKey(store, { keyId, at: new Date(), ...(reason !== undefined && { reason }) })
    if (trustPath !== null && !isRevoked) await saveTrustStore(trustPath, changed)
    return {
      diagnostics: [],
      text: `${keyId} of ${known.owner} ${isRevoked ? 'was revoked already' : 'is revoked'}`,
      fields: { trustPath, key: toTrustedKeyData(findTrustedKey(changed, keyId)) },
    }
  },
})
