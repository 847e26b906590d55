import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyPair, readArchiveFiles, readPublicKey } from '@plugwright/archive'
import { signArcanManifest, verifyArcanPackage } from '@plugwright/pack'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyWithPackages } from '../../copy-with-packages.ts'
import { root } from '../../repository.ts'

const bin = join(root, 'packages/cli/dist/bin.js')
const isThere = (tool: string, flag: string): boolean => spawnSync(tool, [flag]).status === 0
const python = isThere('python3', '--version')
const openssl = isThere('openssl', 'version')

let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plugwright-arcan-'))
  for (const example of ['arcan-ts', 'arcan-go']) {
    await copyWithPackages(join(root, 'examples/targets', example), join(folder, example))
    expect(build(join(folder, example))).toMatchObject({ status: 0, value: { ok: true, diagnostics: [] } })
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function build(...args: string[]): { status: number | null; value: Record<string, unknown> } {
  const { status, stdout } = spawnSync(process.execPath, [bin, 'build', ...args, '--json'], {
    encoding: 'utf8',
  })
  return { status, value: JSON.parse(stdout) as Record<string, unknown> }
}

const packageOf = (example: string, file: string): string => join(folder, example, 'dist', file)

function readWithPython(file: string): Record<string, unknown> {
  const text = execFileSync('python3', [join(import.meta.dirname, 'read-arcanpkg.py'), file], {
    encoding: 'utf8',
  })
  return JSON.parse(text) as Record<string, unknown>
}

test.for([
  [
    'arcan-ts',
    'postgres-0.1.0.arcanpkg',
    {
      container: 'tar.gz',
      names: ['manifest.json', 'engine.ts', 'templates/create_role.sql', 'templates/revoke_role.sql'],
      manifest: {
        name: 'postgres',
        version: '0.1.0',
        display_name: 'PostgreSQL',
        description: 'Roles of a PostgreSQL server, made for each user and dropped again',
        capabilities: ['host:sql', 'host:audit', 'engine:dynamic_credentials'],
        sdk_version: '0.1.0',
      },
    },
  ],
  [
    'arcan-go',
    'redis-0.1.0.arcanpkg',
    {
      container: 'zip',
      names: ['manifest.json', 'engine.go', 'templates/acl_setuser.txt'],
      manifest: {
        name: 'redis',
        version: '0.1.0',
        display_name: 'Redis',
        description: 'Users of a Redis server',
        capabilities: ['host:http', 'engine:dynamic_credentials'],
        sdk_version: '0.1.0',
      },
    },
  ],
] as const)(
  'Python opens the package of %s, and its checksums agree',
  ([example, file, golden], { skip }) => {
    skip(!python, 'there is no python3 on PATH')
    expect(readWithPython(packageOf(example, file))).toMatchObject({ ...golden, checksums_agree: true })
    expect(readdirSync(join(folder, example, 'dist'))).toHaveLength(3)
  },
)

test('the engine of two modules is one file that runs', async () => {
  const file = packageOf('arcan-ts', 'postgres-0.1.0.arcanpkg')
  const contents = await readArchiveFiles(file, ['engine.ts', 'manifest.json'])
  const engine = join(folder, 'engine.mjs')
  // What the bundler writes is TypeScript without types.
  writeFileSync(engine, contents.get('engine.ts') ?? '')
  const { engine: run } = (await import(engine)) as {
    engine: Record<string, (...values: unknown[]) => unknown>
  }
  const asked: unknown[] = []
  const host = {
    template: async (name: string) => name,
    sql: async (statement: string) => asked.push(statement),
    audit: async (event: string) => asked.push(event),
  }
  await run['createCredentials']?.(host, { name: 'ada', password: 'x', expires: 'never' })
  await run['revokeCredentials']?.(host, 'ada')
  expect(asked).toEqual([
    'templates/create_role.sql',
    'created ada',
    'templates/revoke_role.sql',
    'revoked ada',
  ])
})

test('two builds at other places are equal byte for byte', async () => {
  for (const [example, file] of [
    ['arcan-ts', 'postgres-0.1.0.arcanpkg'],
    ['arcan-go', 'redis-0.1.0.arcanpkg'],
  ] as const) {
    const far = join(folder, 'far/down/in/a/tree', example)
    await copyWithPackages(join(root, 'examples/targets', example), far)
    expect(build(far).status).toBe(0)
    expect(readFileSync(join(far, 'dist', file)).equals(readFileSync(packageOf(example, file)))).toBe(true)
  }
})

test('a signature by openssl over the digest is ours, and is accepted in a package of other making', async ({
  skip,
}) => {
  skip(!python, 'there is no python3 on PATH')
  skip(!openssl, 'there is no openssl on PATH')
  const key = createKeyPair()
  const pem = join(folder, 'key.pem')
  writeFileSync(pem, key.key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  const file = packageOf('arcan-ts', 'postgres-0.1.0.arcanpkg')
  const digest = join(folder, 'digest')
  writeFileSync(digest, Buffer.from(String(readWithPython(file)['manifest_sha256']), 'hex'))
  const signature = execFileSync('openssl', ['pkeyutl', '-sign', '-inkey', pem, '-rawin', '-in', digest])
  const manifest = (await readArchiveFiles(file, ['manifest.json'])).get('manifest.json') ?? new Uint8Array()
  expect(signArcanManifest(manifest, key)).toBe(signature.toString('hex'))

  const other = join(folder, 'other.arcanpkg')
  const writer = join(import.meta.dirname, 'write-arcanpkg.py')
  execFileSync('python3', [writer, file, other, signature.toString('hex')])
  // As Arcan's key files hold it: PEM around the 32 raw bytes.
  const raw = Buffer.from(key.publicKey.bytes).toString('base64')
  const publicKey = readPublicKey(
    `-----BEGIN ED25519 PUBLIC KEY-----\n${raw}\n-----END ED25519 PUBLIC KEY-----\n`,
  )
  expect(await verifyArcanPackage(other, { publicKeys: [publicKey], profile: 'foreign' })).toMatchObject({
    verdict: 'verified',
    signer: { keyId: key.publicKey.keyId, mode: 'digest' },
  })
})

test('openssl accepts our signature, in both forms', async ({ skip }) => {
  skip(!openssl, 'there is no openssl on PATH')
  const key = createKeyPair()
  const pem = join(folder, 'public.pem')
  writeFileSync(pem, key.publicKey.key.export({ type: 'spki', format: 'pem' }))
  const file = packageOf('arcan-go', 'redis-0.1.0.arcanpkg')
  const manifest = (await readArchiveFiles(file, ['manifest.json'])).get('manifest.json') ?? new Uint8Array()
  const [message, digest, signature] = ['message', 'digest', 'signature'].map((name) => join(folder, name))
  writeFileSync(message ?? '', manifest)
  execFileSync('openssl', ['dgst', '-sha256', '-binary', '-out', digest ?? '', message ?? ''])
  for (const [mode, signed] of [
    ['digest', digest],
    ['raw', message],
  ] as const) {
    writeFileSync(signature ?? '', Buffer.from(signArcanManifest(manifest, key, mode), 'hex'))
    const args = ['pkeyutl', '-verify', '-pubin', '-inkey', pem, '-rawin', '-in', signed ?? '']
    const text = execFileSync('openssl', [...args, '-sigfile', signature ?? ''], { encoding: 'utf8' })
    expect(text).toContain('Signature Verified Successfully')
  }
})

test.for([
  ['ARCAN_TEMPLATE_MISSING', 'engine/roles.ts', 'templates/create_role.sql', 'templates/make_role.sql'],
  ['ARCAN_CAPABILITY', 'plugin.yaml', 'host:sql', 'host:mongo'],
  ['ARCAN_ENGINE_KIND', 'plugin.yaml', 'engine/index.ts', 'package.json'],
  ['PACK_ENTRY_POINT_NOT_PACKED', 'plugin.yaml', 'engine/index.ts', 'engine/main.ts'],
  ['PACK_TARGET_OPTION', 'plugin.yaml', 'sdk_version: 0.1.0', 'sdk_version: latest'],
])('%s stops the build, and the package of before stays', ([code, name, from, to]) => {
  const dir = join(folder, 'arcan-ts')
  const file = join(dir, name ?? '')
  const before = readFileSync(file, 'utf8')
  const packed = readFileSync(packageOf('arcan-ts', 'postgres-0.1.0.arcanpkg'))
  try {
    writeFileSync(file, before.replace(from ?? '', to ?? ''))
    const { status, value } = build(dir)
    expect(status).toBe(1)
    const { diagnostics } = value as { diagnostics: { code: string; severity: string }[] }
    expect(diagnostics.filter(({ severity }) => severity === 'error').map((one) => one.code)).toEqual([code])
    expect(readFileSync(packageOf('arcan-ts', 'postgres-0.1.0.arcanpkg')).equals(packed)).toBe(true)
  } finally {
    writeFileSync(file, before)
  }
})
