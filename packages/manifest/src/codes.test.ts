import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const source = fileURLToPath(new URL('.', import.meta.url))
const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url))

const codes = [...readFileSync(`${source}diagnostics.ts`, 'utf8').matchAll(/code: '([A-Z][A-Z0-9_]+)'/g)].map(
  ([, code]) => code ?? '',
)

test('each code belongs to one function', () => {
  expect(codes.length).toBeGreaterThan(40)
  expect(new Set(codes).size).toBe(codes.length)
})

test.each(codes)('%s has a fixture or a test', (code) => {
  expect(proofs().some((text) => new RegExp(`\\b${code}\\b`).test(text))).toBe(true)
})

function proofs(): string[] {
  const reports = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|\/)(error\.txt|expected\.json)$/.test(file),
  )
  const tests = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  )
  return [...reports.map((file) => `${fixtures}${file}`), ...tests.map((file) => `${source}${file}`)].map(
    (file) => readFileSync(file, 'utf8'),
  )
}
