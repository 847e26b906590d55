import { expect, test } from 'vitest'
import { applyEdits, insertLinesBefore, removePiece } from './text-edits.ts'

const piece = (text: string, part: string): { start: number; end: number } => {
  const start = text.indexOf(part)
  return { start, end: start + part.length }
}

test('a piece alone on its lines goes with them, and of two blank lines one stays', () => {
  const text = 'a\n\nb\nc\n\nd\n'
  expect(applyEdits(text, [removePiece(text, piece(text, 'b')), removePiece(text, piece(text, 'c'))])).toBe(
    'a\n\nd\n',
  )
})

test('a piece among others goes with its comma', () => {
  const text = '[one, two, three]'
  const without = (part: string): string =>
    applyEdits(text, [removePiece(text, piece(text, part), { withComma: true })])
  expect(without('one')).toBe('[two, three]')
  expect(without('two')).toBe('[one, three]')
})

test('what is inside a removed piece goes with it, and what is put at its edge stays', () => {
  const text = '  <A />\n  <B />\n'
  const removed = removePiece(text, piece(text, '<A />'))
  const inner = { start: 3, end: 4, text: 'X' }
  const inserted = insertLinesBefore(text, 2, ['<New />'])
  expect(applyEdits(text, [removed, inner, inserted])).toBe('  <New />\n  <B />\n')
})
