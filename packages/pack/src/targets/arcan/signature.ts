import { createHash, sign, verify } from 'node:crypto'
import type { PrivateKey, PublicKey } from '@plugwright/archive'
import type { ArcanSignatureMode } from './options.ts'

/** The file in a package that holds the signature of its `manifest.json`. */
export const SIGNATURE_FILE = 'signature'

/**
 * Signs the bytes of `manifest.json` as Arcan's signing library does: Ed25519 (pure, not Ed25519ph) over their SHA-256
 * digest or, with `raw`, over the bytes themselves; 128 lowercase hex digits. Deterministic.
 */
export function signArcanManifest(
  manifest: Uint8Array,
  { key }: PrivateKey,
  mode: ArcanSignatureMode = 'digest',
): string {
  return sign(null, messageOf(manifest, mode), key).toString('hex')
}

/** Tells what a signature of a manifest is over; `undefined` where it is not one by this key. */
export function verifyArcanSignature(
  manifest: Uint8Array,
  { signature, publicKey }: { readonly signature: string; readonly publicKey: PublicKey },
): ArcanSignatureMode | undefined {
  // Upper case and a line end are what other tools write; Node would cut the text at anything else.
  if (!/^[0-9a-f]{128}\s*$/i.test(signature)) return undefined
  const bytes = Buffer.from(signature.trim(), 'hex')
  const modes: readonly ArcanSignatureMode[] = ['digest', 'raw']
  return modes.find((mode) => verify(null, messageOf(manifest, mode), publicKey.key, bytes))
}

function messageOf(manifest: Uint8Array, mode: ArcanSignatureMode): Uint8Array {
  return mode === 'raw' ? manifest : createHash('sha256').update(manifest).digest()
}
