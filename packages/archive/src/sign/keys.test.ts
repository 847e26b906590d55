import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadPrivateKey, loadPublicKey, savePrivateKey } from './key-file.ts'
import { formatPem } from './pem.ts'
import { createKeyPair, formatPrivateKey, readPrivateKey } from './private-key.ts'
import { formatPublicKey, keyIdOf, readPublicKey, toPublicKey } from './public-key.ts'
import { codeOf, codeOfRejection, keyOfVector, KEYS, RFC_8032 } from './sign.test.kit.ts'

const [first, second] = KEYS
if (first === undefined || second === undefined) throw new Error('There are no keys.')

describe('RFC 8032 known answers', () => {
  test.each(RFC_8032)('$publicKey', (vector) => {
    const { key, publicKey } = keyOfVector(vector)
    const message = Buffer.from(vector.message, 'hex')
    expect(Buffer.from(publicKey.bytes).toString('hex')).toBe(vector.publicKey)
    expect(sign(null, message, key).toString('hex')).toBe(vector.signature)
    expect(verify(null, message, publicKey.key, Buffer.from(vector.signature, 'hex'))).toBe(true)
  })

  test('S plus the order of the group, which says the same, is no signature', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n
    for (const { signature, message, ...vector } of RFC_8032) {
      const bytes = Buffer.from(signature, 'hex')
      const s = BigInt(`0x${Buffer.from(bytes.subarray(32).toReversed()).toString('hex')}`) + order
      const other = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').toReversed()
      const malleated = Buffer.concat([bytes.subarray(0, 32), other])
      expect(verify(null, Buffer.from(message, 'hex'), keyOfVector(vector).publicKey.key, malleated)).toBe(
        false,
      )
    }
  })
})

describe('forms of keys', () => {
  test('PKCS#8 and SPKI, ours and that of node:crypto, are one', () => {
    const pkcs8 = formatPrivateKey(first)
    expect(readPrivateKey(pkcs8).publicKey.keyId).toBe(first.publicKey.keyId)
    expect(createPrivateKey(pkcs8).asymmetricKeyType).toBe('ed25519')
    const spki = formatPublicKey(first.publicKey)
    expect(createPublicKey(spki).export({ type: 'spki', format: 'pem' })).toBe(spki)
    expect(readPublicKey(spki).keyId).toBe(keyIdOf(first.publicKey))
  })

  test('CRLF and white space around the block', () => {
    const text = `\n${formatPublicKey(first.publicKey).replaceAll('\n', '\r\n')}\n\n`
    expect(readPublicKey(text).keyId).toBe(first.publicKey.keyId)
  })

  test("Arcan's raw public key", () => {
    expect(readPublicKey(formatPem('ED25519 PUBLIC KEY', first.publicKey.bytes)).keyId).toBe(
      first.publicKey.keyId,
    )
  })

  test('the key id is the SHA-256 of the 32 bytes', () => {
    expect(keyIdOf(Buffer.from(RFC_8032[0]?.publicKey ?? '', 'hex'))).toBe(
      '21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9',
    )
  })

  test('an encrypted key opens with its passphrase', () => {
    const pem = formatPrivateKey(first, { passphrase: 'correct horse' })
    expect(pem).toContain('BEGIN ENCRYPTED PRIVATE KEY')
    expect(readPrivateKey(pem, { passphrase: 'correct horse' }).publicKey.keyId).toBe(first.publicKey.keyId)
    expect(codeOf(() => readPrivateKey(pem))).toBe('KEY_PASSPHRASE_MISSING')
    expect(codeOf(() => readPrivateKey(pem, { passphrase: 'wrong' }))).toBe('KEY_PASSPHRASE_WRONG')
    expect(codeOf(() => readPrivateKey(pem, { passphrase: '' }))).toBe('KEY_PASSPHRASE_WRONG')
  })

  test('new keys differ', () => {
    expect(createKeyPair().publicKey.keyId).not.toBe(createKeyPair().publicKey.keyId)
  })
})

describe('refused', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const x25519 = generateKeyPairSync('x25519')
  const pkcs8 = formatPrivateKey(first)
  const raw = Buffer.from(`${RFC_8032[0]?.seed}${RFC_8032[1]?.publicKey}`, 'hex')

  test.each([
    ['an RSA key', String(rsa.privateKey.export({ type: 'pkcs8', format: 'pem' })), 'KEY_TYPE'],
    ['an X25519 key', String(x25519.privateKey.export({ type: 'pkcs8', format: 'pem' })), 'KEY_TYPE'],
    ['a public key', formatPublicKey(first.publicKey), 'KEY_FORMAT'],
    ['an OpenSSH key', formatPem('OPENSSH PRIVATE KEY', Buffer.alloc(64)), 'KEY_FORMAT'],
    ['a raw key of the wrong length', formatPem('ED25519 PRIVATE KEY', raw.subarray(0, 32)), 'KEY_FORMAT'],
    ['a raw key with the public key of another', formatPem('ED25519 PRIVATE KEY', raw), 'KEY_FORMAT'],
    ['two blocks', pkcs8 + pkcs8, 'KEY_FORMAT'],
    ['text before the block', `key:\n${pkcs8}`, 'KEY_FORMAT'],
    ['damaged base64', pkcs8.replace('MC4C', 'MC4*'), 'KEY_FORMAT'],
    ['a cut block', formatPem('PRIVATE KEY', Buffer.from('302e0201', 'hex')), 'KEY_FORMAT'],
    ['nothing', '', 'KEY_FORMAT'],
  ])('private: %s', (_what, pem, code) => {
    expect(codeOf(() => readPrivateKey(pem))).toBe(code)
  })

  test.each([
    ['an RSA key', String(rsa.publicKey.export({ type: 'spki', format: 'pem' })), 'KEY_TYPE'],
    ['an X25519 key', String(x25519.publicKey.export({ type: 'spki', format: 'pem' })), 'KEY_TYPE'],
    ['a private key', pkcs8, 'KEY_FORMAT'],
    [
      'the identity point',
      formatPem('ED25519 PUBLIC KEY', Uint8Array.of(1, ...Array(31).fill(0))),
      'KEY_WEAK',
    ],
    ['all ones', formatPem('ED25519 PUBLIC KEY', new Uint8Array(32).fill(0xff)), 'KEY_WEAK'],
    ['31 bytes', formatPem('ED25519 PUBLIC KEY', new Uint8Array(31)), 'KEY_WEAK'],
  ])('public: %s', (_what, pem, code) => {
    expect(codeOf(() => readPublicKey(pem))).toBe(code)
  })

  test('no message holds any of the key', () => {
    const seed = RFC_8032[0]?.seed ?? ''
    const secrets = [seed, Buffer.from(seed, 'hex').toString('base64').slice(0, 12), pkcs8.slice(40, 52)]
    for (const pem of [formatPem('ED25519 PRIVATE KEY', raw), pkcs8 + pkcs8, pkcs8.replace('MC4C', 'MC4D')]) {
      try {
        readPrivateKey(pem)
      } catch (error) {
        for (const secret of secrets) expect(JSON.stringify([String(error), error])).not.toContain(secret)
      }
    }
    expect(JSON.stringify(first)).not.toContain(seed)
  })

  test('raw bytes from elsewhere', () => {
    expect(codeOf(() => toPublicKey(new Uint8Array(32)))).toBe('KEY_WEAK')
  })
})

describe('files', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'plugwright-keys-'))
  })
  afterEach(() => {
    rmSync(dir, { recursive: true })
  })

  test('a saved key is 0600, is read again, and is never overwritten', async () => {
    const file = path.join(dir, 'signing.pem')
    await savePrivateKey(file, second, { passphrase: 'x' })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect((await loadPrivateKey(file, { passphrase: 'x' })).publicKey.keyId).toBe(second.publicKey.keyId)
    expect(await codeOfRejection(savePrivateKey(file, first))).toBe('KEY_EXISTS')
  })

  test.each([0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o666])('mode %o is refused', async (mode) => {
    const file = path.join(dir, 'signing.pem')
    writeFileSync(file, formatPrivateKey(first))
    chmodSync(file, mode)
    expect(await codeOfRejection(loadPrivateKey(file))).toBe('KEY_PERMISSIONS')
    chmodSync(file, 0o400)
    expect((await loadPrivateKey(file)).publicKey.keyId).toBe(first.publicKey.keyId)
  })

  test('a public key may be read by all', async () => {
    const file = path.join(dir, 'signing.pub')
    writeFileSync(file, formatPublicKey(first.publicKey), { mode: 0o644 })
    expect((await loadPublicKey(file)).keyId).toBe(first.publicKey.keyId)
  })

  test('no file, a folder, a huge file', async () => {
    expect(await codeOfRejection(loadPrivateKey(path.join(dir, 'none')))).toBe('KEY_UNREADABLE')
    expect(await codeOfRejection(loadPrivateKey(dir))).toBe('KEY_UNREADABLE')
    const file = path.join(dir, 'huge')
    writeFileSync(file, Buffer.alloc(70_000), { mode: 0o600 })
    expect(await codeOfRejection(loadPrivateKey(file))).toBe('KEY_UNREADABLE')
  })
})
