import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { type Diagnostic, PluginError } from '@plugwright/diagnostics'
import { keyFormat, keyType, passphraseMissing, passphraseWrong } from './diagnostics.ts'
import { parsePem, type PemBlock } from './pem.ts'
import { type PublicKey, toPublicKey } from './public-key.ts'

/** An Ed25519 private key, ready to sign. Node keeps the secret; it shows in no JSON and no log. */
export interface PrivateKey {
  readonly publicKey: PublicKey
  /** For node:crypto. */
  readonly key: KeyObject
}

/** Options of {@link readPrivateKey}. */
export interface ReadPrivateKeyOptions {
  /** Opens an encrypted key. Nobody is asked for it here. */
  readonly passphrase?: string | undefined
  /** For messages. */
  readonly file?: string
}

/** What an unencrypted PKCS#8 Ed25519 key begins with (RFC 8410, section 7); the 32 bytes of the seed follow. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Makes a new key from the random numbers of the system. */
export function createKeyPair(): PrivateKey {
  return toPrivateKey(generateKeyPairSync('ed25519').privateKey)
}

/**
 * Reads a private key: PEM with PKCS#8 (`PRIVATE KEY`, or `ENCRYPTED PRIVATE KEY` with a passphrase), or Arcan's
 * `ED25519 PRIVATE KEY` with 64 raw bytes, seed and public key, which must belong together.
 *
 * Throws `KEY_FORMAT`, `KEY_TYPE`, `KEY_PASSPHRASE_MISSING`, `KEY_PASSPHRASE_WRONG`. No message holds any of the key.
 */
export function readPrivateKey(pem: string, options: ReadPrivateKeyOptions = {}): PrivateKey {
  const { file } = options
  const block = parsePem(pem)
  if (block === undefined) throw new PluginError([keyFormat('is not one PEM block', file)])
  try {
    return readBlock(block, options)
  } finally {
    block.bytes.fill(0)
  }
}

function readBlock({ label, bytes }: PemBlock, { passphrase, file }: ReadPrivateKeyOptions): PrivateKey {
  if (label === 'ED25519 PRIVATE KEY') return readRaw(bytes, file)
  if (label === 'PRIVATE KEY')
    return toPrivateKey(
      importDer(bytes, () => keyFormat('is damaged', file)),
      file,
    )
  if (label === 'ENCRYPTED PRIVATE KEY') {
    if (passphrase === undefined) throw new PluginError([passphraseMissing(file)])
    return toPrivateKey(
      importDer(bytes, () => passphraseWrong(file), passphrase),
      file,
    )
  }
  throw new PluginError([keyFormat(`is a PEM block "${label}", not a private key`, file)])
}

/** Go's ed25519.PrivateKey: the seed, then the public key. */
function readRaw(bytes: Buffer, file: string | undefined): PrivateKey {
  if (bytes.length !== 64) {
    throw new PluginError([keyFormat(`holds ${bytes.length} bytes, and a raw key has 64`, file)])
  }
  const der = Buffer.concat([PKCS8_PREFIX, bytes.subarray(0, 32)])
  const privateKey = toPrivateKey(
    importDer(der, () => keyFormat('is damaged', file)),
    file,
  )
  der.fill(0)
  // The seed alone decides. A file whose halves differ is damaged, and signing with the second half would leak the first.
  if (bytes.subarray(32).equals(privateKey.publicKey.bytes)) return privateKey
  throw new PluginError([keyFormat('holds a public key that is not that of its seed', file)])
}

function importDer(der: Buffer, toProblem: () => Diagnostic, passphrase?: string): KeyObject {
  try {
    return createPrivateKey({
      key: der,
      format: 'der',
      type: 'pkcs8',
      ...(passphrase !== undefined && { passphrase }),
    })
  } catch {
    // The cause is left out: it says nothing more, and errors are logged.
    throw new PluginError([toProblem()])
  }
}

function toPrivateKey(key: KeyObject, file?: string): PrivateKey {
  if (key.asymmetricKeyType !== 'ed25519') throw new PluginError([keyType(file)])
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return { key, publicKey: toPublicKey(spki.subarray(-32)) }
}

/** Writes a private key as PKCS#8 PEM, encrypted (PBES2, AES-256-CBC) where there is a passphrase. */
export function formatPrivateKey(
  { key }: PrivateKey,
  options: { readonly passphrase?: string } = {},
): string {
  const { passphrase } = options
  const encryption = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }
  return key.export({ type: 'pkcs8', format: 'pem', ...encryption }).toString()
}
