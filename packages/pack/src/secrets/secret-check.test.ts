import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { packPlugin } from '../index.ts'
import { makeFolder, makePlugin, removeFolders, writeTree } from '../plugin-folder.test.kit.ts'
import { createScanBuffer, scanBytes, scanFile } from './scan-file.ts'
import { createSecretCheck } from './secret-check.ts'

afterEach(removeFolders)

const random = 'q7Zk2Vx9Lm4Rt6Wy8Bn3Cf5Hd1Jg0Ps7Ku2E'
const token = `ghp_${random}`
const key = `-----BEGIN PRIVATE KEY-----\n${'M'.repeat(64)}\n-----END PRIVATE KEY-----\n`

const scan = (content: string | Uint8Array) =>
  scanFile(path.join(writeTree(makeFolder(), { file: content }), 'file'), createScanBuffer())

const files = 'files: ["**"]'
const allow = (path_: string, rule: string): string =>
  `secrets: { allow: [{ path: ${path_}, rule: ${rule}, reason: a made-up token }] }`
const pack = async (dir: string) => {
  const { ok, packages, diagnostics } = await packPlugin({ dir })
  return { ok, packages, diagnostics, codes: diagnostics.map(({ code }) => code) }
}

describe('one file', () => {
  test('lines and columns as an editor counts them', () => {
    expect(scan(`first\r\n/* 😀 */ x = "${token}"\n\n${token}\n`)).toMatchObject([
      { rule: 'github-token', line: 2, column: 15 },
      { rule: 'github-token', line: 4, column: 1 },
    ])
  })

  test('content that is in no file is searched alike', () => {
    const text = `first\r\n/* 😀 */ x = "${token}"\n\n${token}\n`
    expect(scanBytes(Buffer.from(text))).toEqual(scan(text))
    expect(scanBytes(Buffer.from('nothing'))).toEqual([])
  })

  const WINDOW = 1024 * 1024
  test.each([-60, -41, -40, -39, -20, -1, 0, 1, 2047, 2048, 2049, 4095, 4096, 4097])(
    'once, at the border of two readings: %i',
    (shift) => {
      for (const border of [WINDOW, WINDOW + 2048, WINDOW + 4096, 2 * WINDOW]) {
        const content = Buffer.alloc(3 * WINDOW, ' ')
        content.write(token, border + shift)
        expect(scan(content)).toMatchObject([{ line: 1, column: border + shift + 1 }])
      }
    },
  )

  test('a private key behind megabytes of other bytes, and across a border', () => {
    expect(scan(Buffer.concat([Buffer.alloc(3_000_000, 0xff), Buffer.from(key)])).length).toBe(1)
    expect(scan(Buffer.concat([Buffer.alloc(WINDOW + 4096 - 20), Buffer.from(key)])).length).toBe(1)
  })

  test('of binary content, private keys alone', () => {
    expect(scan(Buffer.concat([Buffer.alloc(1), Buffer.from(`"${token}" ${key}`)]))).toMatchObject([
      { rule: 'private-key' },
    ])
  })

  test('a list of tokens is cut', () => {
    expect(scan(`${token}\n`.repeat(50)).length).toBe(20)
  })

  test('an empty file', () => {
    expect(scan('')).toEqual([])
  })
})

describe('packing', () => {
  test('PACK_SECRET names the place and not the secret, also not in a frame', async () => {
    const dir = makePlugin({ 'docs/use.md': `# Use\n\nlogin ${token}\n` }, ['files: [docs/**]'])
    const { ok, diagnostics } = await pack(dir)
    expect(ok).toBe(false)
    expect(diagnostics).toMatchObject([{ code: 'PACK_SECRET', file: path.join(dir, 'docs/use.md') }])
    expect(diagnostics[0]?.message).toBe(
      'At docs/use.md:3:7 is a GitHub token (ghp_…), and everybody who gets the package could read it (rule "github-token").',
    )
    expect(diagnostics[0]?.span).toBeUndefined()
    expect(JSON.stringify(diagnostics)).not.toContain(random.slice(0, 6))
    expect(existsSync(path.join(dir, 'dist'))).toBe(false)
  })

  test('allowed with a reason, which is reported', async () => {
    const dir = makePlugin({ 'a.txt': token }, [files, allow('a.txt', 'github-token')])
    const { ok, diagnostics } = await pack(dir)
    expect(ok).toBe(true)
    expect(diagnostics).toMatchObject([{ code: 'PACK_SECRET_ALLOWED', severity: 'info' }])
    expect(diagnostics[0]?.message).toContain('a made-up token')
  })

  test('allowed in one file by one rule, and nowhere else', async () => {
    const dir = makePlugin({ 'a.txt': token, 'b.txt': token }, [files, allow('a.txt', 'github-token')])
    expect((await pack(dir)).codes).toEqual(['PACK_SECRET_ALLOWED', 'PACK_SECRET'])
    const other = makePlugin({ 'a.txt': token }, [files, allow('a.txt', 'npm-token')])
    expect((await pack(other)).codes).toEqual(['PACK_SECRET', 'PACK_SECRET_ALLOW_UNUSED'])
  })

  test('a permission that nothing needs is a warning', async () => {
    const dir = makePlugin({ 'a.txt': 'nothing' }, [files, allow('a.txt', 'generic-token')])
    const { ok, diagnostics } = await pack(dir)
    expect(ok).toBe(true)
    expect(diagnostics).toMatchObject([
      { code: 'PACK_SECRET_ALLOW_UNUSED', severity: 'warning', path: ['secrets', 'allow', 0] },
    ])
  })

  test('private keys and .env cannot be allowed', async () => {
    const withKey = makePlugin({ 'key.pem': key }, [files, allow('key.pem', 'private-key')])
    expect((await pack(withKey)).codes).toEqual(['PACK_PRIVATE_KEY', 'PACK_SECRET_ALLOW_REFUSED'])
    const withEnv = makePlugin({ '.env': 'A=1' }, ['files: [.env]', allow('.env', 'env-file')])
    expect((await pack(withEnv)).codes).toEqual(['PACK_ENV_FILE', 'PACK_SECRET_ALLOW_REFUSED'])
    const withExample = makePlugin({ '.env.example': 'A=' }, ['files: [.env.example]'])
    expect((await pack(withExample)).ok).toBe(true)
  })

  test('a rule that does not exist', async () => {
    const { ok, diagnostics } = await pack(
      makePlugin({ 'a.txt': '' }, [files, allow('a.txt', 'githubtoken')]),
    )
    expect(ok).toBe(false)
    expect(diagnostics).toMatchObject([
      { code: 'PACK_SECRET_ALLOW_REFUSED', hint: 'did you mean "github-token"?' },
    ])
  })
})

describe('what goes wrong with one file', () => {
  const manifest = { secrets: { allow: [] } }

  test('is a warning, and the others are searched', async () => {
    const dir = writeTree(makeFolder(), { 'b.txt': token })
    mkdirSync(path.join(dir, 'folder'))
    const check = createSecretCheck({ dir, manifest, manifestFile: 'plugin.yaml' })
    const entries = ['missing.txt', 'folder', 'b.txt'].map((name) => ({ path: name, from: name }))
    const diagnostics = await check.check(entries)
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['PACK_SECRET_SCAN_FAILED', 'warning'],
      ['PACK_SECRET', 'error'],
    ])
    expect(diagnostics[0]?.message).toContain('ENOENT')
  })

  test('a file is read once for all packages', async () => {
    const dir = writeTree(makeFolder(), { 'a.txt': token })
    const check = createSecretCheck({ dir, manifest, manifestFile: 'plugin.yaml' })
    const [first] = await check.check([{ path: 'a.txt', from: 'a.txt' }])
    writeTree(dir, { 'a.txt': '' })
    chmodSync(path.join(dir, 'a.txt'), 0o600)
    const [second] = await check.check([{ path: 'x/a.txt', from: 'a.txt' }])
    expect([first?.code, second?.code]).toEqual(['PACK_SECRET', 'PACK_SECRET'])
  })

  test('an abort ends the search', async () => {
    const dir = writeTree(makeFolder(), { 'a.txt': token })
    const check = createSecretCheck({ dir, manifest, manifestFile: '', signal: AbortSignal.abort() })
    await expect(check.check([{ path: 'a.txt', from: 'a.txt' }])).rejects.toThrow('abort')
  })
})
