import { expect, test } from 'vitest'
import { awaitSheets, dropLists, listSheets, toListedFile } from './plugin-sheets.ts'

const isLevel = (fileName: string): boolean => fileName === 'assets/plugins/crm.js'

const DIGEST = 'bc3ae072c686eac6ef0bfa227f2212c6'

test.each([
  'plugin("crm", () => __vitePreload(() => import("./plugins/crm.js").then((n) => n.t), __VITE_PRELOAD__), "1.0.0"),',
  'plugin$1("crm", () => __vitePreload$1(() => import("./plugins/crm.js"), __VITE_PRELOAD__, import.meta.url))',
  `plugin("crm", () => __vitePreload(() => import("./plugins/crm.js"), __VITE_PRELOAD__${DIGEST}))`,
])('the start bundle has no list for a plugin: %s', (code) => {
  const changed = dropLists(code, { fileName: 'assets/index.js', isLevel })
  expect(changed.replaceAll(/ +([,)])/g, '$1')).toBe(code.replace(/__VITE_PRELOAD__\w*/, '[]'))
  expect(changed).toHaveLength(code.length)
})

test.each([
  'route("crm", () => __vitePreload(() => import("./page.js"), __VITE_PRELOAD__))',
  '__vitePreload(() => import("./plugins/crm.js"), __VITE_PRELOAD__)',
])('other lazy imports of the host keep theirs: %s', (code) => {
  expect(dropLists(code, { fileName: 'assets/index.js', isLevel })).toBe(code)
})

test.each([
  'load: () => __vitePreload(() => Promise.resolve().then(() => pages_exports), __VITE_PRELOAD__)',
  'load: () => __vitePreload(() => Promise.resolve().then(() => (init_pages(), pages_exports)), __VITE_PRELOAD__)',
  `__vitePreload(() => Promise.resolve().then(() => pages_exports), __VITE_PRELOAD__${DIGEST})`,
  'e(()=>Promise.resolve().then(()=>t()).then(e=>n(e.default,1)),__VITE_PRELOAD__,import.meta.url)',
])('what a plugin loads from its own script waits for its stylesheets: %s', (code) => {
  const changed = awaitSheets(code)
  expect(changed.replaceAll(/ +([,)])/g, '$1')).toBe(code.replace(/__VITE_PRELOAD__\w*/, '__plugwright_css'))
  expect(changed).toHaveLength(code.length)
})

test('what a plugin loads from elsewhere keeps its list', () => {
  const inner = '__vitePreload(() => import("./x.js"), __VITE_PRELOAD__)'
  expect(awaitSheets(inner)).toBe(inner)
  expect(awaitSheets(`Promise.resolve().then(() => ${inner})`)).toBe(`Promise.resolve().then(() => ${inner})`)
})

test('the list comes last, before the comment of a source map', () => {
  const code = 'e(__plugwright_css);\nexport{e};\n'
  const listed = 'e(__plugwright_css);\nexport{e};\nvar __plugwright_css=["a.css","b.css"];\n'
  expect(listSheets(code, ['"a.css"', '"b.css"'])).toBe(listed)
  const comment = '//# sourceMappingURL=crm.js.map'
  expect(listSheets(`${code}${comment}\n`, ['"a.css"', '"b.css"'])).toBe(`${listed}${comment}\n`)
  expect(listSheets('export{e};\n', ['"a.css"'])).toBe('export{e};\n')
})

test.each([
  [undefined, '/', '"assets/plugins/crm/crm.css"'],
  [undefined, './', '"./crm.css"'],
  [() => 'https://cdn.example/crm.css', '/', '"https://cdn.example/crm.css"'],
  [() => ({ relative: true }), '/', '"./crm.css"'],
  [(file: string) => ({ runtime: `cdn("${file}")` }), '/', 'cdn("assets/plugins/crm/crm.css")'],
  [() => undefined, '/app/', '"/app/assets/plugins/crm/crm.css"'],
] as const)('an address as the helper takes it: %s, %s', (renderBuiltUrl, base, expected) => {
  const script = 'assets/plugins/crm/crm.js'
  expect(toListedFile('assets/plugins/crm/crm.css', { script, base, renderBuiltUrl })).toBe(expected)
})
