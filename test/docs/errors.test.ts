import { expect, test } from 'vitest'
import { listFiles, readText } from '../repository.ts'

const catalogues = (await listFiles('packages/*/src/*.ts')).filter((file) =>
  /\/(diagnostics|problems)(\/[^.]+)?\.ts$/.test(file),
)
const codes = new Map<string, string>()
for (const file of catalogues) {
  for (const match of (await readText(file)).matchAll(/\bcode: '(?<code>[A-Z0-9_]+)'/g)) {
    const code = match.groups?.['code'] ?? ''
    expect(codes.get(code), `${code} is in two places: ${codes.get(code)} and ${file}`).toBeUndefined()
    codes.set(code, file)
  }
}

test('every code has a heading in docs/errors.md, and every heading is a code', async () => {
  const headings = [...(await readText('docs/errors.md')).matchAll(/^### (?<code>.+)$/gm)].map(
    (match) => match.groups?.['code'] ?? '',
  )
  expect(headings.filter((code, index) => headings.indexOf(code) !== index)).toEqual([])
  expect(headings.sort()).toEqual([...codes.keys()].sort())
})

test('every heading is followed by a cause and a remedy', async () => {
  const sections = (await readText('docs/errors.md')).split(/^### /m).slice(1)
  const short = sections.filter((section) => section.split('\n').slice(1).join(' ').trim().length < 40)
  expect(short.map((section) => section.split('\n')[0])).toEqual([])
})

test('every code is shown by a test or a fixture', async () => {
  const files = await listFiles(
    'packages/*.test.ts',
    'packages/*.test.tsx',
    'packages/*/fixtures/*',
    'test/*.ts',
  )
  const texts = await Promise.all(files.map(readText))
  const unseen = [...codes.keys()].filter(
    (code) => !texts.some((text) => new RegExp(`\\b${code}\\b`).test(text)),
  )
  expect(unseen).toEqual([])
})

test('codes appear only in catalogues', async () => {
  const files = (await listFiles('packages/*/src/*.ts', 'packages/*/src/*.tsx')).filter(
    (file) => !/\.test\.(?:kit\.)?tsx?$|\.generated\./.test(file) && !catalogues.includes(file),
  )
  const found: string[] = []
  for (const file of files) {
    for (const match of (await readText(file)).matchAll(/\bcode: '(?<code>[A-Z0-9]+(?:_[A-Z0-9]+)+)'/g)) {
      found.push(`${file}: ${match.groups?.['code']}`)
    }
  }
  expect(found).toEqual([])
})
