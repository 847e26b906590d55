import { expect, test } from 'vitest'
import { renameChunks } from './rename-chunks.ts'
import type { UnnamedFile } from './rename-chunks.ts'

const [A, B, C] = [
  'plugwright-chunk-AAAAAAAA.js',
  'plugwright-chunk-BBBBBBBB.js',
  'plugwright-chunk-CCCCCCCC.js',
]

function file(name: string, text: string, identity = name): UnnamedFile {
  return { name, text, stem: 'chunk', identity }
}

function namesOf(files: readonly UnnamedFile[]): string[] {
  return renameChunks(files).map(({ name }) => name)
}

test('names depend on content, not on the names before', () => {
  const first = renameChunks([file(A, `import"./${B}"`), file(B, 'export{}')])
  const second = renameChunks([file(C, `import"./${A}"`), file(A, 'export{}')])
  expect(second.map(({ name, text }) => [name, text])).toEqual(first.map(({ name, text }) => [name, text]))
  expect(first[0]?.text).toBe(`import"./${first[1]?.name}"`)
  expect(first[0]?.name).toMatch(/^chunk-[0-9a-f]{16}\.js$/)
})

test('a change renames what loads the changed file, and nothing else', () => {
  const before = namesOf([file(A, `import"./${B}"`), file(B, '1'), file(C, '3')])
  const after = namesOf([file(A, `import"./${B}"`), file(B, '2'), file(C, '3')])
  expect(after.map((name, index) => name === before[index])).toEqual([false, false, true])
})

test('cycles end, and each of their files is told apart', () => {
  const names = namesOf([file(A, `import("./${B}")`), file(B, `import("./${A}");1`)])
  expect(new Set(names).size).toBe(2)
  expect(namesOf([file(B, `import("./${A}");1`), file(A, `import("./${B}")`)])).toEqual(names.toReversed())
})

test('files of equal text stay two files, whatever order they come in', () => {
  const names = namesOf([file(A, 'let n=0', 'x.ts'), file(B, 'let n=0', 'y.ts')])
  expect(new Set(names).size).toBe(2)
  expect(namesOf([file(C, 'let n=0', 'y.ts'), file(A, 'let n=0', 'x.ts')])).toEqual(names.toReversed())
})

test('text that only looks like a reference is content', () => {
  const [renamed] = renameChunks([file(A, `"${C}"`)])
  expect(renamed?.text).toBe(`"${C}"`)
})
