import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parseManifest } from './parse-manifest.ts'

const page = await readFile(new URL('../../../docs/manifest.md', import.meta.url), 'utf8')
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text ?? '')

test('docs/manifest.md has a short and a complete example', () => {
  expect(examples).toHaveLength(2)
})

test.each(examples.map((text) => [text.split('\n').length, text] as const))(
  'the example of %i lines is valid',
  (_lines, text) => {
    expect(parseManifest(text).diagnostics).toEqual([])
  },
)
