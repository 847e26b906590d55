import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { root } from '../../repository.ts'

const bin = join(root, 'packages/cli/dist/bin.js')
const script = (name: string): string => join(import.meta.dirname, name)
const succeeds = (tool: string, ...args: string[]): boolean => spawnSync(tool, args).status === 0
const python = succeeds('python3', '--version')
/** TestClient needs httpx. */
const fastapi = python && succeeds('python3', '-c', 'import fastapi.testclient')

/** What the package of the example holds. */
const GOLDEN = [
  'README.md',
  'backend/routers/accounts.py',
  'backend/routers/customers.py',
  'backend/services/store.py',
  'dbt/dbt_project.yml',
  'dbt/models/customers.sql',
  'dbt/tests/customer_id_is_set.sql',
  'frontend/src/index.tsx',
  'frontend/src/pages/accounts.tsx',
  'frontend/src/pages/customers.tsx',
  'package.json',
  'plugin.yaml',
].map((name) => `crm/${name}`)

let folder: string
let dir: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plugwright-honeyframe-'))
  dir = copyExample('near')
  build(dir)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function copyExample(place: string): string {
  const copy = join(folder, place)
  cpSync(join(root, 'examples/targets/honeyframe'), copy, {
    recursive: true,
    filter: (file) => !/[/\\](?:node_modules|dist|\.plugwright|\.turbo)$/.test(file),
  })
  return copy
}

function build(plugin: string): { status: number | null; codes: string[] } {
  const { status, stdout } = spawnSync(process.execPath, [bin, 'build', plugin, '--json'], {
    encoding: 'utf8',
  })
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string }[] }
  return { status, codes: diagnostics.map(({ code }) => code) }
}

/** Extracts the package of a plugin into `plugins/` of a root, and gives the members. */
function install(plugin: string, rootDir: string): [name: string, mode: string, isFile: boolean][] {
  const plugins = join(rootDir, 'plugins')
  mkdirSync(plugins, { recursive: true })
  const file = join(plugin, 'dist/crm-0.1.0.tar.gz')
  const members = execFileSync('python3', [script('extract.py'), file, plugins], { encoding: 'utf8' })
  const manifest: unknown = parse(readFileSync(join(plugins, 'crm/plugin.yaml'), 'utf8'))
  writeFileSync(join(plugins, 'crm/plugin.json'), JSON.stringify(manifest))
  return JSON.parse(members) as [string, string, boolean][]
}

function host(...args: string[]): { plugins: unknown; answers: unknown } {
  return JSON.parse(execFileSync('python3', [script('stand-in-host.py'), ...args], { encoding: 'utf8' })) as {
    plugins: unknown
    answers: unknown
  }
}

test('Python extracts the package into plugins/, and touches nothing but its folder', ({ skip }) => {
  skip(!python, 'there is no python3 on PATH')
  const data = join(folder, 'data')
  expect(install(dir, data)).toEqual(GOLDEN.map((name) => [name, '0o644', true]))
  expect(existsSync(join(data, 'plugins/__init__.py'))).toBe(false)
  expect(host(join(folder, 'nothing'), data)).toEqual({ plugins: [['crm', 'data', 2, []]], answers: {} })
})

test('FastAPI mounts the routers of the package, from either root', ({ skip }) => {
  skip(!fastapi, 'python3 cannot import fastapi.testclient (fastapi and httpx)')
  const data = join(folder, 'served')
  install(dir, data)
  // A plugin of the installation beside it: two folders `plugins`, one namespace package.
  const installed = join(folder, 'installed')
  mkdirSync(join(installed, 'plugins/_demo/backend'), { recursive: true })
  writeFileSync(join(installed, 'plugins/_demo/plugin.yaml'), 'name: _demo\n')
  writeFileSync(
    join(installed, 'plugins/_demo/plugin.json'),
    JSON.stringify({ name: '_demo', routers: ['plugins._demo.backend.ping:router'] }),
  )
  writeFileSync(
    join(installed, 'plugins/_demo/backend/ping.py'),
    'from fastapi import APIRouter\nrouter = APIRouter(prefix="/api/_demo")\n@router.get("/ping")\ndef ping(): return "pong"\n',
  )
  expect(host(installed, data, '/api/_demo/ping', '/api/crm/customers', '/api/crm/accounts/7')).toEqual({
    plugins: [
      ['_demo', 'install', 1, []],
      ['crm', 'data', 2, []],
    ],
    answers: {
      '/api/_demo/ping': [200, 'pong'],
      '/api/crm/customers': [200, [{ name: 'Acme' }, { name: 'Globex' }]],
      '/api/crm/accounts/7': [200, { account: '7' }],
    },
  })
})

test('the same sources at another depth give the same bytes', () => {
  const deep = copyExample('a/b/c')
  build(deep)
  const file = 'dist/crm-0.1.0.tar.gz'
  expect(readFileSync(join(deep, file)).equals(readFileSync(join(dir, file)))).toBe(true)
})

test.for([
  [
    'a router that is not there',
    'plugin.yaml',
    'routers.accounts:',
    'routers.nothing:',
    'HONEYFRAME_ROUTER_MODULE',
  ],
  [
    'another attribute',
    'backend/routers/accounts.py',
    'router = ',
    'routes = ',
    'HONEYFRAME_ROUTER_ATTRIBUTE',
  ],
  ['a permission', 'plugin.yaml', /customer\.edit/g, 'customer:edit', 'HONEYFRAME_PERMISSION'],
  ['a seed group', 'plugin.yaml', '[customer.read, account.read]', '[x.y]', 'MANIFEST_SEED_GROUP_PERMISSION'],
  ['a dbt workspace', 'plugin.yaml', 'dbt/', 'frontend', 'PACK_ENTRY_POINT_NOT_PACKED'],
] as const)('refused before packing: %s', ([kind, file, from, to, code]) => {
  const copy = copyExample(`bad-${kind.replaceAll(' ', '-')}`)
  const text = readFileSync(join(copy, file), 'utf8')
  writeFileSync(join(copy, file), text.replace(from, to))
  const { status, codes } = build(copy)
  expect([status, codes.includes(code)]).toEqual([1, true])
  expect(existsSync(join(copy, 'dist'))).toBe(false)
})
