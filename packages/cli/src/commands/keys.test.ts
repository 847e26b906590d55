import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toValue } from '../packages.test.support.ts'
import { createWorkspace, pluginFiles } from '../workspace.test.support.ts'
import type { Run, Workspace } from '../workspace.test.support.ts'

let workspace: Workspace

beforeEach(() => {
  workspace = createWorkspace()
})

afterEach(() => workspace.remove())

const read = (name: string): string => readFileSync(join(workspace.dir, name), 'utf8')
const modeOf = (name: string): number => statSync(join(workspace.dir, name)).mode & 0o777

const config = (): Record<string, string> => ({ XDG_CONFIG_HOME: join(workspace.dir, 'config') })
const run = (...words: string[]): Promise<Run> => workspace.run(words, { env: config() })

describe('keys new', () => {
  test('writes a private key for its owner alone and a public one, and prints the public one only', async () => {
    const { exitCode, stdout, stderr } = await workspace.run('keys new')
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^key id +[0-9a-f]{64}\npublic key +plugwright-key\.pub\.pem\n/)
    expect(stdout).not.toContain('plugwright-key.pem')
    expect(modeOf('plugwright-key.pem')).toBe(0o600)
    expect(read('plugwright-key.pem')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/)
    expect(read('plugwright-key.pub.pem')).toMatch(/^-----BEGIN PUBLIC KEY-----\n/)
  })

  test('never writes over a file, and leaves no half of a pair', async () => {
    workspace.write({ 'a.pem': 'mine', 'b.pub': 'mine' })
    const a = await workspace.run('keys new --out a.pem')
    expect(a.exitCode).toBe(7)
    expect(a.stderr).toContain('KEY_EXISTS')
    const b = await workspace.run('keys new --out b')
    expect(b.exitCode).toBe(7)
    expect(b.stderr).toContain('CLI_PUBLIC_KEY_EXISTS')
    expect([read('a.pem'), read('b.pub')]).toEqual(['mine', 'mine'])
    expect(() => statSync(join(workspace.dir, 'a.pub.pem'))).toThrow('ENOENT')
    expect(() => statSync(join(workspace.dir, 'b'))).toThrow('ENOENT')
  })

  const secret = 'correct horse'
  test.each([
    ['the environment', { env: { PLUGWRIGHT_KEY_PASSPHRASE: secret } }],
    ['the terminal', { answers: [secret, secret] }],
  ])('--encrypt takes the passphrase from %s, and shows it nowhere', async (_, options) => {
    const { exitCode, stdout, stderr } = await workspace.run('keys new --out k.pem --encrypt', options)
    expect(exitCode).toBe(0)
    expect(stdout + stderr).not.toContain(secret)
    expect(read('k.pem')).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/)
    workspace.write(pluginFiles('crm'))
    const sign = 'build crm --sign k.pem'
    const asked = await workspace.run(sign, { answers: [secret] })
    expect(asked.exitCode).toBe(0)
    expect(asked.stderr).toBe('Passphrase of k.pem: \n')
    const env = { PLUGWRIGHT_KEY_PASSPHRASE: secret }
    expect((await workspace.run(sign, { env })).exitCode).toBe(0)
    const nobody = await workspace.run(sign)
    expect([nobody.exitCode, nobody.stderr.includes('KEY_PASSPHRASE_MISSING')]).toEqual([2, true])
    const wrong = await workspace.run(sign, { answers: ['wrong'] })
    expect([wrong.exitCode, wrong.stderr.includes('KEY_PASSPHRASE_WRONG')]).toEqual([2, true])
    expect(wrong.stderr).not.toContain('"wrong"')
  })

  test.each([
    ['CLI_NO_PASSPHRASE', {}],
    ['CLI_NO_PASSPHRASE', { answers: [''] }],
    ['CLI_NO_PASSPHRASE', { env: { PLUGWRIGHT_KEY_PASSPHRASE: '' } }],
    ['CLI_PASSPHRASES_DIFFER', { answers: ['one', 'two'] }],
  ])('%s', async (code, options) => {
    const { exitCode, stderr } = await workspace.run('keys new --encrypt', options)
    expect(exitCode).toBe(2)
    expect(stderr).toContain(code)
    expect(() => statSync(join(workspace.dir, 'plugwright-key.pub.pem'))).toThrow('ENOENT')
  })
})

describe('keys add, list, revoke', () => {
  let keyId: string

  beforeEach(async () => {
    keyId = (toValue(await workspace.run('keys new --out k.pem --json')) as { keyId: string }).keyId
  })

  test('a life of a key', async () => {
    expect((await run('keys', 'list')).stdout).toBe('0 keys in config/plugwright/trust.json\n')
    const times = ['--valid-from', '2026-01-01', '--valid-until', '2027-01-01T12:00:00Z']
    const names = ['--names', 'crm', '--names=acme-*']
    const added = await run('keys', 'add', 'k.pub.pem', '--owner', 'Acme release', ...names, ...times)
    expect([added.exitCode, added.stderr]).toEqual([0, ''])
    expect(modeOf('config/plugwright/trust.json')).toBe(0o600)
    const lines = (await run('keys', 'list')).stdout.split('\n')
    expect(lines[1]).toBe(
      `${keyId.slice(0, 16)}  Acme release  crm, acme-*  from 2026-01-01 until 2027-01-01T12:00:00Z  active`,
    )
    expect(toValue(await run('keys', 'list', '--json'))).toEqual({
      ok: true,
      command: 'keys list',
      diagnostics: [],
      trustPath: join(workspace.dir, 'config/plugwright/trust.json'),
      keys: [
        {
          keyId,
          owner: 'Acme release',
          names: ['crm', 'acme-*'],
          status: 'active',
          validFrom: '2026-01-01T00:00:00.000Z',
          validUntil: '2027-01-01T12:00:00.000Z',
        },
      ],
    })
    const revoked = await run('keys', 'revoke', keyId.slice(0, 8), '--reason', 'laptop lost')
    expect(revoked.stdout).toBe(`${keyId} of Acme release is revoked\n`)
    const [key] = (toValue(await run('keys', 'list', '--json')) as { keys: object[] }).keys
    expect(key).toMatchObject({ status: 'revoked', reason: 'laptop lost' })
    const before = read('config/plugwright/trust.json')
    expect((await run('keys', 'revoke', keyId)).stdout).toContain('was revoked already')
    expect(read('config/plugwright/trust.json')).toBe(before)
    const again = await run('keys', 'add', 'k.pub.pem', '--owner', 'A', '--names', 'crm')
    expect(again.exitCode).toBe(2)
    expect(again.stderr).toContain('TRUST_KEY_EXISTS')
  })

  test('the text of a key, and another store', async () => {
    const pem = read('k.pub.pem')
    const added = await run(
      'keys',
      'add',
      pem,
      '--owner',
      'A',
      '--names',
      '*',
      '--trust',
      'team.json',
      '--json',
    )
    expect(toValue(added)).toMatchObject({
      ok: true,
      trustPath: join(workspace.dir, 'team.json'),
      key: { keyId, names: ['*'], status: 'active' },
    })
    expect(() => statSync(join(workspace.dir, 'config'))).toThrow('ENOENT')
  })

  test.each([
    ['keys add', 2, 'CLI_ARGUMENT_MISSING'],
    ['keys revoke', 2, 'CLI_ARGUMENT_MISSING'],
    ['keys add k.pub.pem --names crm', 2, 'CLI_FLAG_MISSING'],
    ['keys add k.pub.pem --owner A', 2, 'CLI_FLAG_MISSING'],
    ['keys add k.pub.pem --owner A --names Crm', 2, 'CLI_FLAG_VALUE'],
    ['keys add k.pub.pem --owner A --names crm --valid-from soon', 2, 'CLI_FLAG_VALUE'],
    ['keys add k.pub.pem --owner A --names crm --valid-from 2026-02-31', 2, 'CLI_FLAG_VALUE'],
    ['keys add k.pem --owner A --names crm', 2, 'KEY_FORMAT'],
    ['keys add nowhere.pem --owner A --names crm', 7, 'KEY_UNREADABLE'],
    ['keys revoke 0123456789', 2, 'TRUST_KEY_UNKNOWN'],
    ['keys list --trust nowhere.json', 7, 'TRUST_STORE_UNREADABLE'],
  ])('%s: exit code %i, %s', async (line, exitCode, code) => {
    const found = await workspace.run(line, { env: config() })
    expect([found.exitCode, found.stdout]).toEqual([exitCode, ''])
    expect(found.stderr).toContain(code)
    expect(found.stderr).not.toMatch(/BEGIN|MC4C/)
  })

  test('without a home folder, only --trust says where keys go', async () => {
    const { exitCode, stderr } = await workspace.run('keys add k.pub.pem --owner A --names crm')
    expect(exitCode).toBe(7)
    expect(stderr).toContain('CLI_NO_HOME')
    expect((await workspace.run('keys list')).stdout).toBe('0 keys\n')
  })

  test('a private key in the wrong place is not repeated', async () => {
    const pem = read('k.pem')
    for (const words of [
      ['keys', 'list', pem],
      ['keys', 'add', pem, '--owner', 'A', '--names', 'crm'],
      ['verify', pem],
      ['keys', 'revoke', pem],
      ['build', '--sign', pem],
      ['build', `--sign=${pem}`],
    ]) {
      const { exitCode, stdout, stderr } = await run(...words)
      expect(exitCode).toBe(2)
      expect(stdout + stderr).not.toContain(pem.split('\n')[1])
    }
  })

  test('a key that others can read does not sign', async () => {
    workspace.write(pluginFiles('crm'))
    writeFileSync(join(workspace.dir, 'open.pem'), read('k.pem'), { mode: 0o644 })
    const { exitCode, stderr } = await workspace.run('build crm --sign open.pem')
    expect(exitCode).toBe(7)
    expect(stderr).toContain('KEY_PERMISSIONS')
  })
})
