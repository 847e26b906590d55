import path from 'node:path'
import { expect, test } from 'vitest'
import { checkNames } from './check-names.ts'

const DIR = path.resolve('plugin')
const check = (...paths: string[]) =>
  checkNames(
    paths.map((name, index) => ({ path: name, from: `source/${index}`, why: 'test' })),
    DIR,
  ).map(({ code, message, file = '', related: [other] = [] }) => [
    code,
    message.replace(/^The entr\w+ /, ''),
    path.relative(DIR, file),
    path.relative(DIR, other?.file ?? DIR),
  ])

test('every problem has the file that would get the name, and that of the other one', () => {
  expect(check('a/nul', 'Lib/a', 'lib/b', 'x', 'x', 'x/y')).toEqual([
    ['ARCHIVE_ENTRY_NAME', expect.stringMatching(/^name "a\/nul"/) as string, 'source/0', ''],
    [
      'ARCHIVE_ENTRY_COLLISION',
      expect.stringMatching(/^"Lib" and "lib\/b" differ only in case/) as string,
      'source/2',
      'source/1',
    ],
    [
      'ARCHIVE_ENTRY_COLLISION',
      expect.stringMatching(/^"x" and "x" have the same/) as string,
      'source/4',
      'source/3',
    ],
    [
      'ARCHIVE_ENTRY_COLLISION',
      expect.stringMatching(/^"x" and "x\/y" use the same name/) as string,
      'source/5',
      'source/3',
    ],
  ])
})

test('good names are no problem', () => {
  expect(check('a/b', 'a/c', 'd')).toEqual([])
})
