import { expect, test } from 'vitest'
import { canonicalPath, isInstalled, packageNameOf, toShownPath } from './source-path.ts'

test.each([
  ['/app/crm/frontend/a.tsx', 'frontend/a.tsx'],
  ['/app/crm/node_modules/ms/index.js', 'node_modules/ms/index.js'],
  ['/app/node_modules/.pnpm/ms@2.1.3/node_modules/ms/index.js', 'node_modules/ms/index.js'],
  ['/app/shared/x.ts', '../shared/x.ts'],
])('%s is %s', (file, expected) => {
  expect(canonicalPath(file, '/app/crm')).toBe(expected)
})

test('a plugin that is installed itself has sources of its own', () => {
  const dir = '/app/node_modules/@acme/crm'
  expect(canonicalPath(`${dir}/frontend/a.tsx`, dir)).toBe('frontend/a.tsx')
  expect(isInstalled(`${dir}/frontend/a.tsx`, dir)).toBe(false)
  expect(isInstalled('/app/node_modules/ms/index.js', dir)).toBe(true)
})

test('a nested copy is shown where it is', () => {
  const nested = 'node_modules/a/node_modules/react/index.js'
  expect(toShownPath(`/app/crm/${nested}`, '/app/crm')).toBe(nested)
  expect(toShownPath(`/app/${nested}`, '/app/crm')).toBe('node_modules/react/index.js')
})

test.each([
  ['react/jsx-runtime', 'react'],
  ['@acme/ui/button', '@acme/ui'],
  ['./react', undefined],
  ['/react', undefined],
])('%s is of the package %s', (specifier, name) => {
  expect(packageNameOf(specifier)).toBe(name)
})
