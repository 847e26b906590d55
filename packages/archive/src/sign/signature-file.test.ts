import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  parseArtifactEnvelope,
  parseArtifactStatement,
  signArtifact,
  toManifestEnvelope,
} from './artifact-envelope.ts'
import {
  ARTIFACT_PAYLOAD_TYPE,
  MANIFEST_PAYLOAD_TYPE,
  preAuthenticationEncoding,
} from './pre-authentication-encoding.ts'
import { createKeyPair } from './private-key.ts'
import { codeOf, KEYS } from './sign.test.kit.ts'
import { isSignedBy, parseSignatureFile, signManifest, signPayload } from './signature-file.ts'

const [first, second] = KEYS
if (first === undefined || second === undefined) throw new Error('There are no keys.')
const manifest = Buffer.from('{"format":"plugwright/1"}\n')
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()
const bytesOf = (value: string): Uint8Array => new TextEncoder().encode(value)
const encode = ([type, body]: [string, string]): string =>
  text(preAuthenticationEncoding(type, bytesOf(body)))

describe('pre-authentication encoding', () => {
  test('the example of the DSSE specification', () => {
    expect(text(preAuthenticationEncoding('http://example.com/HelloWorld', bytesOf('hello world')))).toBe(
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
    )
  })

  test('lengths count bytes, an empty payload keeps its space', () => {
    expect(text(preAuthenticationEncoding('ä', bytesOf('€')))).toBe('DSSEv1 2 ä 3 €')
    expect(text(preAuthenticationEncoding('t', new Uint8Array()))).toBe('DSSEv1 1 t 0 ')
  })

  test('different pairs of type and payload have different encodings', () => {
    const part = fc.string({ unit: fc.constantFrom('a', ' ', '1', '2'), maxLength: 8 })
    fc.assert(
      fc.property(fc.tuple(part, part), fc.tuple(part, part), (a, b) => {
        expect(encode(a) === encode(b)).toBe(a[0] === b[0] && a[1] === b[1])
      }),
    )
  })
})

describe('signature.json', () => {
  test('to the byte, with the signature that the openssl command makes of the same encoding', () => {
    expect(text(signManifest(manifest, [first]))).toBe(`{
  "payloadType": "application/vnd.plugwright.manifest.v1+json",
  "signatures": [
    {
      "keyid": "21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9",
      "sig": "Vnw4UFHNu0bWAhiwDUgMZFYAUaen+pqkC7d9mOe4weNuIzr922iL1+0231xjHPOJHwlAdwyr1PmEOHfFqy3yCw=="
    }
  ]
}
`)
  })

  test('is the same for the same input, in the order of key ids, each key once', () => {
    const file = signManifest(manifest, [second, first, second])
    expect(file).toEqual(signManifest(manifest, [first, second]))
    expect(JSON.parse(text(file))).toEqual({
      payloadType: MANIFEST_PAYLOAD_TYPE,
      signatures: [first, second]
        .map(({ publicKey }) => ({ keyid: publicKey.keyId, sig: expect.stringMatching(/^[\w+/]{86}==$/) }))
        .toSorted((a, b) => (a.keyid < b.keyid ? -1 : 1)),
    })
  })

  test('is read back, and its signatures verify', () => {
    const { signatures = [] } = parseSignatureFile(signManifest(manifest, [first, second]))
    expect(signatures.length).toBe(2)
    for (const { keyid, sig } of signatures) {
      const { publicKey } = keyid === first.publicKey.keyId ? first : second
      expect(isSignedBy(publicKey, { payloadType: MANIFEST_PAYLOAD_TYPE, payload: manifest, sig })).toBe(true)
      expect(isSignedBy(publicKey, { payloadType: ARTIFACT_PAYLOAD_TYPE, payload: manifest, sig })).toBe(
        false,
      )
    }
  })

  test('16 signatures fit, 17 do not', () => {
    const keys = Array.from({ length: 17 }, createKeyPair)
    const file = signManifest(manifest, keys.slice(1))
    expect(file.length).toBeLessThan(8192)
    expect(parseSignatureFile(file).signatures?.length).toBe(16)
    expect(codeOf(() => signManifest(manifest, keys))).toBe('SIGNATURE_TOO_MANY_KEYS')
  })

  const good = text(signManifest(manifest, [first]))
  const both = JSON.parse(text(signManifest(manifest, [first, second]))) as { signatures: object[] }
  const sig = /"sig": "(.+)"/.exec(good)?.[1] ?? ''
  test.each([
    ['empty', ''],
    ['not JSON', good.slice(0, -3)],
    ['trailing text', `${good}{}`],
    ['a byte order mark', `\ufeff${good}`],
    ['more than 8 KiB', good + ' '.repeat(8192)],
    ['a list', `[${good}]`],
    ['null', 'null'],
    ['another payload type', good.replace('manifest.v1', 'artifact.v1')],
    ['no payload type', good.replace('payloadType', 'type')],
    ['an unknown key', good.replace('{', '{ "v": 1,')],
    ['__proto__', good.replace('{', '{ "__proto__": {},')],
    ['a key twice', good.replace('{', `{ "payloadType": "${MANIFEST_PAYLOAD_TYPE}",`)],
    ['a key twice, once escaped', good.replace('{', `{ "payload\\u0054ype": "${MANIFEST_PAYLOAD_TYPE}",`)],
    ['a key of a signature twice', good.replace('"sig"', '"sig": "", "sig"')],
    ['no signatures', JSON.stringify({ payloadType: MANIFEST_PAYLOAD_TYPE, signatures: [] })],
    ['signatures that are no list', good.replace(/\[[^]*\]/, '{}')],
    ['a signature that is no object', good.replace(/\[[^]*\]/, '[1]')],
    ['an unknown key of a signature', good.replace('"sig"', '"alg": "none", "sig"')],
    ['the same key twice', JSON.stringify({ ...both, signatures: [both.signatures[0], both.signatures[0]] })],
    ['a keyid in capitals', good.replace(first.publicKey.keyId, first.publicKey.keyId.toUpperCase())],
    ['a short keyid', good.replace(first.publicKey.keyId, 'abc')],
    ['an empty sig', good.replace(sig, '')],
    ['a sig of 63 bytes', good.replace(sig, Buffer.alloc(63).toString('base64'))],
    ['unpadded base64', good.replace(sig, sig.replaceAll('=', ''))],
    ['URL-safe base64', good.replace(sig, '-_'.padEnd(86, 'A').concat('=='))],
    ['base64 with stray bits', good.replace(sig, `${'A'.repeat(85)}B==`)],
    ['base64 with white space', good.replace(sig, ` ${sig}`)],
  ])('malformed: %s', (_what, malformed) => {
    const { signatures, diagnostics } = parseSignatureFile(bytesOf(malformed))
    expect(malformed).not.toBe(good)
    expect(signatures).toBeUndefined()
    expect(diagnostics.map(({ code }) => code)).toEqual(['SIGNATURE_MALFORMED'])
  })

  test('bytes that are not UTF-8', () => {
    const bytes = Buffer.from(good)
    bytes[10] = 0xff
    expect(parseSignatureFile(bytes).diagnostics[0]?.message).toContain('is not UTF-8')
  })

  test('a message holds nothing of the file that a terminal obeys', () => {
    for (const key of ['\u009b2J', '\u202e', 'x'.repeat(7000)]) {
      const { diagnostics } = parseSignatureFile(bytesOf(good.replace('{', `{ ${JSON.stringify(key)}: 1,`)))
      expect(diagnostics[0]?.message).toMatch(/^[ -~…]{1,200}$/)
    }
  })

  test('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json().map(bytesOf)), (bytes) => {
        expect(parseSignatureFile(bytes).signatures).toBeUndefined()
      }),
    )
  })
})

describe('DSSE envelopes', () => {
  const statement = {
    name: 'crm',
    version: '1.0.0',
    target: 'betty',
    filename: 'crm-1.0.0.tar.gz',
    size: 12,
    sha256: 'a'.repeat(64),
  }

  test('a package as a whole envelope', () => {
    const { signatures = [] } = parseSignatureFile(signManifest(manifest, [first]))
    const envelope = JSON.parse(text(toManifestEnvelope(manifest, signatures))) as { payload: string }
    expect(Object.keys(envelope)).toEqual(['payload', 'payloadType', 'signatures'])
    expect(Buffer.from(envelope.payload, 'base64')).toEqual(manifest)
  })

  test('an artifact: signed, read, verified', () => {
    const { envelope, diagnostics } = parseArtifactEnvelope(signArtifact(statement, [first]), 'x.sig.json')
    expect(diagnostics).toEqual([])
    if (envelope === undefined) throw new Error('There is no envelope.')
    const [signature] = envelope.signatures
    expect(isSignedBy(first.publicKey, { ...envelope, sig: signature?.sig ?? new Uint8Array() })).toBe(true)
    expect(parseArtifactStatement(envelope.payload)).toEqual(statement)
  })

  test('both alphabets of base64, as DSSE demands', () => {
    const standard = text(signArtifact({ ...statement, version: '1.0.0-~~~???>>>' }, [first]))
    const urlSafe = standard.replaceAll(/(?<="(?:payload|sig)": ")[^"]+/g, (base64) =>
      base64.replaceAll('+', '-').replaceAll('/', '_'),
    )
    expect(urlSafe).not.toBe(standard)
    expect(parseArtifactEnvelope(bytesOf(urlSafe), 'x')).toEqual(
      parseArtifactEnvelope(bytesOf(standard), 'x'),
    )
  })

  test.each([
    ['a manifest signature', text(signManifest(manifest, [first]))],
    [
      'another payload type',
      text(toManifestEnvelope(manifest, [{ keyid: first.publicKey.keyId, sig: Buffer.alloc(64) }])),
    ],
    [
      'a payload that is no base64',
      text(signArtifact(statement, [first])).replace('"payload": "', '"payload": "*'),
    ],
    ['no signature', JSON.stringify({ payload: '', payloadType: ARTIFACT_PAYLOAD_TYPE, signatures: [] })],
    ['a list', '[]'],
    ['not JSON', 'x'],
  ])('malformed: %s', (_what, malformed) => {
    expect(parseArtifactEnvelope(bytesOf(malformed), 'x').diagnostics.map(({ code }) => code)).toEqual([
      'SIGNATURE_MALFORMED',
    ])
  })

  test.each([
    ['not JSON', 'x'],
    ['a list', '[]'],
    ['a missing key', JSON.stringify({ ...statement, size: undefined })],
    ['an unknown key', JSON.stringify({ ...statement, more: 1 })],
    ['an empty name', JSON.stringify({ ...statement, name: '' })],
    ['a name that a terminal obeys', JSON.stringify({ ...statement, name: 'crm\u001b[2J' })],
    ['a version on two lines', JSON.stringify({ ...statement, version: '1.0.0\n' })],
    ['a file name with a folder', JSON.stringify({ ...statement, filename: '../crm.tar.gz' })],
    ['a target that turns the text around', JSON.stringify({ ...statement, target: '\u202e' })],
    ['a negative size', JSON.stringify({ ...statement, size: -1 })],
    ['a digest in capitals', JSON.stringify({ ...statement, sha256: 'A'.repeat(64) })],
  ])('bad statement: %s', (_what, payload) => {
    expect(parseArtifactStatement(bytesOf(payload))).toMatch(/^has a payload/)
  })

  test('the payload type is signed', () => {
    const [signature] = signPayload(manifest, { payloadType: ARTIFACT_PAYLOAD_TYPE, keys: [first] })
    const sig = signature?.sig ?? new Uint8Array()
    expect(isSignedBy(first.publicKey, { payloadType: MANIFEST_PAYLOAD_TYPE, payload: manifest, sig })).toBe(
      false,
    )
  })
})
