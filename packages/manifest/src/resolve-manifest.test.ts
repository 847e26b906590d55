import { expect, test } from 'vitest'
import { LIMITS } from './limits.ts'
import type { PluginFiles } from './manifest.ts'
import { parseManifest } from './parse-manifest.ts'
import { resolveManifest } from './resolve-manifest.ts'

const HEAD = 'name: crm\nversion: 0.1.0\n'

function filesOf(paths: readonly string[]): PluginFiles {
  return {
    stat: (path) => (paths.includes(path) ? 'file' : undefined),
    list: (dir) => paths.filter((path) => path.startsWith(`${dir}/`)),
  }
}

test('gives nothing for a manifest that could not be parsed', () => {
  expect(resolveManifest(parseManifest('name: ['), filesOf([]))).toEqual({ diagnostics: [] })
})

test('needs no file name: problems then have a span only', () => {
  const { diagnostics } = resolveManifest(
    parseManifest(`${HEAD}nav: [{ label: A, path: /crm }]\n`),
    filesOf([]),
  )
  expect(diagnostics).toMatchObject([{ code: 'MANIFEST_NAV_WITHOUT_PAGE', span: { start: { line: 3 } } }])
  expect(diagnostics[0]).not.toHaveProperty('file')
})

test('an error is found behind any number of warnings, and the rest is not listed', () => {
  const commands = Array.from({ length: 150 }, (_, index) => `  - { name: c${index} }\n`).join('')
  const text = `${HEAD}commands:\n${commands}nav: [{ label: A, path: /crm }]\n`
  const { manifest, diagnostics } = resolveManifest(parseManifest(text), filesOf([]))
  expect(manifest).toBeUndefined()
  expect(diagnostics.filter(({ code }) => code === 'MANIFEST_HANDLER_MISSING')).toHaveLength(LIMITS.problems)
  expect(diagnostics.at(-2)?.code).toBe('MANIFEST_NAV_WITHOUT_PAGE')
  expect(diagnostics.at(-1)?.message).toBe('Some further problems are not shown.')
})

test('a page takes the permission of the entry that leads to it, not of one that leads to a sibling', () => {
  const text = `${HEAD}nav:
  - { label: New, path: /crm/customers/new, permission: customer.edit }
  - { label: One, path: /crm/customers/7, permission: customer.read }
  - label: Group
    permission: crm.use
    children: [{ label: Home, path: /crm }, { label: Help, path: /crm/help, permission: null }]
permissions: [customer.edit, customer.read, crm.use]
`
  const pages = ['index', 'help', 'customers/new', 'customers/[id]'].map(
    (name) => `frontend/src/pages/${name}.tsx`,
  )
  const { manifest } = resolveManifest(parseManifest(text), filesOf(pages))
  expect(Object.fromEntries(manifest?.pages.map(({ path, permission }) => [path, permission]) ?? [])).toEqual(
    {
      '/': 'crm.use',
      '/customers/:id': 'customer.read',
      '/customers/new': 'customer.edit',
      '/help': null,
    },
  )
})

test('a plugin of commands only is built for Betty, any other for us', () => {
  const command = 'commands: [{ name: run, handler: { script: run.py } }]\n'
  expect(targetsOf(`${HEAD}${command}`, ['run.py'])).toEqual(['betty'])
  expect(targetsOf(`${HEAD}${command}`, ['run.py', 'frontend/src/blocks/a.tsx'])).toEqual(['plugwright'])
  expect(targetsOf(HEAD, [])).toEqual(['plugwright'])
})

function targetsOf(text: string, paths: readonly string[]): string[] {
  return [...(resolveManifest(parseManifest(text), filesOf(paths)).manifest?.targets.keys() ?? [])]
}
