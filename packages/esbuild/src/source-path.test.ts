import { expect, test } from 'vitest'
import { toSourceFile } from './source-path.ts'

test.each([
  ['frontend/a.tsx', '/app/crm/frontend/a.tsx'],
  ['plugwright-url:/app/crm/logo.png', '/app/crm/logo.png'],
  ['plugwright-scoped:/app/crm/card.module.css/card_12345678.module.css', '/app/crm/card.module.css'],
])('esbuild names %s, which is %s', (source, file) => {
  expect(toSourceFile(source, '/app/crm')).toBe(file)
})
