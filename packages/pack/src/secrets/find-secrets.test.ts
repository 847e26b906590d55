import { generateKeyPairSync } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entropyOf, looksRandom } from './entropy.ts'
import { findSecrets } from './find-secrets.ts'
import { isEnvFile } from './rules.ts'

const find = (content: string | Uint8Array, isBinary = false): string[] =>
  findSecrets(Buffer.from(content), { isBinary }).map(({ rule }) => rule)

/** Made-up tokens, put together here so that no scanner takes this file for a leak. */
const random = 'q7Zk2Vx9Lm4Rt6Wy8Bn3Cf5Hd1Jg0Ps7Ku2E'
const [word, digits] = ['T0K7X2M9', '482913057264']
const tokens: readonly (readonly [rule: string, token: string])[] = [
  ['aws-access-key', ['AKIA', 'Q3EGRZ5KX7NMWLD2'].join('')],
  ['aws-access-key', ['ASIA', 'Q3EGRZ5KX7NMWLD2'].join('')],
  ...['p', 'o', 'u', 's', 'r'].map((kind) => ['github-token', `gh${kind}_${random}`] as const),
  ['github-token', `github_pat_${random.slice(0, 22)}_${random}${random.slice(0, 23)}`],
  ['gitlab-token', `glpat-${random.slice(0, 20)}`],
  ['npm-token', `npm_${random}`],
  ['slack-token', `xoxb-${digits}-${digits}-${random.slice(0, 24)}`],
  ['slack-token', `xapp-1-A${word}-${digits}-${'9f3b'.repeat(16)}0d1c7e8a2456`],
  ['slack-token', `https://hooks.slack.com/services/${word}/B${word}/${random.slice(0, 24)}`],
  ['stripe-key', `sk_live_${random.slice(0, 24)}`],
  ['stripe-key', `rk_live_${random.slice(0, 24)}`],
  ['google-api-key', `AIza${random.slice(0, 35)}`],
]

describe('tokens of known form', () => {
  test.each(tokens)('%s: %s', (rule, token) => {
    const whole = [
      token,
      `x="${token}"`,
      `\r\n${token}\r\n`,
      `key: ${token}`,
      JSON.stringify({ a: `\n${token}` }),
    ]
    for (const text of whole) expect(find(text)).toEqual([rule])
    expect(find(`x${token}`)).toEqual([])
    expect(find(token.slice(0, 12))).toEqual([])
    expect(find(token, true)).toEqual([])
  })

  test('the place is that of the first byte, and nothing of the secret is shown', () => {
    for (const [rule, token] of tokens) {
      const [found] = findSecrets(Buffer.from(`ä=${token}`), { isBinary: false })
      expect(found).toMatchObject({ rule, offset: 3 })
      expect(found?.what).not.toContain(random.slice(0, 6))
      expect(found?.what).not.toContain(token.slice(-8))
    }
  })

  test.each([
    ['the key of the AWS documentation', 'AKIAIOSFODNN7EXAMPLE'],
    ['a row of one letter', `ghp_${'x'.repeat(36)}`],
    ['a longer word', `npm_${'config_registry'.repeat(4)}`],
    ['a name of a variable', 'npm_package_engines_node_version_range_of_it'],
    ['a test key of Stripe', `sk_test_${random.slice(0, 24)}`],
    ['Slack in a sentence', 'xoxb-your-token-goes-here-and-nowhere-else'],
    ['base64 around the literal', ['abcAKIA', 'Q3EGRZ5KX7NMWLD2'].join('')],
  ])('not: %s', (_what, text) => {
    expect(find(text)).toEqual([])
  })
})

describe('tokens of unknown form', () => {
  const value = 'kX9vR2mQ7tL4wZ8pB3nY6cD1'
  const hex = '9c1f4e7ab2d80356e1749fbc3a5d82067d1e'
  test.each([
    `const apiKey = "${value}"`,
    `SECRET_KEY='${value}'`,
    `{"access_token": "${value}"}`,
    `config['client_secret'] = \`${value}\``,
    `dbPassword: "${hex}"`,
    `  passphrase:'${value}'`,
  ])('%s', (text) => {
    expect(find(text)).toEqual(['generic-token'])
  })

  test.each([
    ['a harmless name', `const cacheKey = "${value}"`],
    ['a public token', `publicToken = "${value}"`],
    ['a name that ends in Id', `tokenId = "${value}"`],
    ['no name', `return "${value}"`],
    ['a short value', 'password = "hunter2"'],
    ['a sentence', 'token: "the value of the token here"'],
    ['a class name', 'tokenClass: "very-long-class-name-of-a-token-field"'],
    ['a constant', 'SECRET_TOKEN_KIND = "SECRET_INTERNALS_DO_NOT_USE"'],
    ['a placeholder', 'apiKey = "yourApiKeyGoesHere0123456789AB"'],
    [
      'letters in order',
      'passwordAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"',
    ],
    ['one letter', `secret = "${'a'.repeat(40)}"`],
    ['two literals', 'token = "aaaaaaaaaaaaaaaaaaaaaaaaaa" + "bbbb"'],
  ])('not: %s', (_what, text) => {
    expect(find(text)).toEqual([])
  })

  test('entropy', () => {
    expect([entropyOf(''), entropyOf('aaaa'), entropyOf('ab'), entropyOf('abcd')]).toEqual([0, 0, 1, 2])
    expect([looksRandom(value), looksRandom(hex), looksRandom('abababababababababab')]).toEqual([
      true,
      true,
      false,
    ])
  })
})

describe('private keys', () => {
  const ed25519 = generateKeyPairSync('ed25519')
  const pem = String(ed25519.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
  const encrypted = { format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' } as const

  test.each<[string, string | Buffer]>([
    ['PKCS#8', pem],
    ['with CRLF', pem.replaceAll('\n', '\r\n')],
    ['RSA', rsa.export({ type: 'pkcs1', format: 'pem' })],
    ['encrypted PKCS#8', rsa.export({ type: 'pkcs8', ...encrypted })],
    ['encrypted RSA, with header lines', rsa.export({ type: 'pkcs1', ...encrypted })],
    ['OpenSSH', `-----BEGIN OPENSSH PRIVATE KEY-----\n${'b3BlbnNzaC1rZXktdjEA'.repeat(4)}\n`],
    ['OpenPGP', `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n${'lFgEYz'.repeat(10)}\n`],
    ['in a string literal', `const key = ${JSON.stringify(pem)}`],
    ['indented in YAML', pem.replaceAll(/^/gm, '    ')],
  ])('%s', (_form, content) => {
    expect(find(content)).toEqual(['private-key'])
    expect(find(content, true)).toEqual(['private-key'])
  })

  test.each([
    ['a public key', String(ed25519.publicKey.export({ type: 'spki', format: 'pem' }))],
    [
      'the label alone, as in libraries that read keys',
      "if (text.includes('-----BEGIN PRIVATE KEY-----')) parse(text)",
    ],
    ['a placeholder', '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n'],
    ['words', 'Never pack a PRIVATE KEY.'],
    ['nothing', ''],
  ])('not: %s', (_form, content) => {
    expect(find(content)).toEqual([])
  })
})

test.each([
  ['.env', true],
  ['config/.env.local', true],
  ['.ENV.production', true],
  ['.env.example', false],
  ['.env.local.sample', false],
  ['.envrc', false],
  ['env', false],
  ['src/env.ts', false],
])('settings of a machine: %s: %s', (path, isRefused) => {
  expect(isEnvFile(path)).toBe(isRefused)
})

test('never throws, and takes no long time for any bytes', () => {
  const part = fc.constantFrom(
    '-----BEGIN ',
    'PRIVATE KEY',
    'ghp_',
    'AIza',
    'token="',
    '"',
    ':',
    ' ',
    'A',
    '\n',
    'xoxb-1',
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 400 }), (parts) => {
      const started = performance.now()
      find(parts.join(''))
      expect(performance.now() - started).toBeLessThan(1000)
    }),
    { numRuns: 200 },
  )
})
