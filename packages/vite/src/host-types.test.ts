import { readFile } from 'node:fs/promises'
import { discoverPlugins } from '@plugwright/manifest/node'
import { expect, test } from 'vitest'
import { formatHostTypes, writeHostTypes } from './host-types.ts'
import { createTestHost } from './vite-host.test.kit.ts'

test('names, pages, slots and permissions', async () => {
  await using host = await createTestHost({
    'plugins/crm/plugin.yaml': 'name: crm\nversion: 1.0.0\npermissions: [customer.read]\n',
    'plugins/crm/frontend/src/pages/customers/[id].ts': '',
    'plugins/empty/plugin.yaml': 'name: empty\nversion: 1.0.0\n',
    'plugins/broken/plugin.yaml': 'name: broken\n',
  })
  const discovery = await discoverPlugins({ roots: ['plugins'], cwd: host.dir })
  const options = { slots: { dashboard: {} } }
  expect(formatHostTypes(discovery, options)).toMatchInlineSnapshot(`
    "// Written by plugwright from the plugins of this host; do not edit.
    import '@plugwright/runtime'

    declare module '@plugwright/runtime' {
      interface PlugwrightRegister {
        plugins: "crm" | "empty"
        pages: {
          "crm": "/customers/:id"
          "empty": never
        }
        slots: "dashboard"
        permissions: "customer.read"
      }
    }
    "
  `)

  const first = await writeHostTypes(host.dir, discovery, options)
  expect(first.written).toBe(true)
  expect(await readFile(first.file, 'utf8')).toBe(formatHostTypes(discovery, options))
  expect(await writeHostTypes(host.dir, discovery, options)).toEqual({ file: first.file, written: false })
})

test('what there is none of keeps its general type', () => {
  const text = formatHostTypes({ plugins: [], diagnostics: [], roots: [] }, { slots: {} })
  expect(text).toContain('interface PlugwrightRegister {\n  }')
})
