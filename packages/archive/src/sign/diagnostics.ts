import type { Diagnostic } from '@plugwright/diagnostics'
import type { PublicKeyProblem } from './public-key-check.ts'

/** A key file that cannot be read. */
export function keyUnreadable(file: string, reason: string): Diagnostic {
  return {
    code: 'KEY_UNREADABLE',
    severity: 'error',
    message: `The key file cannot be read: ${reason}.`,
    hint: 'check the name and its permissions; `plugwright keys new` makes a key.',
    file,
  }
}

/** A private key that others can read. */
export function keyPermissions(file: string, mode: number): Diagnostic {
  return {
    code: 'KEY_PERMISSIONS',
    severity: 'error',
    message: `The private key has mode ${mode.toString(8).padStart(4, '0')}, so others than its owner can use it.`,
    hint: 'run `chmod 600` on it; if others had access to the machine, make a new key.',
    file,
  }
}

/** A new key where there is a file. */
export function keyExists(file: string): Diagnostic {
  return {
    code: 'KEY_EXISTS',
    severity: 'error',
    message: 'There is a file in the place of the new key, and keys are never overwritten.',
    hint: 'choose another name, or move the file away.',
    file,
  }
}

/** A file that is not what a key looks like; `reason` ends a sentence and holds nothing of the content. */
export function keyFormat(reason: string, file?: string): Diagnostic {
  return {
    code: 'KEY_FORMAT',
    severity: 'error',
    message: `The key ${reason}.`,
    hint: 'keys are PEM files: PKCS#8 or SPKI as openssl writes them, or the raw ED25519 form of Arcan.',
    ...(file !== undefined && { file }),
  }
}

/** A key of another algorithm. */
export function keyType(file?: string): Diagnostic {
  return {
    code: 'KEY_TYPE',
    severity: 'error',
    message: 'The key is not an Ed25519 key.',
    hint: 'make one with `plugwright keys new` or `openssl genpkey -algorithm ed25519`.',
    ...(file !== undefined && { file }),
  }
}

/** An encrypted key without its passphrase. */
export function passphraseMissing(file?: string): Diagnostic {
  return {
    code: 'KEY_PASSPHRASE_MISSING',
    severity: 'error',
    message: 'The private key is encrypted, and no passphrase was given.',
    hint: 'set PLUGWRIGHT_KEY_PASSPHRASE, or run the command in a terminal, which asks for it.',
    ...(file !== undefined && { file }),
  }
}

/** An encrypted key that does not open. */
export function passphraseWrong(file?: string): Diagnostic {
  return {
    code: 'KEY_PASSPHRASE_WRONG',
    severity: 'error',
    message: 'The passphrase does not open the private key, or the key is damaged.',
    hint: 'try again; a lost passphrase cannot be recovered, and a new key has to be trusted anew.',
    ...(file !== undefined && { file }),
  }
}

/** A public key under which signatures mean nothing. */
export function weakKey(problem: PublicKeyProblem, file?: string): Diagnostic {
  return {
    code: 'KEY_WEAK',
    severity: 'error',
    message: `The public key is refused: ${KEY_PROBLEMS[problem]}.`,
    hint: 'no honest tool makes such a key; ask its owner where it comes from.',
    ...(file !== undefined && { file }),
  }
}

const KEY_PROBLEMS: Readonly<Record<PublicKeyProblem, string>> = {
  length: 'it does not have 32 bytes',
  'non-canonical': 'it is a second spelling of another key (y is not below 2^255 - 19)',
  'small-order': 'it is a point of small order, for which anybody can write signatures',
  'not-on-curve': 'it is no point of the curve, so no signature can be valid',
}

/** More keys than a signature file holds. */
export function tooManyKeys(found: number, limit: number): Diagnostic {
  return {
    code: 'SIGNATURE_TOO_MANY_KEYS',
    severity: 'error',
    message: `There are ${found} keys to sign with, and a package holds at most ${limit} signatures.`,
    hint: 'sign with fewer keys.',
  }
}

/** A signature file or envelope that is not exactly what it should be; `reason` ends a sentence. */
export function signatureMalformed(name: string, reason: string): Diagnostic {
  return {
    code: 'SIGNATURE_MALFORMED',
    severity: 'error',
    message: `The signatures in ${name} are not usable: it ${reason}.`,
    hint: 'get the package again from where it was published; if it is yours, pack and sign it again.',
  }
}
