import { createHash, createPrivateKey, sign } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import {
  createKeyPair,
  listArchive,
  type PrivateKey,
  readArchiveFiles,
  readPrivateKey,
  readPublicKey,
  writeArchive,
} from '@plugwright/archive'
import { afterEach, describe, expect, test } from 'vitest'
import { packPlugin, type PackOptions, type PackResult, type Target } from '../../index.ts'
import { copyingBundler, makeFolder, makePlugin, removeFolders } from '../../plugin-folder.test.kit.ts'
import { arcan } from './arcan.ts'
import type { ArcanOptions } from './options.ts'
import { signArcanManifest, verifyArcanSignature } from './signature.ts'
import { verifyArcanPackage } from './verify-package.ts'

afterEach(removeFolders)

const YAML = [
  'display_name: Demo engine',
  'description: { en: A demo, de: Eine Demo }',
  'targets:',
  '  arcan:',
  '    sdk_version: 0.1.0',
  '    engine: engine.ts',
  '    capabilities: [host:sql, engine:dynamic_credentials]',
]
const ENGINE = `export const run = (): string => 'templates/create.sql'\n`
const FILES = { 'engine.ts': ENGINE, 'templates/create.sql': 'create role' }

async function pack(
  files: Readonly<Record<string, string | Uint8Array>> = FILES,
  { lines = YAML, ...options }: Partial<PackOptions> & { lines?: readonly string[] } = {},
): Promise<PackResult> {
  return packPlugin({ dir: makePlugin(files, lines), ...options })
}

async function problemsOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  lines: readonly string[] = YAML,
): Promise<string[]> {
  const { diagnostics } = await pack(files, { lines, bundler: copyingBundler })
  return diagnostics.map(({ code, severity, message }) => `${severity} ${code}: ${message}`)
}

function withEngine(engine: string): string[] {
  return YAML.map((line) => line.replace('engine: engine.ts', `engine: ${engine}`))
}

async function contentsOf(file: string): Promise<Record<string, string>> {
  const { entries } = await listArchive(file)
  const names = entries.map((entry) => entry.path)
  const files = await readArchiveFiles(file, names)
  return Object.fromEntries(names.map((name) => [name, Buffer.from(files.get(name) ?? []).toString()]))
}

function sumOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

test('manifest, engine and templates, in this order', async () => {
  const { packages, diagnostics } = await pack({ ...FILES, 'README.md': 'x', 'templates/.hidden': 'x' })
  expect(diagnostics).toEqual([])
  const [one] = packages
  expect(path.basename(one?.path ?? '')).toBe('demo-1.0.0.arcanpkg')
  const { 'manifest.json': manifest = '', ...files } = await contentsOf(one?.path ?? '')
  expect(files).toEqual({ 'engine.ts': ENGINE, 'templates/create.sql': 'create role' })
  expect(manifest).toBe(
    `${JSON.stringify(
      {
        name: 'demo',
        version: '1.0.0',
        display_name: 'Demo engine',
        description: 'A demo',
        capabilities: ['host:sql', 'engine:dynamic_credentials'],
        sdk_version: '0.1.0',
        checksums: { 'engine.ts': sumOf(ENGINE), 'templates/create.sql': sumOf('create role') },
      },
      undefined,
      2,
    )}\n`,
  )
})

function magicOf({ packages }: PackResult): string[] {
  return packages.map((one) => `${one.format} ${readFileSync(one.path).subarray(0, 2).toString('hex')}`)
}

test('the container is a tar.gz, or a zip by option, by formats or by request', async () => {
  expect(magicOf(await pack())).toEqual(['tar.gz 1f8b'])
  expect(magicOf(await pack(FILES, { lines: [...YAML, '    container: zip'] }))).toEqual(['zip 504b'])
  const both = { lines: [...YAML, '    container: zip', '    formats: [tar.gz, zip]'] }
  expect(magicOf(await pack(FILES, both))).toEqual(['tar.gz 1f8b', 'zip 504b'])
  expect(magicOf(await pack(FILES, { formats: ['zip'] }))).toEqual(['zip 504b'])
})

describe('the engine', () => {
  test.each(['engine.go', 'engine.py'])('%s is taken as it is', async (engine) => {
    const { packages, diagnostics } = await pack(
      { [`src/${engine}`]: 'import x' },
      { lines: withEngine(`./src/${engine}`) },
    )
    expect(diagnostics).toEqual([])
    expect(await contentsOf(packages[0]?.path ?? '')).toMatchObject({ [engine]: 'import x' })
  })

  test('engine.wasm is taken as it is, also from build/, and its templates are not judged', async () => {
    const files = { 'build/crm.wasm': Buffer.from('\0asm\x01\0\0\0'), 'templates/a.sql': 'a' }
    const { packages, diagnostics } = await pack(files, { lines: withEngine('build/crm.wasm') })
    expect(diagnostics).toEqual([])
    expect(Object.keys(await contentsOf(packages[0]?.path ?? ''))).toEqual([
      'manifest.json',
      'engine.wasm',
      'templates/a.sql',
    ])
  })

  test('TypeScript that imports is bundled, and its modules are read for templates', async () => {
    const files = {
      ...FILES,
      'engine.ts': `import { run } from './run.ts'\nexport { run }\n`,
      'templates/create.sql': 'create role',
    }
    const { packages, diagnostics } = await pack(files, { bundler: copyingBundler })
    expect(diagnostics).toMatchObject([{ code: 'ARCAN_TEMPLATE_UNUSED' }])
    const report = JSON.parse(readFileSync(packages[0]?.reportPath ?? '', 'utf8')) as {
      plugwright: { plan: { entries: { path: string }[] } }
    }
    expect(report.plugwright.plan.entries[0]).toEqual({
      path: 'engine.ts',
      from: '.plugwright/build/arcan-engine/engine.js',
      why: 'bundle arcan-engine',
    })
    expect((await pack(files)).diagnostics).toMatchObject([{ code: 'PACK_BUNDLE_MISSING' }])
  })

  test('types, and packages of the host, are no reason to bundle', async () => {
    const engine = `import type { A } from './types.ts'\nimport { b } from '@getarcan/sdk/b'\n${ENGINE}`
    const { packages, diagnostics } = await pack({
      ...FILES,
      'engine.ts': engine,
      'package.json': '{ "peerDependencies": { "@getarcan/sdk": "*" } }',
    })
    expect(diagnostics).toEqual([])
    expect(await contentsOf(packages[0]?.path ?? '')).toMatchObject({ 'engine.ts': engine })
  })

  test.each<[string, Record<string, string>, string[], RegExp]>([
    ['is not there', {}, YAML, /^error PACK_ENTRY_POINT_NOT_PACKED: .* there is no such file\.$/],
    [
      'is taken out',
      FILES,
      [...YAML, 'files: ["!engine.*"]'],
      /^error PACK_ENTRY_POINT_NOT_PACKED: .*the rule "files: !engine\.\*" takes it out/,
    ],
    [
      'is Rust',
      { 'engine.rs': '' },
      withEngine('engine.rs'),
      /^error ARCAN_ENGINE_KIND: The engine engine\.rs /,
    ],
    ['is no wasm', { 'engine.wasm': 'x' }, withEngine('engine.wasm'), /^error ARCAN_ENGINE_NOT_WASM: /],
  ])('that %s', async (...[, files, lines, expected]) => {
    expect((await problemsOf(files, lines))[0]).toMatch(expected)
  })

  test('that becomes more than one file', async () => {
    const other: PackOptions['bundler'] = {
      name: 'two',
      async bundle(requests, context) {
        const twice = requests.map((request) => ({ ...request, shape: 'pages' as const }))
        const { diagnostics } = await copyingBundler.bundle(twice, context)
        const file = path.join(context.dir, '.plugwright/build/arcan-engine/build.json')
        writeFileSync(file, readFileSync(file, 'utf8').replace('"pages"', '"single-module"'))
        return { diagnostics }
      },
    }
    const files = { ...FILES, 'engine.ts': `import './a.css'\n${ENGINE}` }
    const { diagnostics } = await pack(files, { bundler: other })
    expect(diagnostics).toMatchObject([
      { code: 'ARCAN_ENGINE_SEVERAL_FILES', message: expect.stringContaining('also has engine.css') },
    ])
  })
})

test('capabilities that there are not', async () => {
  const lines = YAML.map((line) => line.replace('host:sql', 'host:sqll'))
  const { diagnostics } = await pack(FILES, { lines })
  expect(diagnostics).toMatchObject([
    {
      code: 'ARCAN_CAPABILITY',
      hint: 'did you mean "host:sql"?',
      path: ['targets', 'arcan', 'capabilities', 0],
    },
  ])
})

test.each([
  ['sdk_version', YAML.filter((line) => !line.includes('sdk_version'))],
  ['engine', YAML.filter((line) => !line.includes('engine.ts'))],
  ['container', [...YAML, '    container: rar']],
  ['signature', [...YAML, '    signature: pgp']],
  ['engin', [...YAML, '    engin: a.ts']],
])('the option %s', async (name, lines) => {
  expect(await problemsOf(FILES, lines)).toEqual([
    expect.stringMatching(new RegExp(`^error PACK_TARGET_OPTION: .*${name}`)),
  ])
})

describe('templates', () => {
  const SQL = { 'templates/create_role.sql': 'a', 'templates/sub/drop_role.sql': 'b' }
  const both = `'templates/create_role.sql' + './templates/sub/drop_role.sql'`

  test.each<[string, string, string[]]>([
    ['both named', both, []],
    ['without the folder', `['create_role.sql', "sub/drop_role.sql"]`, []],
    ['the whole folder', `readdir('templates/')`, []],
    ['the folder without a slash', `readdir('templates/sub') + 'create_role.sql'`, []],
    ['computed', '`templates/${name}.sql`', []],
    ['put together', `'templates/' + name`, []],
    [
      'computed in part',
      '`templates/sub/${name}`',
      ['warning ARCAN_TEMPLATE_UNUSED: The engine never names the template templates/create_role.sql.'],
    ],
    [
      'a name that is not there',
      `${both}; 'templates/creat_role.sql'`,
      [
        'error ARCAN_TEMPLATE_MISSING: The engine names the template "templates/creat_role.sql", and there is no such file.',
      ],
    ],
    [
      'almost a name',
      `${both}; 'create_rol.sql'; 'other.sql'; 'package.json'`,
      ['warning ARCAN_TEMPLATE_MISSPELT: The engine names "create_rol.sql", and there is no such template.'],
    ],
    ['only in a comment', `${both} // 'templates/none.sql'`, []],
    ['in a sentence', `${both}; 'templates/ are files'`, []],
  ])('%s', async (_what, code, expected) => {
    expect(await problemsOf({ ...SQL, 'engine.ts': `export const a = ${code}\n` })).toEqual(expected)
  })

  test.each<[string, string, string[]]>([
    ['engine.go', '//go:embed templates/*.sql "templates/sub/drop_role.sql"\nvar files embed.FS', []],
    ['engine.go', 'fmt.Sprintf("templates/%s.sql", name)', []],
    ['engine.py', 'open(f"templates/{name}.sql")', []],
    ['engine.py', "open('templates/{}.sql'.format(name))", []],
    [
      'engine.py',
      `a = 'create_role.sql', 'templates/sub/drop.sql' # 'sub/drop_role.sql'`,
      [
        'error ARCAN_TEMPLATE_MISSING: The engine names the template "templates/sub/drop.sql", and there is no such file.',
        'warning ARCAN_TEMPLATE_UNUSED: The engine never names the template templates/sub/drop_role.sql.',
      ],
    ],
  ])('%s: %s', async (engine, code, expected) => {
    expect(await problemsOf({ ...SQL, [engine]: code }, withEngine(engine))).toEqual(expected)
  })

  test('the place of a missing one, and why', async () => {
    const files = { 'engine.ts': `export const a =\n  'templates/x.sql'\n`, 'templates/x.sql': '' }
    const { diagnostics } = await pack(files, { lines: [...YAML, 'files: ["!templates/x.sql"]'] })
    expect(diagnostics).toMatchObject([
      {
        code: 'ARCAN_TEMPLATE_MISSING',
        message: expect.stringContaining('the rule "files: !templates/x.sql" takes it out'),
        file: expect.stringMatching(/engine\.ts$/),
        span: { start: { line: 2, column: 3 }, end: { line: 2, column: 20 } },
      },
    ])
  })

  test('from another folder', async () => {
    const files = { 'engine.ts': ENGINE, 'sql/create.sql': 'a', 'templates/other.sql': 'b' }
    const { packages, diagnostics } = await pack(files, { lines: [...YAML, '    templates: ./sql/'] })
    expect(diagnostics).toEqual([])
    expect(Object.keys(await contentsOf(packages[0]?.path ?? ''))).toEqual([
      'manifest.json',
      'engine.ts',
      'templates/create.sql',
    ])
  })
})

test('equal bytes at two depths', async () => {
  const dir = makePlugin(FILES, YAML)
  const deeper = path.join(makeFolder(), 'a/b/c/demo')
  cpSync(dir, deeper, { recursive: true })
  const [first, second] = await Promise.all([dir, deeper].map(async (one) => packPlugin({ dir: one })))
  expect(first?.packages[0]?.sha256).toMatch(/^[0-9a-f]{64}$/)
  expect(second?.packages[0]?.sha256).toBe(first?.packages[0]?.sha256)
})

/** RFC 8032, section 7.1, test 1, as Arcan's files hold it: seed and public key, and the public key. */
const SEED = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
const PUBLIC = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'

function pemOf(label: string, hex: string): string {
  return `-----BEGIN ${label}-----\n${(
    Buffer.from(hex, 'hex')
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\n')}\n-----END ${label}-----\n`
}

const KEY = readPrivateKey(pemOf('ED25519 PRIVATE KEY', SEED + PUBLIC))
const PUBLIC_KEY = readPublicKey(pemOf('ED25519 PUBLIC KEY', PUBLIC))

describe('signatures', () => {
  const manifest = Buffer.from('{"name":"postgres"}\n')

  test('known answers, made by node:crypto alone', () => {
    const key = createPrivateKey({
      key: Buffer.from(`302e020100300506032b657004220420${SEED}`, 'hex'),
      format: 'der',
      type: 'pkcs8',
    })
    const digest = createHash('sha256').update(manifest).digest()
    expect(signArcanManifest(manifest, KEY)).toBe(sign(null, digest, key).toString('hex'))
    expect(signArcanManifest(manifest, KEY, 'raw')).toBe(sign(null, manifest, key).toString('hex'))
  })

  test.each(['digest', 'raw'] as const)('in the form %s', (mode) => {
    const signature = signArcanManifest(manifest, KEY, mode)
    const verified = (text: string, bytes: Uint8Array = manifest): unknown =>
      verifyArcanSignature(bytes, { signature: text, publicKey: PUBLIC_KEY })
    expect(verified(signature)).toBe(mode)
    expect(verified(`${signature.toUpperCase()}\n`)).toBe(mode)
    expect(verified(signature, Buffer.from('{"name":"postgres"}'))).toBeUndefined()
    for (const text of ['', signature.slice(2), `${signature}00`, `0x${signature}`, 'z'.repeat(128)]) {
      expect(verified(text)).toBeUndefined()
    }
  })
})

async function packSigned(keys: readonly PrivateKey[], lines: readonly string[] = YAML): Promise<PackResult> {
  return pack(FILES, { lines, signWith: keys })
}

/** A package of other people's making. */
async function makePackage(files: Readonly<Record<string, string>>): Promise<string> {
  const file = path.join(makeFolder(), 'x.arcanpkg')
  const entries = Object.entries(files).map(([name, text]) => ({
    path: name,
    source: Buffer.from(text),
    executable: false,
  }))
  await writeArchive({ file, format: 'tar.gz', entries })
  return file
}

describe('verify', () => {
  const publicKeys = [createKeyPair().publicKey, PUBLIC_KEY]

  test.each(['digest', 'raw'] as const)('a package signed in the form %s', async (mode) => {
    const { packages } = await packSigned([KEY], [...YAML, `    signature: ${mode}`])
    const file = packages[0]?.path ?? ''
    expect(Object.keys(await contentsOf(file)).slice(0, 2)).toEqual(['manifest.json', 'signature'])
    expect((await contentsOf(file))['signature']).toMatch(/^[0-9a-f]{128}$/)
    expect(await verifyArcanPackage(file, { publicKeys })).toMatchObject({
      verdict: 'verified',
      signer: { keyId: PUBLIC_KEY.keyId, mode },
      manifest: { name: 'demo', version: '1.0.0' },
      diagnostics: [],
    })
    const others = await verifyArcanPackage(file, { publicKeys: publicKeys.slice(0, 1) })
    expect(others).toMatchObject({ verdict: 'bad-signature', diagnostics: [{ code: 'ARCAN_BAD_SIGNATURE' }] })
    expect(others.manifest).toBeUndefined()
  })

  test('a package that its receiver would refuse takes no place', async () => {
    const other = createKeyPair()
    const target: Target<ArcanOptions> = {
      ...arcan,
      sign: (control, _keys, context) => arcan.sign?.(control, [other], context) ?? [],
    }
    const { ok, packages, diagnostics } = await pack(FILES, { targets: [target], signWith: [KEY] })
    expect([ok, packages, diagnostics.map(({ code }) => code)]).toEqual([
      false,
      [],
      ['PACK_NOT_VERIFIED', 'ARCAN_BAD_SIGNATURE'],
    ])
  })

  test('a signed zip has its signature inside, and no envelope beside', async () => {
    const { packages } = await pack(FILES, { formats: ['zip'], signWith: [KEY] })
    expect(packages[0]?.sidePaths.map((side) => path.basename(side))).toEqual(['demo-1.0.0.arcanpkg.sha256'])
    const found = await verifyArcanPackage(packages[0]?.path ?? '', { publicKeys })
    expect(found).toMatchObject({ verdict: 'verified', sha256: packages[0]?.sha256 })
  })

  test('a package without a signature, as a zip', async () => {
    const { packages } = await pack(FILES, { formats: ['zip'] })
    const found = await verifyArcanPackage(packages[0]?.path ?? '', { publicKeys })
    expect(found).toMatchObject({ verdict: 'unsigned', diagnostics: [] })
  })

  test('more keys than there is room for', async () => {
    const { ok, diagnostics } = await packSigned([KEY, createKeyPair()])
    expect(ok).toBe(false)
    expect(diagnostics).toMatchObject([{ code: 'ARCAN_SEVERAL_KEYS' }])
  })

  test('changed, missing and additional files', async () => {
    const { packages } = await packSigned([KEY])
    const { 'templates/create.sql': _left, ...files } = await contentsOf(packages[0]?.path ?? '')
    const file = await makePackage({ ...files, 'engine.ts': 'other', 'templates/evil.sql': 'x' })
    expect(await verifyArcanPackage(file, { publicKeys })).toMatchObject({
      verdict: 'content-mismatch',
      signer: { keyId: PUBLIC_KEY.keyId },
      differences: [
        { path: 'engine.ts', kind: 'changed' },
        { path: 'templates/evil.sql', kind: 'unlisted' },
        { path: 'templates/create.sql', kind: 'missing' },
      ],
      diagnostics: [{ code: 'ARCAN_CONTENT_MISMATCH' }],
    })
  })

  const MANIFEST = {
    name: 'a',
    version: '1.0.0',
    display_name: 'A',
    description: '',
    capabilities: [],
    sdk_version: '0.1.0',
    checksums: {},
  }
  test.each<[string, Record<string, string>, string]>([
    ['no manifest', { 'engine.ts': '' }, 'it holds no manifest.json'],
    ['no JSON', { 'manifest.json': '{', 'engine.ts': '' }, 'its manifest.json is wrong'],
    ['a list', { 'manifest.json': '[]' }, 'it is not an object'],
    ['no engine', { 'manifest.json': JSON.stringify(MANIFEST) }, 'it has 0 engines'],
    [
      'two engines',
      { 'manifest.json': JSON.stringify(MANIFEST), 'engine.ts': '', 'engine.go': '' },
      'it has 2 engines',
    ],
    ...(
      [
        ['name', 1, '"name" is not a string'],
        ['sdk_version', undefined, '"sdk_version" is not a string'],
        ['capabilities', [1], '"capabilities" is not a list'],
        ['checksums', [], '"checksums" is not an object'],
        ['checksums', { a: 'md5:1' }, 'the checksum of "a" is not'],
      ] as const
    ).map(([field, value, expected]): [string, Record<string, string>, string] => [
      `${field} ${JSON.stringify(value)}`,
      { 'manifest.json': JSON.stringify({ ...MANIFEST, [field]: value }) },
      expected,
    ]),
  ])('%s', async (_what, files, expected) => {
    expect(await verifyArcanPackage(await makePackage(files), { publicKeys })).toMatchObject({
      verdict: 'malformed',
      diagnostics: [{ code: 'ARCAN_PACKAGE_INVALID', message: expect.stringContaining(expected) }],
    })
  })

  test('what is no archive', async () => {
    const file = path.join(makeFolder(), 'x.arcanpkg')
    writeFileSync(file, 'nothing')
    expect(await verifyArcanPackage(file, { publicKeys })).toMatchObject({
      verdict: 'malformed',
      diagnostics: [{ code: expect.stringMatching(/^ARCHIVE_/) }],
    })
    await expect(verifyArcanPackage(`${file}x`, { publicKeys })).rejects.toMatchObject({
      code: 'ARCHIVE_NOT_READABLE',
    })
  })
})
