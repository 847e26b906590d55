import { generateKeyPairSync } from 'node:crypto'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { makeFolder, removeFolders, writeTree } from './plugin-folder.test.kit.ts'
import { holdsPrivateKey } from './private-key.ts'

afterEach(removeFolders)

const holds = (content: string | Uint8Array): Promise<boolean> =>
  holdsPrivateKey(path.join(writeTree(makeFolder(), { file: content }), 'file'))

const ed25519 = generateKeyPairSync('ed25519')
const pem = String(ed25519.privateKey.export({ type: 'pkcs8', format: 'pem' }))
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey

describe('found', () => {
  test.each([
    ['PKCS#8', pem],
    ['with CRLF', pem.replaceAll('\n', '\r\n')],
    ['RSA', rsa.export({ type: 'pkcs1', format: 'pem' })],
    [
      'encrypted PKCS#8',
      rsa.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
    ],
    [
      'encrypted RSA, with header lines',
      rsa.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
    ],
    ['OpenSSH', `-----BEGIN OPENSSH PRIVATE KEY-----\n${'b3BlbnNzaC1rZXktdjEA'.repeat(4)}\n`],
    ['OpenPGP', `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n${'lFgEYz'.repeat(10)}\n`],
    ['in a string literal', `const key = ${JSON.stringify(pem)}`],
    ['indented in YAML', pem.replaceAll(/^/gm, '    ')],
    ['across the border of two reads', ' '.repeat(256 * 1024 + 4096 - 20) + pem],
    ['behind megabytes of other bytes', Buffer.concat([Buffer.alloc(3_000_000, 0xff), Buffer.from(pem)])],
  ])('%s', async (_form, content) => {
    expect(await holds(content)).toBe(true)
  })
})

describe('not taken for a key', () => {
  test.each([
    ['a public key', ed25519.publicKey.export({ type: 'spki', format: 'pem' })],
    [
      'the label alone, as in libraries that read keys',
      "if (text.includes('-----BEGIN PRIVATE KEY-----')) parse(text)",
    ],
    ['a placeholder', '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n'],
    ['words', 'Never pack a PRIVATE KEY.'],
    ['an empty file', ''],
  ])('%s', async (_form, content) => {
    expect(await holds(content)).toBe(false)
  })
})
