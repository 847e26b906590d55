import { expect, test } from 'vitest'
import { readImportMetaUse } from './import-meta-use.ts'

function read(source: string): ReturnType<typeof readImportMetaUse> {
  return readImportMetaUse(source, source.lastIndexOf('import'))
}

test.each([
  ['x(import.meta)', undefined, 'import.meta'],
  ['import.meta.glob("./*")', 'glob', 'import.meta.glob'],
  ['import.meta.env.API', 'env', 'import.meta.env.API'],
  ['import.meta?.env?.API.x', 'env', 'import.meta.env.API'],
  ['import . meta\n  .hot', 'hot', 'import.meta.hot'],
])('%s', (source, property, text) => {
  expect(read(source)).toMatchObject({ text, ...(property === undefined ? {} : { property }) })
})

test.each([
  [`new URL('./a.png', import.meta.url)`, './a.png', false],
  ['new URL(`./a.png`, import.meta.url)', './a.png', false],
  [`new URL(/* @vite-ignore */ "a b.png" , import.meta.url)`, 'a b.png', false],
  [`new Worker( new URL("./w.js", import.meta.url))`, './w.js', true],
])('%s leads to a file', (source, specifier, isWorker) => {
  const { url } = read(source)
  expect(url).toMatchObject({ specifier, isWorker })
  const { start, end } = (url as { literal: { start: number; end: number } }).literal
  expect(source.slice(start + 1, end - 1)).toBe(specifier)
})

test.each([
  ['new URL(`./${name}.png`, import.meta.url)', 'computed'],
  ['new URL(name, import.meta.url)', 'computed'],
  ['new URL("https://a.test/x.png", import.meta.url)', undefined],
  ['new URL("/x.png", import.meta.url)', undefined],
  ['const here = import.meta.url', undefined],
])('%s leads to no file that is known', (source, url) => {
  expect(read(source).url).toBe(url)
})
