import type { Diagnostic } from '@plugwright/diagnostics'
import type { FileDifference, Signer, SignerStatus } from './verification.ts'

/** A trust store that cannot be read. */
export function trustStoreUnreadable(file: string, reason: string): Diagnostic {
  return {
    code: 'TRUST_STORE_UNREADABLE',
    severity: 'error',
    message: `The trust store cannot be read: ${reason}.`,
    hint: 'check the name and its permissions; `plugwright keys add` makes a store.',
    file,
  }
}

/** A trust store that others may change. */
export function trustStorePermissions(file: string, mode: number): Diagnostic {
  return {
    code: 'TRUST_STORE_PERMISSIONS',
    severity: 'error',
    message: `The trust store has mode ${mode.toString(8).padStart(4, '0')}, so others than its owner can add keys to it.`,
    hint: 'look at its keys with `plugwright keys list`, then run `chmod go-w` on it.',
    file,
  }
}

/** A trust store that is not exactly what it should be; `reason` is a sentence without its end. */
export function trustStoreInvalid(
  reason: string,
  { file, path = [] }: { readonly file?: string; readonly path?: readonly (string | number)[] },
): Diagnostic {
  return {
    code: 'TRUST_STORE_INVALID',
    severity: 'error',
    message: `The trust store is refused as a whole: ${reason}.`,
    hint: 'repair the entry, or restore the file; `plugwright keys` commands write it for you.',
    ...(file !== undefined && { file }),
    ...(path.length > 0 && { path }),
  }
}

/** A trust store that cannot be written. */
export function trustStoreNotWritable(file: string, reason: string): Diagnostic {
  return {
    code: 'TRUST_STORE_NOT_WRITABLE',
    severity: 'error',
    message: `The trust store cannot be written: ${reason}.`,
    hint: 'check the folder, its permissions and the free space; the store is as it was.',
    file,
  }
}

/** A key that is added a second time. */
export function trustKeyExists(keyId: string, status: string): Diagnostic {
  return {
    code: 'TRUST_KEY_EXISTS',
    severity: 'error',
    message: `The key ${keyId} is in the trust store; its status is ${status}.`,
    hint: 'to change its owner, names or times, edit the store; a revoked key stays revoked.',
  }
}

/** A key id, or the start of one, that names no key or several. */
export function trustKeyUnknown(keyId: string, found: number): Diagnostic {
  const what = found === 0 ? 'No key' : `More than one key (${found})`
  return {
    code: 'TRUST_KEY_UNKNOWN',
    severity: 'error',
    message: `${what} of the trust store has an id that begins with ${JSON.stringify(keyId)}.`,
    hint: 'give at least 8 digits of an id that `plugwright keys list` shows.',
  }
}

/** A package without signatures. `accepted` makes it a warning, here and below. */
export function unsigned(accepted: boolean): Diagnostic {
  return {
    code: 'VERIFY_UNSIGNED',
    severity: severityOf(accepted),
    message: 'The package is not signed, so nobody vouches for where it comes from.',
    hint: 'get a signed package, or accept unsigned ones with the policy "prefer".',
  }
}

/** Signatures of keys that are not trusted for this plugin. */
export function untrustedKey(signers: readonly Signer[], accepted: boolean): Diagnostic {
  return {
    code: 'VERIFY_UNTRUSTED_KEY',
    severity: severityOf(accepted),
    message: `No signature is by a key that is trusted for this plugin: ${listOf(signers)}.`,
    hint: 'compare the key id with one that the publisher gives elsewhere, then run `plugwright keys add`.',
  }
}

/** Signatures of keys whose time is over, or has not come. */
export function expiredKey(signers: readonly Signer[], accepted: boolean): Diagnostic {
  return {
    code: 'VERIFY_EXPIRED_KEY',
    severity: severityOf(accepted),
    message: `The package is signed by a key that is not valid now: ${listOf(signers)}.`,
    hint: 'get a package signed by the current key of the publisher.',
  }
}

/** Signatures of keys that are in wrong hands. */
export function revokedKey(signers: readonly Signer[], accepted: boolean): Diagnostic {
  return {
    code: 'VERIFY_REVOKED_KEY',
    severity: severityOf(accepted),
    message: `The package is signed by a revoked key: ${listOf(signers)}.`,
    hint: 'do not use it; get a package signed by the current key of the publisher.',
  }
}

/** A signature under a known key that is not one of this manifest. */
export function badSignature(signers: readonly Signer[]): Diagnostic {
  const bad = signers.filter(({ status }) => status === 'bad')
  return {
    code: 'VERIFY_BAD_SIGNATURE',
    severity: 'error',
    message: `The signature does not belong to what it is with: ${listOf(bad)}. One of them was changed after signing.`,
    hint: 'do not use it; get the package again from where it was published. No policy accepts this.',
  }
}

/** Files that are not those of the manifest, or the digest over all of them that is not. */
export function contentMismatch(differences: readonly FileDifference[]): Diagnostic {
  const shown = differences.slice(0, SHOWN_FILES).map(({ path, kind }) => `${path} (${KINDS[kind]})`)
  const more = differences.length - shown.length
  const files = more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
  return {
    code: 'VERIFY_CONTENT_MISMATCH',
    severity: 'error',
    message:
      differences.length === 0
        ? 'The treeDigest of the manifest is not that of the files that it lists.'
        : `The content is not what was listed when it was packed: ${files}.`,
    hint: 'do not use it; get the package again from where it was published. No policy accepts this.',
  }
}

const SHOWN_FILES = 5
const KINDS: Readonly<Record<FileDifference['kind'], string>> = {
  changed: 'changed',
  missing: 'missing',
  unlisted: 'not listed',
  mode: 'other mode',
}

/** A package that cannot be judged; `reason` is a sentence without its end. */
export function malformed(reason: string): Diagnostic {
  return {
    code: 'VERIFY_MALFORMED',
    severity: 'error',
    message: `The package cannot be verified: ${reason}.`,
    hint: 'get the package again from where it was published.',
  }
}

/** A package of another plugin than the one asked for. */
export function wrongName(name: string, expected: string): Diagnostic {
  return {
    code: 'VERIFY_WRONG_NAME',
    severity: 'error',
    message: `The package is one of the plugin "${name}", and "${expected}" was asked for.`,
    hint: 'check where it came from: a genuine package of another plugin may have been put in its place.',
  }
}

/** Something accepted only because signatures do not count. */
export function policyOff(name: string): Diagnostic {
  return {
    code: 'VERIFY_POLICY_OFF',
    severity: 'warning',
    message: `The package of "${name}" is accepted without a signature that counts: the policy is "off".`,
    hint: 'set the policy to "require" once the publisher signs.',
  }
}

/** A revoked key beside one that is trusted. */
export function alsoRevoked(signers: readonly Signer[]): Diagnostic {
  return {
    code: 'VERIFY_ALSO_REVOKED',
    severity: 'warning',
    message: `Besides a trusted key, a revoked one signed the package: ${listOf(signers)}.`,
    hint: 'ask the publisher whether the package was made before the key was lost.',
  }
}

/** What the policy makes of a verdict. */
function severityOf(accepted: boolean): 'error' | 'warning' {
  return accepted ? 'warning' : 'error'
}

function listOf(signers: readonly Signer[]): string {
  return signers
    .map(
      ({ keyId, owner, status }) =>
        `${owner === undefined ? '' : `${owner}, `}${keyId} (${STATUSES[status]})`,
    )
    .join('; ')
}

const STATUSES: Readonly<Record<SignerStatus, string>> = {
  trusted: 'trusted',
  unknown: 'not in the trust store',
  bad: 'does not verify',
  'out-of-scope': 'not for plugins of this name',
  'not-yet-valid': 'not yet valid',
  expired: 'expired',
  retired: 'retired',
  revoked: 'revoked',
}
