import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toValue } from '../packages.test.support.ts'
import { createWorkspace, pluginFiles } from '../workspace.test.support.ts'
import type { Workspace } from '../workspace.test.support.ts'

let workspace: Workspace

beforeEach(() => {
  workspace = createWorkspace()
  workspace.write({ ...pluginFiles('crm'), 'crm/README.md': 'CRM\n', 'crm/notes.txt': 'x\n' })
})

afterEach(() => workspace.remove())

const bytesOf = (name: string): Buffer => readFileSync(join(workspace.dir, name))
const exists = (name: string): boolean => existsSync(join(workspace.dir, name))

test('packs what is built, to the same bytes, and builds nothing', async () => {
  const unbuilt = await workspace.run('pack crm')
  expect(unbuilt.exitCode).toBe(1)
  expect(unbuilt.stdout).toContain('PACK_BUNDLE_MISSING')
  expect(exists('crm/dist')).toBe(false)

  expect((await workspace.run('build crm')).exitCode).toBe(0)
  const built = bytesOf('crm/dist/crm-0.1.0.plug')
  rmSync(join(workspace.dir, 'crm/dist'), { recursive: true })
  const packed = await workspace.run('pack crm --json')
  expect(packed.exitCode).toBe(0)
  expect(toValue(packed)).toMatchObject({
    ok: true,
    command: 'pack',
    packages: [{ target: 'plugwright', path: join(workspace.dir, 'crm/dist/crm-0.1.0.plug') }],
  })
  expect(bytesOf('crm/dist/crm-0.1.0.plug').equals(built)).toBe(true)

  workspace.write({ 'crm/frontend/src/pages/index.ts': 'export function mount() { return 2 }\n' })
  const stale = await workspace.run('pack crm')
  expect([stale.exitCode, stale.stdout.includes('PACK_STALE_BUNDLE')]).toEqual([1, true])
})

test('--list shows what goes in, what stays out, and why, and writes nothing', async () => {
  await workspace.run('build crm --output-dir elsewhere')
  const { exitCode, stdout, stderr } = await workspace.run('pack crm --list')
  expect([exitCode, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^target plugwright\n\npath +from +why$/m)
  expect(stdout).toMatch(/^README\.md +document$/m)
  expect(stdout).toMatch(/^frontend\/pages-\S+\.js +\.plugwright\/build\/pages\/\S+ +bundle pages$/m)
  expect(stdout).toMatch(/^notes\.txt +not-selected$/m)
  expect(stdout).toMatch(/\n3 files packed, \d+ left out\n$/)
  expect(exists('crm/dist')).toBe(false)

  const json = toValue(await workspace.run('pack crm --list --json')) as {
    plans: { entries: { path: string }[]; excluded: object[] }[]
  }
  expect(json).toMatchObject({
    ok: true,
    command: 'pack',
    diagnostics: [],
    plans: [{ target: 'plugwright' }],
  })
  expect(json.plans[0]?.entries.map(({ path }) => path.replace(/-[0-9a-f]{16}/, ''))).toEqual([
    'README.md',
    'frontend/pages-index.js',
    'plugin.yaml',
  ])
  expect(json.plans[0]?.excluded).toContainEqual({ path: 'notes.txt', rule: 'not-selected' })
})

test('--list shows the plan of a plugin that cannot be packed too', async () => {
  await workspace.run('build crm')
  workspace.write({ 'crm/plugin.yaml': 'name: crm\nversion: 0.1.0\nfiles: [nothing/**]\n' })
  const { exitCode, stdout } = await workspace.run('pack crm --list')
  expect(exitCode).toBe(1)
  expect(stdout).toContain('PACK_FILES_PATTERN_UNUSED')
  expect(stdout).toContain('README.md')
  expect(stdout).toMatch(/left out · 1 error\n$/)
})

test.each([
  ['--list --sign k.pem', 2, 'CLI_FLAG_CONFLICT'],
  ['--list --target nothing', 2, 'PACK_UNKNOWN_TARGET'],
  ['--sign nowhere.pem', 7, 'KEY_UNREADABLE'],
] as const)('%s: exit code %i, %s', async (...[flags, exitCode, code]) => {
  await workspace.run('keys new --out k.pem')
  const found = await workspace.run(`pack crm ${flags}`)
  expect([found.exitCode, found.stdout]).toEqual([exitCode, ''])
  expect(found.stderr).toContain(code)
})

test('--no-cache keeps nothing for the next time, and gives the same bytes', async () => {
  const cache = process.env['XDG_CACHE_HOME'] ?? ''
  expect(cache).toContain('.plugwright')
  const text = Array.from({ length: 20_000 }, (_, index) => `${workspace.dir} ${index}`).join('\n')
  workspace.write({ 'crm/README.md': text })
  await workspace.run('build crm --no-cache')
  const countCached = (): number => readdirSync(cache, { recursive: true }).length
  mkdirSync(cache, { recursive: true })
  const before = countCached()
  expect((await workspace.run('pack crm --no-cache')).exitCode).toBe(0)
  const uncached = bytesOf('crm/dist/crm-0.1.0.plug')
  expect(countCached()).toBe(before)
  expect((await workspace.run('pack crm')).exitCode).toBe(0)
  expect(bytesOf('crm/dist/crm-0.1.0.plug').equals(uncached)).toBe(true)
  expect(countCached()).toBeGreaterThan(before)
})

test('--sign, several times', async () => {
  const ids: string[] = []
  for (const name of ['a.pem', 'b.pem'])
    ids.push((toValue(await workspace.run(`keys new --out ${name} --json`)) as { keyId: string }).keyId)
  expect((await workspace.run('build crm')).exitCode).toBe(0)
  expect((await workspace.run('pack crm --sign a.pem --sign b.pem')).exitCode).toBe(0)
  const { signers } = toValue(await workspace.run('inspect crm/dist/crm-0.1.0.plug --json')) as {
    signers: { keyId: string }[]
  }
  expect(signers.map(({ keyId }) => keyId)).toEqual(ids.toSorted())
})
