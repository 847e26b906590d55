import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { envelopeFileOf, loadPrivateKey, signArtifact } from '@plugwright/archive'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildSigned, tamper, toValue, truncate, writeOther } from '../packages.test.support.ts'
import { createWorkspace } from '../workspace.test.support.ts'
import type { Workspace } from '../workspace.test.support.ts'

let workspace: Workspace
let file: string
let keyId: string

interface Verified {
  readonly ok: boolean
  readonly verdict: string
  readonly accepted: boolean
  readonly integrity: string
  readonly name: string | null
  readonly signers: readonly object[]
  readonly differences: readonly object[]
  readonly diagnostics: readonly { readonly code: string; readonly severity: string }[]
}

beforeAll(async () => {
  workspace = createWorkspace()
  ;({ file, keyId } = await buildSigned(workspace))
  const add = (trust: string, ...flags: string[]) =>
    workspace.run(['keys', 'add', 'key.pub.pem', '--owner', 'Acme', '--trust', trust, ...flags])
  const added = [
    await add('good.json', '--names', 'crm'),
    await add('scope.json', '--names', 'acme-*,finance'),
    await add('expired.json', '--names', '*', '--valid-until', '2020-01-01'),
    await add('future.json', '--names', '*', '--valid-from', '2999-01-01'),
    await add('revoked.json', '--names', '*'),
    await workspace.run(`keys revoke ${keyId} --trust revoked.json`),
  ]
  expect(added.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0, 0])
  writeFileSync(join(workspace.dir, 'empty.json'), '{"version":1,"keys":[]}', { mode: 0o600 })
  await tamper(workspace, { from: file, to: 'changed.plug', changes: { 'README.md': 'Other\n' } })
  await tamper(workspace, { from: file, to: 'more.plug', changes: { 'more.txt': '' } })
  await tamper(workspace, { from: file, to: 'forged.plug', changes: { 'manifest.json': '{}' } })
  await tamper(workspace, { from: file, to: 'stripped.plug', changes: { 'signature.json': undefined } })
  await tamper(workspace, {
    from: file,
    to: 'nonsense.plug',
    changes: { 'signature.json': undefined, 'manifest.json': '{}' },
  })
  await tamper(workspace, { from: file, to: 'blob', changes: {} })
  truncate(workspace, file, 'half.plug')
})

afterAll(() => workspace.remove())

describe('a package for Arcan, signed as Arcan does', () => {
  beforeAll(async () => {
    workspace.write({
      'engine/plugin.yaml':
        'name: crm\nversion: 0.1.0\ndisplay_name: CRM\ntargets: { arcan: { sdk_version: 0.1.0, engine: engine.py } }\n',
      'engine/engine.py': 'pass\n',
    })
    const packed = await workspace.run('pack engine --sign key.pem --output-dir arcan')
    expect([packed.exitCode, packed.stdout]).toEqual([0, expect.stringContaining('crm-0.1.0.arcanpkg')])
    const from = 'arcan/crm-0.1.0.arcanpkg'
    await tamper(workspace, { from, to: 'changed.arcanpkg', changes: { 'engine.py': 'other' } })
    await tamper(workspace, { from, to: 'stripped.arcanpkg', changes: { signature: undefined } })
  })

  test.each([
    ['arcan/crm-0.1.0.arcanpkg --trust good.json', 0, 'verified', 'signed', undefined],
    ['arcan/crm-0.1.0.arcanpkg --trust good.json --name sales', 1, 'verified', 'signed', 'VERIFY_WRONG_NAME'],
    ['arcan/crm-0.1.0.arcanpkg --trust scope.json', 4, 'untrusted-key', 'listed', 'VERIFY_UNTRUSTED_KEY'],
    [
      'arcan/crm-0.1.0.arcanpkg --trust scope.json --policy off',
      0,
      'untrusted-key',
      'listed',
      'VERIFY_UNTRUSTED_KEY',
    ],
    ['arcan/crm-0.1.0.arcanpkg --trust expired.json', 4, 'expired-key', 'listed', 'VERIFY_EXPIRED_KEY'],
    ['arcan/crm-0.1.0.arcanpkg --trust revoked.json', 4, 'revoked-key', 'listed', 'VERIFY_REVOKED_KEY'],
    // The signature names no key, so a stranger's is not told from a forged one.
    ['arcan/crm-0.1.0.arcanpkg --trust empty.json', 5, 'bad-signature', 'none', 'ARCAN_BAD_SIGNATURE'],
    [
      'changed.arcanpkg --trust good.json --policy off',
      5,
      'content-mismatch',
      'none',
      'ARCAN_CONTENT_MISMATCH',
    ],
    ['stripped.arcanpkg --trust good.json', 3, 'unsigned', 'none', 'VERIFY_UNSIGNED'],
  ] as const)('%s', async (...[line, exitCode, verdict, integrity, code]) => {
    const run = await workspace.run(`verify ${line} --json`)
    const found = toValue(run) as Verified
    expect([run.exitCode, found.verdict, found.integrity]).toEqual([exitCode, verdict, integrity])
    expect(found.diagnostics[0]?.code).toBe(code)
    expect(found.accepted).toBe(exitCode === 0)
  })
})

describe('verdicts', () => {
  test.each([
    ['PACKAGE --trust good.json', 0, 'verified', 'signed', undefined],
    ['blob --trust good.json', 0, 'verified', 'signed', undefined],
    ['stripped.plug --trust good.json', 3, 'unsigned', 'listed', 'VERIFY_UNSIGNED'],
    ['stripped.plug --trust good.json --policy prefer', 0, 'unsigned', 'listed', 'VERIFY_UNSIGNED'],
    ['stripped.plug --trust good.json --policy prefer --strict', 3, 'unsigned', 'listed', 'VERIFY_UNSIGNED'],
    ['stripped.plug --trust good.json --policy off', 0, 'unsigned', 'listed', 'VERIFY_UNSIGNED'],
    ['PACKAGE --trust empty.json', 4, 'untrusted-key', 'listed', 'VERIFY_UNTRUSTED_KEY'],
    ['PACKAGE --trust scope.json', 4, 'untrusted-key', 'listed', 'VERIFY_UNTRUSTED_KEY'],
    ['PACKAGE --trust scope.json --policy prefer', 4, 'untrusted-key', 'listed', 'VERIFY_UNTRUSTED_KEY'],
    ['PACKAGE --trust scope.json --policy off', 0, 'untrusted-key', 'listed', 'VERIFY_UNTRUSTED_KEY'],
    ['PACKAGE --trust expired.json', 4, 'expired-key', 'listed', 'VERIFY_EXPIRED_KEY'],
    ['PACKAGE --trust future.json', 4, 'expired-key', 'listed', 'VERIFY_EXPIRED_KEY'],
    ['PACKAGE --trust revoked.json', 4, 'revoked-key', 'listed', 'VERIFY_REVOKED_KEY'],
    ['forged.plug --trust good.json', 5, 'bad-signature', 'none', 'VERIFY_BAD_SIGNATURE'],
    ['forged.plug --trust good.json --policy off', 5, 'bad-signature', 'none', 'VERIFY_BAD_SIGNATURE'],
    ['changed.plug --trust good.json', 5, 'content-mismatch', 'none', 'VERIFY_CONTENT_MISMATCH'],
    ['more.plug --trust good.json', 5, 'content-mismatch', 'none', 'VERIFY_CONTENT_MISMATCH'],
    ['half.plug --trust good.json', 6, 'malformed', 'none', 'ARCHIVE_TRUNCATED'],
    ['key.pub.pem --trust good.json', 3, 'unsigned', 'none', 'VERIFY_UNSIGNED'],
    ['nonsense.plug --trust good.json', 6, 'malformed', 'none', 'PACKED_UNSUPPORTED_FORMAT'],
    ['PACKAGE --trust good.json --name crm', 0, 'verified', 'signed', undefined],
    ['PACKAGE --trust good.json --name finance', 1, 'verified', 'signed', 'VERIFY_WRONG_NAME'],
  ] as const)('%s: exit code %i, %s', async (...[line, exitCode, verdict, integrity, code]) => {
    const run = await workspace.run(`verify ${line.replace('PACKAGE', file)} --json`)
    const value = toValue(run) as Verified
    expect([run.exitCode, value.verdict, value.integrity]).toEqual([exitCode, verdict, integrity])
    expect(value.diagnostics[0]?.code).toBe(code)
    expect(value.ok).toBe(exitCode === 0)
    expect(value.accepted).toBe(exitCode === 0 || line.includes('--strict'))
    const { stdout, stderr } = await workspace.run(`verify ${line.replace('PACKAGE', file)}`)
    expect(stderr).toBe('')
    expect(stdout).toMatch(new RegExp(`^verdict +${verdict}$`, 'm'))
    if (code !== undefined) expect(stdout).toContain(code)
  })

  test('the evidence', async () => {
    const good = toValue(await workspace.run(`verify ${file} --trust good.json --json`)) as Verified
    const bytes = readFileSync(join(workspace.dir, file))
    expect(good).toEqual({
      ok: true,
      command: 'verify',
      diagnostics: [],
      verdict: 'verified',
      accepted: true,
      policy: 'require',
      integrity: 'signed',
      name: 'crm',
      version: '0.1.0',
      signers: [{ keyId, owner: 'Acme', status: 'trusted' }],
      differences: [],
      path: join(workspace.dir, file),
      sizeInBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      trustPath: join(workspace.dir, 'good.json'),
    })
    const changed = toValue(await workspace.run('verify changed.plug --trust good.json --json')) as Verified
    expect(changed.differences).toEqual([{ path: 'README.md', kind: 'changed' }])
  })
})

describe('archives with their signature beside', () => {
  test.each(['other.tar.gz', 'other.zip'])('%s', async (name) => {
    await writeOther(workspace, name)
    const verdictOf = async (flags = '') => {
      const run = await workspace.run(`verify ${name} --trust good.json --json ${flags}`)
      const { verdict, integrity } = toValue(run) as Verified
      return [run.exitCode, verdict, integrity]
    }
    const bytes = readFileSync(join(workspace.dir, name))
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(await verdictOf()).toEqual([3, 'unsigned', 'none'])
    workspace.write({ [`${name}.sha256`]: `${'0'.repeat(64)}  ${name}\n` })
    expect(await verdictOf()).toEqual([5, 'content-mismatch', 'none'])
    workspace.write({ [`${name}.sha256`]: `${sha256}  ${name}\n` })
    expect(await verdictOf()).toEqual([3, 'unsigned', 'beside'])
    expect(await verdictOf('--policy prefer')).toEqual([0, 'unsigned', 'beside'])

    const statement = { name: 'crm', version: '1.0.0', target: 'honeyframe', filename: name, sha256 }
    const key = await loadPrivateKey(join(workspace.dir, 'key.pem'))
    const envelope = signArtifact({ ...statement, size: bytes.length }, [key])
    writeFileSync(join(workspace.dir, envelopeFileOf(name)), envelope)
    expect(await verdictOf()).toEqual([0, 'verified', 'signed'])
    expect(await verdictOf('--name finance')).toEqual([1, 'verified', 'signed'])
  })

  test('an archive that the reader refuses is malformed, whoever signed it', async () => {
    await writeOther(workspace, 'cut.zip')
    truncate(workspace, 'cut.zip', 'cut.tar.gz')
    const { exitCode, stdout } = await workspace.run('verify cut.tar.gz --trust good.json --policy off')
    expect(exitCode).toBe(6)
    expect(stdout).toMatch(/^verdict +malformed$/m)
    expect(stdout).toContain('ARCHIVE_WRONG_EXTENSION')
    expect((await workspace.run('inspect cut.tar.gz')).exitCode).toBe(6)
  })
})

test('a folder is no package', async () => {
  const { exitCode, stderr } = await workspace.run('verify crm --trust good.json')
  expect(exitCode).toBe(7)
  expect(stderr).toContain('ARCHIVE_NOT_READABLE')
})

describe('the trust store', () => {
  test('is that of the user, below XDG_CONFIG_HOME or HOME', async () => {
    const config = join(workspace.dir, 'config')
    const env = { XDG_CONFIG_HOME: config }
    expect((await workspace.run(`verify ${file}`, { env })).exitCode).toBe(4)
    const added = await workspace.run('keys add key.pub.pem --owner A --names *', { env })
    expect(added.exitCode).toBe(0)
    const value = toValue(await workspace.run(`verify ${file} --json`, { env })) as { trustPath: string }
    expect(value).toMatchObject({ verdict: 'verified', trustPath: join(config, 'plugwright/trust.json') })
    const home = { HOME: workspace.dir }
    const other = toValue(await workspace.run(`verify ${file} --json`, { env: home }))
    expect(other).toMatchObject({ trustPath: join(workspace.dir, '.config/plugwright/trust.json') })
  })

  test.each([
    ['nowhere.json', 'TRUST_STORE_UNREADABLE'],
    ['crm/plugin.yaml', 'TRUST_STORE_INVALID'],
  ])('%s is exit code 7: %s', async (trust, code) => {
    const { exitCode, stdout, stderr } = await workspace.run(`verify ${file} --trust ${trust}`)
    expect([exitCode, stdout]).toEqual([7, ''])
    expect(stderr).toContain(code)
  })
})
