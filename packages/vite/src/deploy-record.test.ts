import { expect, test } from 'vitest'
import { toBase, toDeployRecord, toRecordPath } from './deploy-record.ts'
import type { BuiltChunk } from './deploy-record.ts'

const chunk = (
  fileName: string,
  moduleIds: readonly string[],
  more: Partial<BuiltChunk> = {},
): BuiltChunk => ({
  fileName,
  moduleIds,
  imports: [],
  isEntry: false,
  ...more,
})
const rules = {
  levelOf: (id: string) => /^level:(.*)/.exec(id)?.[1],
  pluginOf: (id: string) => /^plugins\/([^/]+)/.exec(id)?.[1],
  versionOf: (plugin: string) => `1.0.0-${plugin}`,
}

test('names the file of each second level, also where one file holds several', () => {
  const record = toDeployRecord(
    [
      chunk('assets/levels-1.js', ['level:finance', 'level:crm']),
      chunk('assets/levels-2.js', ['level:stock']),
      chunk('assets/plugins/crm/page.js', ['plugins/crm/page.tsx']),
    ],
    rules,
  )
  expect(record.plugins).toEqual({
    crm: { version: '1.0.0-crm', level: 'assets/levels-1.js' },
    finance: { version: '1.0.0-finance', level: 'assets/levels-1.js' },
    stock: { version: '1.0.0-stock', level: 'assets/levels-2.js' },
  })
  expect(Object.keys(record.plugins)).toEqual(['crm', 'finance', 'stock'])
})

test('names what plugins share with the host, and nothing else', () => {
  const record = toDeployRecord(
    [
      chunk('index.js', ['src/main.tsx', 'plugins/crm/inlined.ts'], {
        isEntry: true,
        imports: ['vendor.js', 'host.js'],
      }),
      chunk('vendor.js', ['react'], { imports: ['runtime.js'] }),
      chunk('plugin-crm.js', ['level:crm'], { imports: ['vendor.js'] }),
      chunk('page.js', ['plugins/crm/page.tsx'], {
        imports: ['api.js', 'vendor.js', 'https://cdn.test/x.js'],
      }),
      chunk('api.js', ['plugins/crm/api.ts'], { imports: ['charts.js'] }),
    ].concat([chunk('charts.js', ['charts'])]),
    rules,
  )
  expect(record.shared).toEqual(['charts.js', 'vendor.js'])
})

test('the way to the base is padded to a length, and the record lies below the folder of assets', () => {
  expect(toBase('assets/index-abc.js', 8)).toBe('../     ')
  expect(toBase('index.js', 4)).toBe('./  ')
  expect(toBase('a/b/c.js', 2)).toBe('../../')
  expect(toRecordPath('assets')).toBe('assets/plugins/registry.json')
  expect(toRecordPath('')).toBe('plugins/registry.json')
})
