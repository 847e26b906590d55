import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createKeyPair } from '../sign/private-key.ts'
import { SIGNATURE_FILE, signManifest } from '../sign/signature-file.ts'
import { judgeArchive, type JudgeOptions, MANIFEST_FILE } from './judge-archive.ts'
import type { TrustStore } from './trust-store.ts'
import {
  alice,
  bob,
  bytesOf,
  carol,
  digestOf,
  judgeOptions,
  makePackage,
  NOW,
  storeOf,
  type TestPackage,
  toFound,
  trusted,
} from './trust.test.kit.ts'
import { isAccepted, type TrustPolicy, type Verification } from './verification.ts'

const judge = (from: TestPackage, trust: TrustStore, changes: Partial<JudgeOptions> = {}): Verification =>
  judgeArchive(toFound(from), judgeOptions(trust, changes))

const codes = ({ diagnostics }: Verification): string[] =>
  diagnostics.map(({ code, severity }) => (severity === 'error' ? code : `${code} (${severity})`))

const later = new Date(NOW.getTime() + 1)

describe('verdicts', () => {
  test('verified', () => {
    const verification = judge(makePackage([alice]), storeOf(trusted(alice)))
    expect(verification).toMatchObject({
      verdict: 'verified',
      accepted: true,
      integrity: 'signed',
      signers: [{ keyId: alice.publicKey.keyId, owner: 'Alice', status: 'trusted' }],
      name: 'crm',
      version: '1.2.3',
      differences: [],
      diagnostics: [],
    })
    expect(verification.files.map(({ path }) => path)).toEqual(['a.txt', 'lib/b.js'])
  })

  const active = trusted(alice)
  test.each<[string, TrustStore, string, string, string]>([
    ['nobody is trusted', storeOf(), 'untrusted-key', 'unknown', 'VERIFY_UNTRUSTED_KEY'],
    ['another is trusted', storeOf(trusted(bob)), 'untrusted-key', 'unknown', 'VERIFY_UNTRUSTED_KEY'],
    [
      'other plugins',
      storeOf({ ...active, names: ['cr', 'crm-*', 'acme*'] }),
      'untrusted-key',
      'out-of-scope',
      'VERIFY_UNTRUSTED_KEY',
    ],
    ['just expired', storeOf({ ...active, validUntil: NOW }), 'expired-key', 'expired', 'VERIFY_EXPIRED_KEY'],
    [
      'not yet valid',
      storeOf({ ...active, validFrom: later }),
      'expired-key',
      'not-yet-valid',
      'VERIFY_EXPIRED_KEY',
    ],
    ['retired', storeOf({ ...active, status: 'retired' }), 'expired-key', 'retired', 'VERIFY_EXPIRED_KEY'],
    [
      'revoked, even after signing',
      storeOf({ ...active, status: 'revoked', revokedAt: later }),
      'revoked-key',
      'revoked',
      'VERIFY_REVOKED_KEY',
    ],
  ])('%s', (...[, trust, verdict, status, code]) => {
    const verification = judge(makePackage([alice]), trust)
    expect(verification).toMatchObject({
      verdict,
      accepted: false,
      integrity: 'listed',
      signers: [{ status }],
    })
    expect(codes(verification)).toEqual([code])
  })

  test('valid from the first moment to the last before the end', () => {
    const key = { ...active, validFrom: NOW, validUntil: later }
    expect(judge(makePackage([alice]), storeOf(key)).verdict).toBe('verified')
  })

  test('unsigned', () => {
    const verification = judge(makePackage([]), storeOf(active))
    expect(verification).toMatchObject({
      verdict: 'unsigned',
      accepted: false,
      integrity: 'listed',
      signers: [],
    })
    expect(codes(verification)).toEqual(['VERIFY_UNSIGNED'])
  })

  test('malformed: no manifest, one that does not parse, a list with two meanings, bad signature files', () => {
    const without = makePackage([alice])
    without.contents.delete(MANIFEST_FILE)
    expect(codes(judge(without, storeOf(active)))).toEqual(['VERIFY_MALFORMED'])

    const broken = makePackage([])
    broken.contents.set(MANIFEST_FILE, bytesOf('{'))
    expect(judge(broken, storeOf(active))).toMatchObject({ verdict: 'malformed', accepted: false })

    const file = digestOf('a.txt', bytesOf('first'))
    for (const files of [
      [file, file],
      [{ ...file, path: MANIFEST_FILE }],
      [{ ...file, path: SIGNATURE_FILE }],
    ]) {
      expect(codes(judge(makePackage([alice], { files }), storeOf(active)))).toEqual(['VERIFY_MALFORMED'])
    }

    const odd = makePackage([alice])
    odd.contents.set(SIGNATURE_FILE, bytesOf('{}'))
    expect(codes(judge(odd, storeOf(active), { policy: 'off' }))).toEqual(['SIGNATURE_MALFORMED'])
  })
})

describe('several signatures', () => {
  const all = [alice, bob, carol]
  test.each([
    ['one trusted, one unknown', storeOf(trusted(bob)), 'verified', []],
    [
      'one trusted, one revoked',
      storeOf(trusted(bob), trusted(carol, { status: 'revoked', revokedAt: NOW })),
      'verified',
      ['VERIFY_ALSO_REVOKED (warning)'],
    ],
    [
      'one revoked, one expired',
      storeOf(trusted(bob, { status: 'revoked', revokedAt: NOW }), trusted(carol, { status: 'retired' })),
      'revoked-key',
      ['VERIFY_REVOKED_KEY'],
    ],
    [
      'one expired, one out of scope',
      storeOf(trusted(bob, { validUntil: NOW }), trusted(carol, { names: ['hr'] })),
      'expired-key',
      ['VERIFY_EXPIRED_KEY'],
    ],
  ])('%s', (...[, trust, verdict, expected]) => {
    const verification = judge(makePackage(all), trust)
    expect(verification.verdict).toBe(verdict)
    expect(codes(verification)).toEqual(expected)
  })

  test('a bad one under any known key outweighs a trusted one; under an unknown key it says nothing', () => {
    const signed = makePackage([alice, bob])
    const other = JSON.parse(Buffer.from(signManifest(bytesOf('other'), [bob])).toString()) as {
      signatures: object[]
    }
    const own = JSON.parse(
      Buffer.from(signManifest(signed.contents.get(MANIFEST_FILE) ?? bytesOf(''), [alice])).toString(),
    ) as {
      payloadType: string
      signatures: object[]
    }
    const mixed = { ...own, signatures: [...own.signatures, ...other.signatures] }
    signed.contents.set(SIGNATURE_FILE, bytesOf(JSON.stringify(mixed)))
    expect(judge(signed, storeOf(trusted(alice))).verdict).toBe('verified')
    const statuses = [
      {},
      { names: ['hr'] },
      { status: 'retired' },
      { status: 'revoked', revokedAt: NOW },
    ] as const
    for (const changes of statuses) {
      const verification = judge(signed, storeOf(trusted(alice), trusted(bob, changes)), { policy: 'off' })
      expect(verification).toMatchObject({ verdict: 'bad-signature', accepted: false, files: [] })
      expect(codes(verification)).toEqual(['VERIFY_BAD_SIGNATURE'])
    }
  })
})

test('the manifest is not parsed where a signature is bad, and parsed once where none is', () => {
  let calls = 0
  const { readManifest } = judgeOptions(storeOf())
  const counted: Partial<JudgeOptions> = {
    readManifest(bytes) {
      calls++
      return readManifest(bytes)
    },
  }
  const forged = makePackage([alice])
  forged.contents.set(MANIFEST_FILE, bytesOf('{}'))
  expect(judge(forged, storeOf(trusted(alice)), counted).verdict).toBe('bad-signature')
  expect(calls).toBe(0)
  expect(judge(makePackage([alice]), storeOf(trusted(alice)), counted).verdict).toBe('verified')
  expect(calls).toBe(1)
})

function flipped(from: TestPackage, path: string, change: { at: number; bit: number }): TestPackage {
  const bytes = Uint8Array.from(from.contents.get(path) ?? [])
  bytes[change.at] = (bytes[change.at] ?? 0) ^ (1 << change.bit)
  return { ...from, contents: new Map(from.contents).set(path, bytes) }
}

describe('changed after signing', () => {
  const trust = storeOf(trusted(alice))
  const both = storeOf(trusted(alice), trusted(bob))

  test('any bit of the manifest: bad-signature', () => {
    const signed = makePackage([alice])
    const size = signed.contents.get(MANIFEST_FILE)?.length ?? 0
    for (let at = 0; at < size; at++) {
      const { verdict, accepted } = judge(flipped(signed, MANIFEST_FILE, { at, bit: at % 8 }), trust, {
        policy: 'off',
      })
      expect([at, verdict, accepted]).toEqual([at, 'bad-signature', false])
    }
  })

  test('any bit of the signature file: malformed, bad-signature, or a key that is not known; never verified', () => {
    const signed = makePackage([alice])
    const text = Buffer.from(signed.contents.get(SIGNATURE_FILE) ?? '').toString()
    const keyId = text.indexOf(alice.publicKey.keyId)
    const sig = text.indexOf('"sig": "') + 8
    const seen = new Set<string>()
    for (let at = 0; at < text.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const { verdict } = judge(flipped(signed, SIGNATURE_FILE, { at, bit }), trust)
        const isKeyId = at >= keyId && at < keyId + 64
        const isSig = at >= sig && at < sig + 88
        const allowed = isKeyId
          ? ['malformed', 'untrusted-key']
          : isSig
            ? ['malformed', 'bad-signature']
            : ['malformed']
        expect(allowed).toContain(verdict)
        seen.add(`${isKeyId ? 'keyid' : isSig ? 'sig' : 'rest'} ${verdict}`)
      }
    }
    expect([...seen].sort()).toEqual([
      'keyid malformed',
      'keyid untrusted-key',
      'rest malformed',
      'sig bad-signature',
      'sig malformed',
    ])
  })

  test('any bit of any file: content-mismatch that names it, signed or not, whatever the policy', () => {
    for (const [signed, policy] of [
      [makePackage([alice]), 'require'],
      [makePackage([]), 'prefer'],
      [makePackage([bob]), 'off'],
    ] as const) {
      for (const path of ['a.txt', 'lib/b.js']) {
        for (let at = 0; at < (signed.contents.get(path)?.length ?? 0); at++) {
          for (let bit = 0; bit < 8; bit++) {
            const verification = judge(flipped(signed, path, { at, bit }), trust, { policy })
            expect(verification).toMatchObject({
              verdict: 'content-mismatch',
              accepted: false,
              integrity: 'none',
              differences: [{ path, kind: 'changed' }],
            })
            expect(codes(verification)).toEqual(['VERIFY_CONTENT_MISMATCH'])
          }
        }
      }
    }
  })

  test('a mode, a file that is missing, one that is not listed, two that swap names', () => {
    const signed = makePackage([alice])
    const differencesOf = (contents: Map<string, Uint8Array>, modes = signed.modes): unknown =>
      judge({ contents, modes }, trust).differences
    expect(differencesOf(signed.contents, new Map())).toEqual([{ path: 'lib/b.js', kind: 'mode' }])

    const missing = new Map(signed.contents)
    missing.delete('a.txt')
    expect(differencesOf(missing)).toEqual([{ path: 'a.txt', kind: 'missing' }])

    const more = new Map(signed.contents).set('lib/c.js', bytesOf('')).set('__proto__', bytesOf(''))
    expect(differencesOf(more)).toEqual([
      { path: '__proto__', kind: 'unlisted' },
      { path: 'lib/c.js', kind: 'unlisted' },
    ])

    const swapped = new Map(signed.contents)
      .set('a.txt', signed.contents.get('lib/b.js') ?? bytesOf(''))
      .set('lib/b.js', signed.contents.get('a.txt') ?? bytesOf(''))
    expect(differencesOf(swapped)).toEqual([
      { path: 'a.txt', kind: 'changed' },
      { path: 'lib/b.js', kind: 'changed' },
    ])
  })

  test('a treeDigest that is not that of the files', () => {
    const verification = judge(makePackage([alice], { treeDigest: '0'.repeat(64) }), trust)
    expect(verification).toMatchObject({ verdict: 'content-mismatch', differences: [] })
    expect(verification.diagnostics[0]?.message).toContain('treeDigest')
  })

  test('the signature taken away: unsigned, which only a weaker policy accepts', () => {
    const stripped = makePackage([alice])
    stripped.contents.delete(SIGNATURE_FILE)
    const accepted = (['require', 'prefer', 'off'] as const).map((policy) =>
      judge(stripped, trust, { policy }),
    )
    expect(accepted.map((one) => [one.verdict, one.accepted])).toEqual([
      ['unsigned', false],
      ['unsigned', true],
      ['unsigned', true],
    ])
    expect(accepted.map(codes)).toEqual([
      ['VERIFY_UNSIGNED'],
      ['VERIFY_UNSIGNED (warning)'],
      ['VERIFY_UNSIGNED (warning)', 'VERIFY_POLICY_OFF (warning)'],
    ])
  })

  test('the signature of another manifest, and one signature taken away of two', () => {
    const signed = makePackage([alice, bob])
    const other = makePackage([alice], { version: '1.2.2' })
    const replaced = new Map(signed.contents).set(
      SIGNATURE_FILE,
      other.contents.get(SIGNATURE_FILE) ?? bytesOf(''),
    )
    expect(judge({ ...signed, contents: replaced }, both).verdict).toBe('bad-signature')
    const manifest = signed.contents.get(MANIFEST_FILE) ?? bytesOf('')
    const fewer = new Map(signed.contents).set(SIGNATURE_FILE, signManifest(manifest, [bob]))
    expect(judge({ ...signed, contents: fewer }, both)).toMatchObject({ verdict: 'verified', signers: [{}] })
  })

  test('signed again by an attacker: untrusted-key, also where the owner claims a known name', () => {
    const mallory = createKeyPair()
    expect(judge(makePackage([mallory]), trust)).toMatchObject({
      verdict: 'untrusted-key',
      signers: [{ keyId: mallory.publicKey.keyId, status: 'unknown' }],
    })
  })
})

describe('replay', () => {
  const trust = storeOf(trusted(alice, { names: ['crm', 'hr'] }))

  test('a genuine package under another name: verified, and refused where the name was asked for', () => {
    const genuine = makePackage([alice], { name: 'hr' })
    expect(judge(genuine, trust)).toMatchObject({ verdict: 'verified', accepted: true, name: 'hr' })
    const verification = judge(genuine, trust, { expectedName: 'crm' })
    expect(verification).toMatchObject({ verdict: 'verified', accepted: false, name: 'hr' })
    expect(codes(verification)).toEqual(['VERIFY_WRONG_NAME'])
  })

  test('an older version: verified, and reported for the installer, which knows what is there', () => {
    const older = makePackage([alice], { version: '0.9.0' })
    expect(judge(older, trust)).toMatchObject({ verdict: 'verified', accepted: true, version: '0.9.0' })
  })
})

test('policies: what is changed or broken is never accepted', () => {
  const policies: TrustPolicy[] = ['require', 'prefer', 'off']
  const verdicts = [
    'verified',
    'unsigned',
    'untrusted-key',
    'expired-key',
    'revoked-key',
    'bad-signature',
    'content-mismatch',
    'malformed',
  ] as const
  const table = verdicts.map((verdict) => policies.map((policy) => isAccepted(verdict, policy)))
  expect(table.map((row, index) => [verdicts[index], row])).toEqual([
    ['verified', [true, true, true]],
    ['unsigned', [false, true, true]],
    ['untrusted-key', [false, false, true]],
    ['expired-key', [false, false, true]],
    ['revoked-key', [false, false, true]],
    ['bad-signature', [false, false, false]],
    ['content-mismatch', [false, false, false]],
    ['malformed', [false, false, false]],
  ])
})

test('any mixture of changes is verified only where nothing was changed', () => {
  const trust = storeOf(trusted(alice))
  const change = fc.record({
    path: fc.constantFrom('a.txt', 'lib/b.js', MANIFEST_FILE, SIGNATURE_FILE, 'new.txt'),
    content: fc.option(fc.uint8Array({ maxLength: 4 })),
  })
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      const signed = makePackage([alice])
      for (const { path, content } of changes) {
        if (content === null) signed.contents.delete(path)
        else signed.contents.set(path, content)
      }
      const isSame = changes.every(({ path, content }) => path === 'new.txt' && content === null)
      const isNewGone = changes.findLast(({ path }) => path === 'new.txt')?.content ?? null
      const onlyNew = changes.every(({ path }) => path === 'new.txt')
      expect(judge(signed, trust).verdict === 'verified').toBe(isSame || (onlyNew && isNewGone === null))
    }),
    { numRuns: 300 },
  )
})
