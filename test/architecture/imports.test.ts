import { expect, test } from 'vitest'
import { findImports, packageNameOf } from './imports.ts'

test('finds declarations, re-exports, side effects and dynamic imports', () => {
  const source = `
    import { a } from 'one'
    import type { B } from '@scope/two/sub'
    import {
      c,
      d,
    } from './three.ts'
    import 'four'
    export * from 'five'
    export type { E } from 'six'
    const f = () => import('seven')
    // import 'eight'
    /* import 'nine' */
  `
  const found = findImports(source).map(
    ({ specifier, typeOnly }) => `${specifier}${typeOnly ? ' (type)' : ''}`,
  )
  expect(found.sort()).toEqual([
    './three.ts',
    '@scope/two/sub (type)',
    'five',
    'four',
    'one',
    'seven',
    'six (type)',
  ])
})

test('names the package of a specifier', () => {
  expect(packageNameOf('@plugwright/manifest/node')).toBe('@plugwright/manifest')
  expect(packageNameOf('react-dom/client')).toBe('react-dom')
})
