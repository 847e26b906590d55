import { SourceMap } from 'node:module'
import type { InlineConfig } from 'vite'
import { expect, test } from 'vitest'
import { buildTestHost, createTestHost, findFile } from './vite-host.test.kit.ts'

const src = 'plugins/crm/frontend/src'

const image = `<svg xmlns="http://www.w3.org/2000/svg">${'<g/>'.repeat(2000)}</svg>`

const sources = {
  'plugins/crm/plugin.yaml': 'name: crm\nversion: 1.0.0\n',
  [`${src}/pages/index.ts`]: [
    "import logo from '../logo.svg'",
    "import './page.css'",
    "import { next } from '../lib/next.ts'",
    '',
    'export const mount = (element: HTMLElement): void => {',
    '  element.textContent = logo + next(1)',
    '}',
  ].join('\n'),
  [`${src}/pages/other.ts`]:
    "import { next } from '../lib/next.ts'\nexport const mount = () => console.log(next(2))\n",
  [`${src}/pages/page.css`]: '.page { background: url("../back.svg") }\n',
  [`${src}/lib/next.ts`]:
    "// Says more.\n\nexport function next(number: number): string {\n  return 'after ' + number\n}\n",
  [`${src}/logo.svg`]: image,
  [`${src}/back.svg`]: image.replace('<g/>', '<p/>'),
}

const CDN = 'https://cdn.example/files/'

/** Where the files of a build are, and what finds them there. */
const PLACES: readonly (readonly [name: string, place: string, config: InlineConfig])[] = [
  ['/', 'https://host.example/', { base: '/' }],
  ['/app/', 'https://host.example/app/', { base: '/app/' }],
  ['./', 'https://host.example/any/where/', { base: './' }],
  [
    './, a list of outputs',
    'https://host.example/any/where/',
    { base: './', build: { rolldownOptions: { output: [{}] } } },
  ],
  ['a CDN', CDN, { base: CDN }],
  ['renderBuiltUrl', CDN, { experimental: { renderBuiltUrl: (file) => CDN + file } }],
  [
    'renderBuiltUrl, relative',
    'https://host.example/any/where/',
    { experimental: { renderBuiltUrl: () => ({ relative: true }) } },
  ],
]

test.each(PLACES)('what a plugin brings is found below the base: %s', async (_, place, config) => {
  await using host = await createTestHost(sources)
  for (const chunks of ['page', 'plugin'] as const) {
    const { files } = await buildTestHost(host, { chunks }, config)
    const names = new Map([...files.keys()].map((name) => [name.replace(/.*\/([\w]+)-.{8}\./, '$1.'), name]))
    const nameOf = (name: string): string => names.get(name) ?? `no ${name}`
    const toUrl = (reference: string, from: string): string => new URL(reference, place + from).href

    const [sheet = '', css = ''] = [...files].find(([name]) => name.endsWith('.css')) ?? []
    const [, background = ''] = /url\(([^)]+)\)/.exec(css) ?? []
    expect(toUrl(background, sheet)).toBe(place + nameOf('back.svg'))

    const [script = '', code = ''] = [...files].find(([, text]) => /\blogo-/.test(text)) ?? []
    const [, logo = ''] = /[`"]([^`"]*logo-[^`"]*)[`"]/.exec(code) ?? []
    expect(toUrl(logo, script)).toBe(place + nameOf('logo.svg'))

    const [lists = '', list = ''] =
      [...files].find(([name, text]) => name.endsWith('.js') && text.includes('.css"')) ?? []
    const [, preloaded = ''] = /"([^"]*\.css)"/.exec(list) ?? []
    // What is not relative is put behind the base by Vite's helper.
    const isAbsolute = preloaded.startsWith('assets/')
    expect(isAbsolute ? place + preloaded : toUrl(preloaded, lists)).toBe(place + sheet)
  }
})

test('source maps of plugin chunks lead to the source files of the plugin', async () => {
  await using host = await createTestHost(sources)
  for (const chunks of ['page', 'plugin'] as const) {
    const { files } = await buildTestHost(host, { chunks, layers: true }, { build: { sourcemap: true } })
    const [name = '', code = ''] =
      [...files].find(([key, text]) => key.endsWith('.js') && text.includes('after ')) ?? []
    expect(name).toMatch(/^assets\/plugins\/crm\//)
    const map = new SourceMap(JSON.parse(files.get(`${name}.map`) ?? '') as never)
    const lines = code.split('\n')
    const line = lines.findIndex((text) => text.includes('after '))
    const entry = map.findEntry(line, lines[line]?.indexOf('after ') ?? 0)
    expect(entry).toMatchObject({ originalLine: 3 })
    const found =
      'originalSource' in entry ? new URL(entry.originalSource, `file://${host.dir}/dist/${name}`) : undefined
    expect(found?.pathname).toBe(`${host.dir}/${src}/lib/next.ts`)
  }
  expect(findFile((await buildTestHost(host)).files, /crm\/next-/)).not.toContain('sourceMappingURL')
})
