import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { makeFolder, removeFolders, writeTree } from '../plugin-folder.test.kit.ts'
import { findPackages } from './find-packages.ts'
import { toCycloneDx } from './to-cyclonedx.ts'

afterEach(removeFolders)

const packageJson = (fields: object): string => JSON.stringify(fields)

test('finds the packages that files belong to, each once, wherever they are installed', async () => {
  const root = writeTree(makeFolder(), {
    'node_modules/.pnpm/ms@2.1.3/node_modules/ms/package.json': packageJson({
      name: 'ms',
      version: '2.1.3',
      license: 'MIT',
    }),
    'plugin/node_modules/ms/package.json': packageJson({ name: 'ms', version: '2.1.3', license: 'MIT' }),
    'plugin/node_modules/@acme/ui/package.json': packageJson({ name: '@acme/ui', version: '1.0.0-rc.1' }),
    // It says how its files are read, and nothing else.
    'plugin/node_modules/@acme/ui/dist/esm/package.json': packageJson({ type: 'module' }),
    'packages/money/package.json': packageJson({
      name: '@acme/money',
      version: '0.1.0',
      license: { type: 'ISC' },
    }),
  })
  const inputs = [
    'frontend/src/pages/index.tsx',
    'node_modules/@acme/ui/dist/esm/index.js',
    '../node_modules/.pnpm/ms@2.1.3/node_modules/ms/index.js',
    'node_modules/ms/index.js',
    'node_modules/gone/index.js',
    '../packages/money/src/index.ts',
  ].map((name) => ({ path: name }))
  expect(await findPackages(inputs, path.join(root, 'plugin'))).toEqual([
    { name: '@acme/money', version: '0.1.0', license: 'ISC' },
    { name: '@acme/ui', version: '1.0.0-rc.1' },
    { name: 'gone' },
    { name: 'ms', version: '2.1.3', license: 'MIT' },
  ])
})

test('is CycloneDX 1.6 without anything that changes by itself', () => {
  const packages = [
    { name: '@acme/ui', version: '1.0.0-rc.1+build', license: 'SEE LICENSE IN LICENSE.txt' },
    { name: 'ms', version: '2.1.3', license: '(MIT OR Apache-2.0)' },
    { name: 'secret', version: '1.0.0', license: 'UNLICENSED' },
  ]
  const bom = toCycloneDx({ name: 'crm', version: '0.1.0', license: 'MIT' }, packages)
  expect(Object.keys(bom)).not.toContain('serialNumber')
  expect(bom).toMatchObject({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: {
      component: { type: 'application', name: 'crm', version: '0.1.0', licenses: [{ expression: 'MIT' }] },
    },
    components: [
      {
        group: '@acme',
        name: 'ui',
        purl: 'pkg:npm/%40acme/ui@1.0.0-rc.1%2Bbuild',
        licenses: [{ license: { name: 'SEE LICENSE IN LICENSE.txt' } }],
      },
      { name: 'ms', purl: 'pkg:npm/ms@2.1.3', licenses: [{ expression: '(MIT OR Apache-2.0)' }] },
      { name: 'secret', licenses: [{ license: { name: 'UNLICENSED' } }] },
    ],
    dependencies: [
      {
        ref: 'pkg:generic/crm@0.1.0',
        dependsOn: ['pkg:npm/%40acme/ui@1.0.0-rc.1%2Bbuild', 'pkg:npm/ms@2.1.3', 'pkg:npm/secret@1.0.0'],
      },
    ],
  })
  expect(bom['metadata']).not.toHaveProperty('timestamp')
})
