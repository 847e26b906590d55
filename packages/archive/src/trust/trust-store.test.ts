import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { codeOf, codeOfRejection } from '../sign/sign.test.kit.ts'
import { addTrustedKey, findTrustedKey, retireKey, revokeKey } from './edit-trust-store.ts'
import { matchesNamePattern } from './name-pattern.ts'
import { loadTrustStore, resolveTrustFile, saveTrustStore } from './trust-file.ts'
import { formatTrustStore, parseTrustStore, type TrustStore } from './trust-store.ts'
import { alice, bob, bytesOf, NOW, storeOf, trusted } from './trust.test.kit.ts'

const full: TrustStore = storeOf(
  trusted(alice, { names: ['crm', 'acme-*'], validFrom: NOW, validUntil: new Date('2027-01-01T00:00:00Z') }),
  trusted(bob, { owner: 'Bob Ümlaut', status: 'revoked', revokedAt: NOW, reason: 'laptop lost' }),
)
const text = Buffer.from(formatTrustStore(full)).toString()

describe('parse', () => {
  test('is read back as it was', () => {
    expect(parseTrustStore(formatTrustStore(full))).toEqual({ store: full, diagnostics: [] })
    expect(JSON.parse(text)).toMatchObject({
      version: 1,
      keys: [
        {
          keyId: alice.publicKey.keyId,
          publicKey: '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
          owner: 'Alice',
          names: ['crm', 'acme-*'],
          status: 'active',
          validFrom: '2026-06-01T00:00:00Z',
          validUntil: '2027-01-01T00:00:00Z',
        },
        { status: 'revoked', revokedAt: '2026-06-01T00:00:00Z', reason: 'laptop lost' },
      ],
    })
  })

  const key = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='
  const identity = Buffer.from(Uint8Array.of(1, ...Array<number>(31).fill(0))).toString('base64')
  test.each<[string, string]>([
    ['not JSON', text.slice(1)],
    ['a list', '[]'],
    ['no version', text.replace('"version": 1,', '')],
    ['another version', text.replace('"version": 1', '"version": 2')],
    ['an unknown key', text.replace('{', '{ "default": "trust",')],
    ['a key twice', text.replace('{', '{ "version": 1,')],
    ['keys that are no list', '{ "version": 1, "keys": {} }'],
    ['an entry that is no object', '{ "version": 1, "keys": [1] }'],
    ['an unknown key of an entry', text.replace('"owner"', '"scope": "*", "owner"')],
    ['no owner', text.replace('"owner": "Alice",', '')],
    ['an owner with a control character', text.replace('Alice', String.raw`Ali\u001b[2Jce`)],
    ['an owner that turns the text around', text.replace('Alice', 'Ali\u202ece')],
    ['no names', text.replace(/"names": \[[^\]]*\]/, '"names": []')],
    ['a name in capitals', text.replace('acme-*', 'ACME-*')],
    ['a name with a slash', text.replace('acme-*', '../*')],
    ['an unknown status', text.replace('"active"', '"trusted"')],
    ['a key id of another key', text.replace(alice.publicKey.keyId, '0'.repeat(64))],
    ['a key that is no base64', text.replace(key, '*')],
    ['a key of 31 bytes', text.replace(key, Buffer.alloc(31).toString('base64'))],
    ['a weak key', text.replace(key, identity)],
    ['a local time', text.replace('2026-06-01T00:00:00Z', '2026-06-01T00:00:00')],
    ['a day that does not exist', text.replace('2026-06-01T', '2026-02-30T')],
    ['an end before the start', text.replace('2027-01-01', '2026-01-01')],
    ['revoked without a time', text.replace(/"revokedAt": "[^"]+",/, '')],
    ['active with a time of revocation', text.replace('"validFrom"', '"revokedAt"')],
    ['the same key twice', text.replace(/\{\n {6}"keyId"[^}]+\}/, (entry) => `${entry}, ${entry}`)],
    ['more than 1 MiB', text + ' '.repeat(1024 * 1024)],
  ])('refused as a whole: %s', (_what, changed) => {
    expect(changed).not.toBe(text)
    const { store, diagnostics } = parseTrustStore(bytesOf(changed), { file: 'trust.json' })
    expect(store).toBeUndefined()
    expect(diagnostics.map(({ code, file }) => [code, file])).toEqual([['TRUST_STORE_INVALID', 'trust.json']])
  })

  test('the diagnostic leads to the entry', () => {
    const { diagnostics } = parseTrustStore(bytesOf(text.replace('"revoked"', '"gone"')))
    expect(diagnostics[0]?.path).toEqual(['keys', 1])
    expect(diagnostics[0]?.message).toBe(
      'The trust store is refused as a whole: key 2 has a status that is not active, retired or revoked.',
    )
  })
})

describe('edit', () => {
  const store = storeOf(trusted(alice))

  test('add: once; what was decided about a key is not undone', () => {
    expect(addTrustedKey(store, trusted(bob)).keys.length).toBe(2)
    expect(codeOf(() => addTrustedKey(store, trusted(alice)))).toBe('TRUST_KEY_EXISTS')
    const revoked = revokeKey(store, { keyId: alice.publicKey.keyId, at: NOW })
    expect(codeOf(() => addTrustedKey(revoked, trusted(alice)))).toBe('TRUST_KEY_EXISTS')
    expect(codeOf(() => addTrustedKey(store, trusted(bob, { names: [] })))).toBe('TRUST_STORE_INVALID')
    expect(codeOf(() => addTrustedKey(store, trusted(bob, { owner: '' })))).toBe('TRUST_STORE_INVALID')
  })

  test('revoke and retire, by a prefix of the id; revoked is final', () => {
    const keyId = alice.publicKey.keyId.slice(0, 8)
    const revoked = revokeKey(store, { keyId, at: NOW, reason: 'lost' })
    expect(revoked.keys[0]).toMatchObject({ status: 'revoked', revokedAt: NOW, reason: 'lost' })
    expect(store.keys[0]?.status).toBe('active')
    expect(retireKey(store, { keyId }).keys[0]?.status).toBe('retired')
    expect(retireKey(revoked, { keyId }).keys[0]?.status).toBe('revoked')
  })

  test('an id that is not known, too short, or empty', () => {
    for (const keyId of ['', alice.publicKey.keyId.slice(0, 7), '0'.repeat(64)]) {
      expect(codeOf(() => findTrustedKey(store, keyId))).toBe('TRUST_KEY_UNKNOWN')
    }
  })
})

test.each([
  ['crm', 'crm', true],
  ['crm', 'crm-extra', false],
  ['crm', 'cr', false],
  ['*', 'crm', true],
  ['acme-*', 'acme-crm', true],
  ['acme-*', 'acme', false],
  ['*-crm', 'acme-crm', true],
  ['*-crm', 'acme-crm-x', false],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['aba*aba', 'aba', false],
  ['aba*aba', 'abaaba', true],
  ['a**c', 'ac', true],
  ['*a*a*a*a*a*a*a*b', 'a'.repeat(64), false],
  ['c.m', 'crm', false],
])('pattern %s, name %s: %s', (pattern, name, isMatch) => {
  expect(matchesNamePattern(pattern, name)).toBe(isMatch)
})

test('where the store is', () => {
  expect(resolveTrustFile({ XDG_CONFIG_HOME: '/x', HOME: '/h' }, 'linux')).toBe('/x/plugwright/trust.json')
  expect(resolveTrustFile({ HOME: '/h' }, 'darwin')).toBe('/h/.config/plugwright/trust.json')
  expect(resolveTrustFile({ XDG_CONFIG_HOME: './here', HOME: '/h' }, 'linux')).toBe(
    '/h/.config/plugwright/trust.json',
  )
  expect(resolveTrustFile({ XDG_CONFIG_HOME: '', HOME: 'relative' }, 'linux')).toBeUndefined()
  expect(resolveTrustFile({}, 'linux')).toBeUndefined()
  expect(resolveTrustFile({ APPDATA: String.raw`C:\Users\a\AppData` }, 'win32')).toBe(
    String.raw`C:\Users\a\AppData\plugwright\trust.json`,
  )
})

describe('files', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'plugwright-trust-'))
  })
  afterEach(() => {
    rmSync(dir, { recursive: true })
  })

  test('saved with 0600 in a folder of 0700, nothing left beside, read again', async () => {
    const file = path.join(dir, 'config', 'plugwright', 'trust.json')
    await saveTrustStore(file, storeOf(trusted(bob)))
    await saveTrustStore(file, full)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700)
    expect(readdirSync(path.dirname(file))).toEqual(['trust.json'])
    expect(await loadTrustStore(file)).toEqual(full)
  })

  test('a store that cannot be written stays as it was', async () => {
    const file = path.join(dir, 'trust.json')
    writeFileSync(file, text)
    expect(await codeOfRejection(saveTrustStore(path.join(file, 'below'), full))).toBe(
      'TRUST_STORE_NOT_WRITABLE',
    )
    expect(readFileSync(file, 'utf8')).toBe(text)
    expect(existsSync(path.join(dir, 'below'))).toBe(false)
  })

  test('missing: refused, or nobody is trusted', async () => {
    const file = path.join(dir, 'trust.json')
    expect(await codeOfRejection(loadTrustStore(file))).toBe('TRUST_STORE_UNREADABLE')
    expect(await loadTrustStore(file, { whenMissing: 'empty' })).toEqual({ keys: [] })
    expect(await codeOfRejection(loadTrustStore(dir, { whenMissing: 'empty' }))).toBe(
      'TRUST_STORE_UNREADABLE',
    )
  })

  test('others may read it, but not change it', async () => {
    const file = path.join(dir, 'trust.json')
    writeFileSync(file, text)
    chmodSync(file, 0o644)
    expect(await loadTrustStore(file)).toEqual(full)
    for (const mode of [0o664, 0o646]) {
      chmodSync(file, mode)
      expect(await codeOfRejection(loadTrustStore(file))).toBe('TRUST_STORE_PERMISSIONS')
    }
  })

  test('a broken one is never taken for an empty one', async () => {
    const file = path.join(dir, 'trust.json')
    writeFileSync(file, '')
    expect(await codeOfRejection(loadTrustStore(file, { whenMissing: 'empty' }))).toBe('TRUST_STORE_INVALID')
  })
})
