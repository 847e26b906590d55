import { expect, test } from 'vitest'
import { wrapInLayer } from './wrap-in-layer.ts'

test.each([
  ['rules', '.a { color: red }', '@layer p.crm{.a { color: red }\n}'],
  ['nothing', '/* only a comment */\n', '/* only a comment */\n'],
  [
    '@charset and @namespace',
    '@charset "utf-8";\n@namespace svg url(http://www.w3.org/2000/svg);\nsvg|a {}',
    /^@charset "utf-8";@namespace svg url\(http:\/\/www\.w3\.org\/2000\/svg\);@layer p\.crm\{ +\n +\nsvg\|a \{\}\n\}$/,
  ],
  [
    '@import',
    '@import "https://x/a.css";',
    '@import "https://x/a.css" layer(p.crm);                          ',
  ],
  [
    '@import with conditions',
    '@import url(https://x/a.css) supports(display: grid) screen and (width > 4em);',
    /^@import url\(https:\/\/x\/a\.css\) layer\(p\.crm\) supports\(display: grid\) screen and \(width > 4em\); +$/,
  ],
  [
    '@import with a layer of its own',
    "@import url('https://x/a;b.css') layer(base.reset) print;",
    /^@import url\('https:\/\/x\/a;b\.css'\) layer\(p\.crm\.base\.reset\) print; +$/,
  ],
  [
    '@import with a nameless layer',
    '@import url(https://x/a.css) layer;',
    /^@import url\(https:\/\/x\/a\.css\) layer\(p\.crm\); +$/,
  ],
  [
    'an @import that comes late, as Sass and bundling make it',
    '.a {}\n@import "https://x/a.css";',
    /^@import "https:\/\/x\/a\.css" layer\(p\.crm\);@layer p\.crm\{\.a \{\}\n +\n\}$/,
  ],
  [
    'the order of layers',
    '@layer reset, base;\n@import "https://x/a.css" layer(reset);\n@layer base { .a {} }',
    /^@layer p\.crm\.reset,p\.crm\.base;@import "https:\/\/x\/a\.css" layer\(p\.crm\.reset\);@layer p\.crm\{ +\n +\n@layer base \{ \.a \{\} \}\n\}$/,
  ],
  [
    'statements that stay',
    '@font-face { font-family: X }\n@keyframes spin { to { rotate: 1turn } }\n.a {}\n@layer late;',
    '@layer p.crm{@font-face { font-family: X }\n@keyframes spin { to { rotate: 1turn } }\n.a {}\n@layer late;\n}',
  ],
] as const)('%s', (_, css, expected) => {
  const wrapped = wrapInLayer(css, 'p.crm')
  if (typeof expected === 'string') expect(wrapped).toBe(expected)
  else expect(wrapped).toMatch(expected)
})

test('each rule keeps its line', () => {
  const css = '@import url(https://x/a.css)\n  print;\n\n.a {}\n.b {\n  color: red;\n}\n'
  expect(lineOf(wrapInLayer(css, 'p.crm'))).toBe(lineOf(css))
})

function lineOf(text: string): number {
  return text.slice(0, text.indexOf('.b')).split('\n').length
}
