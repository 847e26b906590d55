import { expect, test } from 'vitest'
import { findCodeBlocks } from './code-blocks.ts'

test('reads language, file, reason and place of a block', () => {
  const markdown = [
    'Text',
    '```tsx file=src/a.tsx',
    'const a = 1',
    '```',
    '- item',
    '  ```ts ignore-reason="shows an error"',
    '  wrong',
    '  ```',
    '',
  ].join('\n')
  expect(findCodeBlocks('a.md', markdown)).toEqual([
    { doc: 'a.md', line: 3, language: 'tsx', file: 'src/a.tsx', code: 'const a = 1\n' },
    { doc: 'a.md', line: 7, language: 'ts', ignoreReason: 'shows an error', code: 'wrong\n' },
  ])
})
