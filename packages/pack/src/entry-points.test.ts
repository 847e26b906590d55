import { expect, test } from 'vitest'
import { toEntryPoints } from './entry-points.ts'

test('names are clean, unique without case, and in order', () => {
  const modules = [
    'frontend/src/pages/customers/[id].tsx',
    'frontend/src/pages/customers/_id_.tsx',
    'frontend/src/pages/[...rest].vue',
    'frontend/src/pages/A.ts',
    'frontend/src/pages/a.js',
    'frontend/src/pages/a.js',
    'elsewhere/größe.ts',
  ]
  expect(toEntryPoints(modules, 'frontend/src/').map(({ name }) => name)).toEqual([
    'pages/customers/_id_',
    'pages/customers/_id_-2',
    'pages/_____rest_'.replace('_____', '____'),
    'pages/A',
    'pages/a-2',
    'elsewhere/gr__e',
  ])
})
