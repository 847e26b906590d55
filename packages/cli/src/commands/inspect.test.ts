import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isSignedBy, loadPrivateKey, loadPublicKey, signArtifact } from '@plugwright/archive'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildSigned, tamper, toValue, writeOther } from '../packages.test.support.ts'
import { createWorkspace } from '../workspace.test.support.ts'
import type { Workspace } from '../workspace.test.support.ts'

let workspace: Workspace
let file: string
let keyId: string

beforeAll(async () => {
  workspace = createWorkspace()
  ;({ file, keyId } = await buildSigned(workspace))
})

afterAll(() => workspace.remove())

interface Inspected {
  readonly entries: readonly { path: string; size: number; sha256: string; mode: string }[]
  readonly diagnostics: readonly object[]
}

test('what a package holds, and who claims to have signed it', async () => {
  const { exitCode, stdout, stderr } = await workspace.run(`inspect ${file} --json`)
  expect([exitCode, stderr]).toEqual([0, ''])
  const bytes = readFileSync(join(workspace.dir, file))
  const value = toValue({ exitCode, stdout, stderr }) as Inspected
  expect(value).toMatchObject({
    ok: true,
    command: 'inspect',
    diagnostics: [],
    path: join(workspace.dir, file),
    format: 'tar.gz',
    profile: 'own',
    sizeInBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    manifest: { format: 'plugwright/1', name: 'crm', version: '0.1.0', pages: 1, blocks: 0, routers: 0 },
    signers: [{ keyId, place: 'inside' }],
  })
  expect(value.entries.slice(0, 3).map(({ path }) => path)).toEqual([
    'manifest.json',
    'signature.json',
    'README.md',
  ])
  expect(value.entries[2]).toEqual({
    path: 'README.md',
    size: 4,
    sha256: createHash('sha256').update('CRM\n').digest('hex'),
    mode: '0644',
  })
  const text = (await workspace.run(`inspect ${file}`)).stdout
  expect(text).toContain(`signed by    ${keyId} (a claim, not verified)`)
  expect(text).toMatch(/^0644 +4 B +[0-9a-f]{12} +README\.md$/m)
})

test('--dsse is a complete envelope: its payload is the manifest, and its signature verifies', async () => {
  const { stdout } = await workspace.run(`inspect ${file} --dsse`)
  const envelope = JSON.parse(stdout) as {
    payloadType: string
    payload: string
    signatures: { keyid: string; sig: string }[]
  }
  const payload = Buffer.from(envelope.payload, 'base64')
  expect(JSON.parse(payload.toString())).toMatchObject({ format: 'plugwright/1', plugin: { name: 'crm' } })
  expect(envelope.signatures.map(({ keyid }) => keyid)).toEqual([keyId])
  const { payloadType } = envelope
  const sig = Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64')
  const publicKey = await loadPublicKey(join(workspace.dir, 'key.pub.pem'))
  expect(isSignedBy(publicKey, { payloadType, payload, sig })).toBe(true)
  const json = toValue(await workspace.run(`inspect ${file} --dsse --json`))
  expect(json).toMatchObject({ ok: true, dsse: envelope })
})

test('--dsse of an unsigned package is exit code 3', async () => {
  await tamper(workspace, { from: file, to: 'stripped.plug', changes: { 'signature.json': undefined } })
  const { exitCode, stdout } = await workspace.run('inspect stripped.plug --dsse')
  expect(exitCode).toBe(3)
  expect(stdout).toContain('CLI_NOT_SIGNED')
  expect((await workspace.run('inspect stripped.plug')).stdout).toContain('signed by    nobody')
})

test('an archive of another tool is read in the profile foreign, which says why', async (context) => {
  mkdirSync(join(workspace.dir, 'honey'))
  writeFileSync(join(workspace.dir, 'honey/plugin.yaml'), 'name: honey\n')
  try {
    execFileSync('tar', ['czf', 'honey.tar.gz', 'honey'], { cwd: workspace.dir, stdio: 'ignore' })
  } catch {
    context.skip('tar is missing here')
  }
  const value = toValue(await workspace.run('inspect honey.tar.gz --json')) as Inspected
  expect(value).toMatchObject({ ok: true, profile: 'foreign', manifest: null, signers: [] })
  expect(value.entries).toMatchObject([{ path: 'honey/plugin.yaml', size: 12 }])
  expect(value.diagnostics).toMatchObject([{ severity: 'info' }])
  expect((await workspace.run('inspect honey.tar.gz')).stdout).toContain('profile foreign')
})

test.each(['other.zip', 'other.tar.gz'])('%s without a manifest of ours', async (name) => {
  await writeOther(workspace, name)
  const value = toValue(await workspace.run(`inspect ${name} --json`)) as Inspected
  expect(value).toMatchObject({ ok: true, profile: 'own', manifest: null, signers: [] })
})

test('signatures beside an archive are shown, and bad ones are a warning', async () => {
  await writeOther(workspace, 'beside.zip')
  const key = await loadPrivateKey(join(workspace.dir, 'key.pem'))
  const statement = { name: 'crm', version: '1.0.0', target: 'betty', filename: 'beside.zip' }
  const envelope = signArtifact({ ...statement, size: 1, sha256: '0'.repeat(64) }, [key])
  writeFileSync(join(workspace.dir, 'beside.zip.sig.json'), envelope)
  expect(toValue(await workspace.run('inspect beside.zip --json'))).toMatchObject({
    signers: [{ keyId, place: 'beside' }],
  })
  const { stdout } = await workspace.run('inspect beside.zip --dsse')
  expect(JSON.parse(stdout)).toEqual(JSON.parse(Buffer.from(envelope).toString()))

  writeFileSync(join(workspace.dir, 'beside.zip.sig.json'), ' '.repeat(100_000))
  const bad = await workspace.run('inspect beside.zip')
  expect(bad.exitCode).toBe(0)
  expect(bad.stdout).toContain('SIGNATURE_MALFORMED (warning)')
  expect(bad.stdout).toContain('signed by  nobody')
})

test('a bad manifest is a warning: the content is shown all the same', async () => {
  await tamper(workspace, { from: file, to: 'odd.plug', changes: { 'manifest.json': '{}' } })
  const { exitCode, stdout } = await workspace.run('inspect odd.plug')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('PACKED_UNSUPPORTED_FORMAT (warning)')
  expect(stdout).toContain('README.md')
})

test.each([
  ['key.pub.pem', 'ARCHIVE_UNKNOWN_FORMAT', 6],
  ['crm', 'ARCHIVE_NOT_READABLE', 7],
])('%s is refused: %s', async (path, code, exitCode) => {
  const found = await workspace.run(`inspect ${path}`)
  expect(found.exitCode).toBe(exitCode)
  expect(found.stdout + found.stderr).toContain(code)
})
