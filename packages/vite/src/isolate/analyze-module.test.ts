import { expect, test } from 'vitest'
import { analyzeModule } from './analyze-module.ts'

test('imports with their names, types left out', () => {
  const { imports, problems } = analyzeModule(
    'page.tsx',
    `import a, { b as c, type D } from './one'
import * as all from './two'
import './three.css'
import type { E } from './types'
export { f } from './four'
const later = import('./five')
const computed = import('./' + a)
`,
  )
  expect(problems).toEqual([])
  expect(imports.map(({ specifier, names }) => [specifier, names.map(({ name }) => name)])).toEqual([
    ['./one', ['default', 'b']],
    ['./two', []],
    ['./three.css', []],
    ['./four', ['f']],
    ['./five', []],
  ])
  expect(imports[0]?.span.start).toMatchObject({ line: 1, column: 35 })
})

test('exports, those of types included', () => {
  const code =
    'export const a = 1, { b } = a\nexport default a\nexport interface C {}\nexport * as d from "./d"\n'
  expect([...(analyzeModule('page.ts', code).exports ?? [])]).toEqual(['a', 'b', 'default', 'C', 'd'])
})

test.each(["export * from './other'", 'module.exports = {}', ''])(
  'exports that cannot be known: %s',
  (code) => {
    expect(analyzeModule('page.ts', code).exports).toBeUndefined()
  },
)

test('JSX in a .js file is not ours to judge', () => {
  expect(analyzeModule('page.js', 'export default () => <p />').problems).toEqual([])
})

test('only the first syntax error', () => {
  const { problems } = analyzeModule('page.tsx', 'const ü = "😀"\nexport default () => <ul></div>\n}')
  expect(problems).toMatchObject([
    { code: 'VITE_SYNTAX_ERROR', file: 'page.tsx', span: { start: { line: 2, column: 28 } } },
  ])
})
