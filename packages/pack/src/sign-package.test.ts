import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import {
  createKeyPair,
  type JudgeOptions,
  type PrivateKey,
  readArchiveFiles,
  signManifest,
  verifyArchive,
  verifyArtifact,
} from '@plugwright/archive'
import { parsePackedManifest } from '@plugwright/manifest'
import { afterEach, describe, expect, test } from 'vitest'
import { packPlugin, type PackOptions, type Target, TARGETS } from './index.ts'
import { makeFolder, makePlugin, removeFolders, writeTree } from './plugin-folder.test.kit.ts'

afterEach(removeFolders)

const alice = createKeyPair()
const bob = createKeyPair()

const readManifest: JudgeOptions['readManifest'] = (bytes) => {
  const { packed, diagnostics } = parsePackedManifest(bytes)
  return packed === undefined
    ? { diagnostics }
    : { manifest: { ...packed, name: packed.plugin.name, version: packed.plugin.version }, diagnostics }
}

const trustOf = (...keys: PrivateKey[]) => ({
  trust: {
    keys: keys.map(({ publicKey }) => ({
      publicKey,
      owner: 'A',
      names: ['demo'],
      status: 'active' as const,
    })),
  },
  policy: 'require' as const,
})

async function packOne(dir: string, options: Partial<PackOptions>) {
  const { packages, diagnostics } = await packPlugin({ dir, ...options })
  const [first] = packages
  if (first === undefined) throw new Error(JSON.stringify(diagnostics))
  return first
}

const makeDemo = (): string => makePlugin({ 'a.txt': 'content' }, ['files: [a.txt]'])

/** A target that has no place for signatures. */
const plain: Target = {
  name: 'plain',
  optionsSchema: {},
  formats: ['tar.gz'],
  fileName: ({ name, version }) => `${name}-${version}.tar.gz`,
  bundles: () => [],
  plan: () => ({ entries: [{ path: 'a.txt', from: 'a.txt', why: 'test' }], excluded: [], diagnostics: [] }),
  check: () => [],
}

describe('a .plug', () => {
  test('is signed inside by every key, over the bytes of manifest.json, as second entry', async () => {
    const packed = await packOne(makeDemo(), { signWith: [alice, bob] })
    const names = ['manifest.json', 'signature.json']
    const contents = await readArchiveFiles(packed.path, names)
    expect(Buffer.from(contents.get('signature.json') ?? '')).toEqual(
      Buffer.from(signManifest(contents.get('manifest.json') ?? new Uint8Array(), [alice, bob])),
    )
    for (const key of [alice, bob]) {
      const verification = await verifyArchive(packed.path, { ...trustOf(key), readManifest })
      expect(verification).toMatchObject({
        verdict: 'verified',
        accepted: true,
        name: 'demo',
        version: '1.0.0',
      })
    }
    const stranger = await verifyArchive(packed.path, { ...trustOf(createKeyPair()), readManifest })
    expect(stranger.verdict).toBe('untrusted-key')
    expect(packed.sidePaths.map((side) => path.basename(side))).toEqual(['demo-1.0.0.plug.sha256'])
  })

  test('has the same bytes each time, and the same manifest as the unsigned one', async () => {
    const manifests: Buffer[] = []
    const digests: string[] = []
    for (const signWith of [[alice], [alice], []]) {
      const packed = await packOne(makeDemo(), { signWith })
      digests.push(packed.sha256)
      const contents = await readArchiveFiles(packed.path, ['manifest.json'])
      manifests.push(Buffer.from(contents.get('manifest.json') ?? ''))
    }
    expect(digests[1]).toBe(digests[0])
    expect(digests[2]).not.toBe(digests[0])
    expect(manifests[2]?.equals(manifests[0] ?? Buffer.alloc(0))).toBe(true)
  })

  test('the report names the keys, and no private one', async () => {
    const packed = await packOne(makeDemo(), { signWith: [alice] })
    const report = readFileSync(packed.reportPath, 'utf8')
    expect((JSON.parse(report) as { plugwright: unknown }).plugwright).toMatchObject({
      signedBy: [alice.publicKey.keyId],
    })
    expect(report).not.toContain('PRIVATE')
    const unsigned = await packOne(makeDemo(), {})
    expect(readFileSync(unsigned.reportPath, 'utf8')).not.toContain('signedBy')
  })

  test('more than 16 keys: nothing is written', async () => {
    const dir = makeDemo()
    const { ok, diagnostics } = await packPlugin({ dir, signWith: Array.from({ length: 17 }, createKeyPair) })
    expect([ok, diagnostics.map(({ code }) => code)]).toEqual([false, ['SIGNATURE_TOO_MANY_KEYS']])
    expect(existsSync(path.join(dir, 'dist'))).toBe(false)
  })
})

describe('a target without a place for signatures', () => {
  test('gets an envelope beside, which goes with the archive', async () => {
    const dir = makeDemo()
    const packed = await packOne(dir, { targets: [plain], signWith: [alice, bob] })
    expect(packed.sidePaths.map((side) => path.basename(side))).toEqual([
      'demo-1.0.0.tar.gz.sha256',
      'demo-1.0.0.tar.gz.sig.json',
    ])
    expect(packed.sidePaths.every(existsSync)).toBe(true)
    expect(await verifyArtifact(packed.path, trustOf(bob))).toMatchObject({
      verdict: 'verified',
      integrity: 'signed',
      name: 'demo',
      version: '1.0.0',
    })
    appendFileSync(packed.path, 'x')
    expect((await verifyArtifact(packed.path, trustOf(bob))).verdict).toBe('content-mismatch')
  })

  test('unsigned: none', async () => {
    const packed = await packOne(makeDemo(), { targets: [plain] })
    expect(packed.sidePaths.length).toBe(1)
  })

  test('an envelope of an earlier version in the plugin folder is not packed', async () => {
    const dir = makePlugin({ 'a.txt': '', 'demo-0.9.0.plug.sig.json': '{}' }, ['files: ["*"]'])
    const packed = await packOne(dir, { outputDir: dir })
    const report = JSON.parse(readFileSync(packed.reportPath, 'utf8')) as {
      plugwright: { plan: { excluded: unknown[] } }
    }
    expect(report.plugwright.plan.excluded).toContainEqual({
      path: 'demo-0.9.0.plug.sig.json',
      rule: 'own-output',
    })
  })
})

/** Signs what is not in the package. */
const sign: NonNullable<Target['sign']> = (_control, keys) => [
  { path: 'signature.json', bytes: signManifest(Buffer.from('something else'), keys) },
]

test('PACK_NOT_VERIFIED: a package that its receiver would refuse takes no place', async () => {
  const dir = makeDemo()
  const outputDir = writeTree(makeFolder(), { 'demo-1.0.0.plug': 'earlier' })
  const plugwright = TARGETS.find(({ name }) => name === 'plugwright')
  if (plugwright === undefined) throw new Error('There is no target plugwright.')
  for (const broken of [
    { ...plugwright, sign },
    { ...plugwright, sign: () => [] },
  ]) {
    const { ok, packages, diagnostics } = await packPlugin({
      dir,
      outputDir,
      targets: [broken],
      signWith: [alice],
    })
    expect({ ok, packages }).toEqual({ ok: false, packages: [] })
    expect(diagnostics[0]?.code).toBe('PACK_NOT_VERIFIED')
    expect(readdirSync(outputDir)).toEqual(['demo-1.0.0.plug'])
    expect(readFileSync(path.join(outputDir, 'demo-1.0.0.plug'), 'utf8')).toBe('earlier')
  }
})

test('of the built-in targets, two sign inside; packages of all others get an envelope', async () => {
  expect(TARGETS.filter((target) => 'sign' in target).map(({ name }) => name)).toEqual([
    'plugwright',
    'arcan',
  ])
  const dir = makePlugin({ 'a.py': '' }, [
    'commands: [{ name: a, handler: { runtime: python, script: a.py } }]',
  ])
  const { packages } = await packPlugin({
    dir,
    targets: ['honeyframe', 'betty'],
    formats: ['tar.gz'],
    signWith: [alice],
  })
  expect(packages.map(({ target }) => target)).toEqual(['honeyframe', 'betty'])
  for (const { path: file, target, sidePaths } of packages) {
    expect(sidePaths).toContain(`${file}.sig.json`)
    expect(await verifyArtifact(file, trustOf(alice)), target).toMatchObject({
      verdict: 'verified',
      name: 'demo',
      version: '1.0.0',
    })
  }
})
