import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorkspace } from '../workspace.test.support.ts'
import type { Workspace } from '../workspace.test.support.ts'

/**
 * One folder per behaviour: an app in `app/`, perhaps flags in `flags.txt`, and either `plan.txt` (what is printed) with
 * `written.txt` (the files that `--write` makes), or `error.txt` (what is printed where nothing is written).
 */
const fixtures = fileURLToPath(new URL('../../fixtures/adopt/', import.meta.url))

let workspace: Workspace

beforeEach(() => {
  workspace = createWorkspace()
})

afterEach(() => workspace.remove())

test.each(readdirSync(fixtures).toSorted())('%s', { timeout: 30_000 }, async (name) => {
  const fixture = join(fixtures, name)
  const before = readTree(join(fixture, 'app'))
  workspace.write(Object.fromEntries([...before].map(([file, text]) => [`app/${file}`, text])))
  const flags = existsSync(join(fixture, 'flags.txt'))
    ? readFileSync(join(fixture, 'flags.txt'), 'utf8').trim()
    : ''

  const plan = await workspace.run(`adopt app ${flags}`)
  expect(readTree(join(workspace.dir, 'app'))).toEqual(before)
  const written = await workspace.run(`adopt app ${flags} --write`)
  expect(written.exitCode).toBe(plan.exitCode)
  const added = new Map([...readTree(join(workspace.dir, 'app'))].filter(([file]) => !before.has(file)))
  const [expected, other] = plan.exitCode === 0 ? ['plan.txt', 'error.txt'] : ['error.txt', 'plan.txt']
  expect(existsSync(join(fixture, other)), `${name} must not have ${other}`).toBe(false)
  await expect(plan.stdout + plan.stderr).toMatchFileSnapshot(join(fixture, expected))
  if (plan.exitCode !== 0) {
    expect(added).toEqual(new Map())
    return
  }
  const text = [...added].map(([file, content]) => `--- ${file}\n${content}`).join('\n')
  await expect(text).toMatchFileSnapshot(join(fixture, 'written.txt'))
  expect(await workspace.run('check app/plugins --strict --quiet')).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: '',
  })
})

/** All files of a folder by their paths in it, in byte order. */
function readTree(dir: string): ReadonlyMap<string, string> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map(({ parentPath, name }) => join(parentPath, name).slice(dir.length + 1)).toSorted()
  return new Map(paths.map((path) => [path, readFileSync(join(dir, path), 'utf8')]))
}

test('the plan as data, and a patch without plugins', async () => {
  const app = readTree(join(fixtures, 'mapped-routes/app'))
  workspace.write(Object.fromEntries(app))
  const { exitCode, stdout } = await workspace.run('adopt --json --patch host.patch')
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    ok: true,
    command: 'adopt',
    written: false,
    plugins: [
      {
        name: 'crm',
        pages: [
          {
            route: '/crm/customers',
            address: '/plugins/crm/customers',
            path: '/customers',
            module: 'frontend/src/pages/customers.jsx',
            source: 'src/crm/customers.jsx',
            export: 'default',
          },
          { route: '/crm/accounts' },
        ],
        nav: [{ label: 'Customers', path: '/crm/customers', icon: 'users', permission: 'customer.read' }],
      },
    ],
    left: [{ route: '/', file: 'src/app.jsx', code: null }],
    redirects: [{ path: '/crm/*', from: '/crm', to: '/plugins/crm' }],
  })
  const files = readTree(workspace.dir)
  expect([...files.keys()].filter((file) => !app.has(file))).toEqual(['host.patch'])
  expect(files.get('host.patch')).toMatch(/^diff --git a\/src\/app\.jsx/)
  expect((await workspace.run('adopt --patch host.patch')).stdout).toContain('ADOPT_FILE_EXISTS')
})

test.each([
  ['adopt --by feature', 'CLI_FLAG_VALUE', '--by takes segment or folder, not "feature"'],
  ['adopt --by folder --map a.yaml', 'CLI_FLAG_CONFLICT', '--by and --map'],
  ['adopt --map a.yaml', 'CLI_NO_SUCH_PATH', 'a.yaml'],
  ['adopt --under app', 'CLI_FLAG_VALUE', 'a path that begins with /'],
  ['adopt --guard can', 'CLI_FLAG_VALUE', 'RequirePermission:permission'],
  ['adopt nowhere', 'CLI_NO_SUCH_PATH', 'nowhere'],
])('%s', async (...[line, code, words]) => {
  const { exitCode, stderr } = await workspace.run(line)
  expect(exitCode).toBe(2)
  expect(stderr).toContain(code)
  expect(stderr).toContain(words)
})
