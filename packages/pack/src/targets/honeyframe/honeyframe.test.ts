import path from 'node:path'
import { listArchive } from '@plugwright/archive'
import { afterEach, expect, test } from 'vitest'
import { packPlugin } from '../../index.ts'
import { makeFolder, removeFolders, writeTree } from '../../plugin-folder.test.kit.ts'

afterEach(removeFolders)

const MANIFEST = `name: crm
version: 0.1.0
display_name: CRM
routers:
  - plugins.crm.backend.routers.customers:router
  - plugins.crm.backend.routers.accounts:router
dbt_workspace: dbt/
frontend_entry: frontend/src/index.tsx
nav:
  - { label: Customer 360, path: /crm/customers, icon: users }
permissions: [customer.read, customer.edit_all]
seed_groups:
  - { name: crm_viewer, permissions: [customer.read] }
targets: { honeyframe: {} }
`

const ROUTER = 'from fastapi import APIRouter\n\nrouter = APIRouter()\n'

const FILES = {
  'plugin.yaml': MANIFEST,
  '__init__.py': '',
  'backend/routers/customers.py': ROUTER,
  'backend/routers/accounts/__init__.py': 'from .api import router\n',
  'backend/routers/accounts/api.py': ROUTER,
  'backend/services/mail.py': '',
  'frontend/src/index.tsx': 'export {}\n',
  'frontend/src/pages/customers.tsx': 'export default () => null\n',
  'dbt/dbt_project.yml': 'name: crm\n',
  'dbt/models/customers.sql': 'select 1\n',
  'dbt/tests/positive.sql': 'select 1\n',
  'dbt/target/manifest.json': '{}',
  'dbt/logs/dbt.log': '',
  'backend/__pycache__/x.cpython-311.pyc': '',
  'backend/routers/__pycache__/customers.cpython-311.pyc': '',
  'backend/tests/test_customers.py': '',
  'frontend/node_modules/react/index.js': '',
  'node_modules/a/index.js': '',
  'dist/old.txt': '',
  '.env.example': '',
  'package.json': '{ "name": "crm-plugin" }',
}

async function pack(files: Readonly<Record<string, string>> = {}) {
  const dir = writeTree(path.join(makeFolder(), 'checkout'), { ...FILES, ...files })
  return packPlugin({ dir })
}

async function problemsOf(files: Readonly<Record<string, string>>) {
  const { diagnostics } = await pack(files)
  return diagnostics
    .filter(({ code }) => code.startsWith('HONEYFRAME_'))
    .map(({ code, path: at }) => [code, at])
}

test('the package is one folder: sources, manifest, dbt; no caches, tests, dependencies', async () => {
  const { packages, diagnostics } = await pack()
  expect(diagnostics).toEqual([])
  const [first] = packages
  expect(path.basename(first?.path ?? '')).toBe('crm-0.1.0.tar.gz')
  const { entries } = await listArchive(first?.path ?? '')
  expect(entries.map((entry) => entry.path)).toEqual(
    [
      '__init__.py',
      'backend/routers/accounts/__init__.py',
      'backend/routers/accounts/api.py',
      'backend/routers/customers.py',
      'backend/services/mail.py',
      'dbt/dbt_project.yml',
      'dbt/models/customers.sql',
      'dbt/tests/positive.sql',
      'frontend/src/index.tsx',
      'frontend/src/pages/customers.tsx',
      'package.json',
      'plugin.yaml',
    ].map((name) => `crm/${name}`),
  )
  // Extracted into plugins/, nothing but the folder of the plugin is touched.
  expect(entries.filter((entry) => !entry.path.startsWith('crm/'))).toEqual([])
})

test('a module that is not there, or of another plugin', async () => {
  const manifest = MANIFEST.replace('routers.accounts:', 'routers.nothing:').replace(
    'plugins.crm.backend.routers.customers',
    'plugins.finance.api',
  )
  expect(await problemsOf({ 'plugin.yaml': manifest })).toEqual([
    ['HONEYFRAME_ROUTER_MODULE', ['routers', 0]],
    ['HONEYFRAME_ROUTER_MODULE', ['routers', 1]],
  ])
})

test('a module that is left out of the package is not there', async () => {
  const manifest = `${MANIFEST}files: ["!backend/routers/customers.py"]\n`
  expect(await problemsOf({ 'plugin.yaml': manifest })).toEqual([
    ['HONEYFRAME_ROUTER_MODULE', ['routers', 0]],
  ])
})

test('a module without the attribute', async () => {
  const { ok, diagnostics } = await pack({ 'backend/routers/customers.py': 'def make():\n    router = 1\n' })
  expect(ok).toBe(false)
  expect(diagnostics).toEqual([
    {
      code: 'HONEYFRAME_ROUTER_ATTRIBUTE',
      severity: 'error',
      message:
        'The module plugins.crm.backend.routers.customers has no "router": backend/routers/customers.py does not define or import it at its top level.',
      hint: 'add router = APIRouter() there, or correct the name after the colon.',
      file: expect.stringMatching(/plugin\.yaml$/),
      path: ['routers', 0],
      span: expect.objectContaining({ start: expect.objectContaining({ line: 5 }) }),
    },
  ])
})

test('routers in forms of our own are warnings', async () => {
  const manifest = MANIFEST.replace(
    'dbt_workspace',
    `  - backend/routers/extra.ts:router
  - { module: plugins.crm.backend.routers.customers:router, path: /more }
dbt_workspace`,
  )
  const { ok, diagnostics } = await pack({
    'plugin.yaml': manifest,
    'backend/routers/extra.ts': 'export const router = 1\n',
  })
  expect(ok).toBe(true)
  expect(diagnostics.map(({ code, severity, path: at }) => [code, severity, at])).toEqual([
    ['HONEYFRAME_ROUTER_FORM', 'warning', ['routers', 2]],
    ['HONEYFRAME_ROUTER_FORM', 'warning', ['routers', 3]],
  ])
})

test.each(['customer', 'Customer.read', 'customer.read.all', 'customer-list.read', 'customer.*', '1.read'])(
  'the permission %s has not the form of Honeyframe',
  async (permission) => {
    const manifest = MANIFEST.replace('customer.edit_all', `"${permission}"`)
    expect(await problemsOf({ 'plugin.yaml': manifest })).toEqual([
      ['HONEYFRAME_PERMISSION', ['permissions', 1]],
    ])
  },
)

test('a seed group holds only permissions of the list', async () => {
  const manifest = MANIFEST.replace(
    'crm_viewer, permissions: [customer.read]',
    'crm_viewer, permissions: [customer.delete]',
  )
  const { ok, diagnostics } = await pack({ 'plugin.yaml': manifest })
  expect([ok, diagnostics.map(({ code }) => code)]).toEqual([false, ['MANIFEST_SEED_GROUP_PERMISSION']])
})

test('a dbt workspace without a project', async () => {
  const manifest = MANIFEST.replace('dbt_workspace: dbt/', 'dbt_workspace: warehouse')
  const { ok, diagnostics } = await pack({ 'plugin.yaml': manifest })
  expect([ok, diagnostics.map(({ code }) => code)]).toEqual([
    false,
    ['MANIFEST_DBT_PROJECT_MISSING', 'PACK_ENTRY_POINT_NOT_PACKED'],
  ])
})

test('words per language are a warning', async () => {
  const manifest = MANIFEST.replace('display_name: CRM', 'display_name: { en: CRM, de: Kunden }').replace(
    'label: Customer 360',
    'label: { en: Customers }',
  )
  expect(await problemsOf({ 'plugin.yaml': manifest })).toEqual([
    ['HONEYFRAME_LOCALIZED_TEXT', ['display_name']],
    ['HONEYFRAME_LOCALIZED_TEXT', ['nav', 0, 'label']],
  ])
})
