import { expect, test } from 'vitest'
import {
  buildTestHost,
  createTestHost,
  createTestLogger,
  findFile,
  packageJson,
} from './vite-host.test.kit.ts'

const page = (text: string): string => `export function mount(element) { element.textContent = '${text}' }\n`

const brokenPage = {
  'plugins/own/plugin.yaml': 'name: own\nversion: 1.0.0\n',
  'plugins/own/frontend/src/pages/index.ts': page('own'),
  'data/guest/plugin.yaml': 'name: guest\nversion: 1.0.0\n',
  'data/guest/frontend/src/pages/index.ts': page('guest'),
  'data/guest/frontend/src/pages/syntax.ts': 'export function mount( {\n',
  'data/guest/frontend/src/pages/helper.ts':
    "import { half } from '../lib/half.ts'\nexport const mount = half\n",
  'data/guest/frontend/src/lib/half.ts': "import './nowhere.ts'\nexport const half = 1\n",
  'data/guest/frontend/src/pages/name.ts':
    "import { whole } from '../lib/whole.ts'\nexport const mount = whole\n",
  'data/guest/frontend/src/lib/whole.ts': 'export const hole = 1\n',
}

test.each([true, 'install'] as const)('strict: %s fails for broken code, in our words', async (strict) => {
  await using host = await createTestHost(brokenPage)
  const roots = strict === 'install' ? ['data', 'plugins'] : ['plugins', 'data']
  const failure = await buildTestHost(host, { roots, strict }).catch(String)
  expect(failure).toContain('The code of the plugin guest does not build')
  expect(failure).toMatch(/data\/guest\/frontend\/src\/pages\/syntax\.ts:2:1 {2}VITE_SYNTAX_ERROR/)
  expect(failure).toContain("  > 1 | import './nowhere.ts'")
  expect(failure).toContain('hint: check the file name')
  expect(failure).toMatch(/pages\/name\.ts:1:10 {2}VITE_MISSING_EXPORT/)
  expect(failure).not.toContain('builtin:vite-transform')
})

test.each([
  [
    "import { whole } from '../lib.ts'\nexport const mount = whole\n",
    /pages\/index\.ts:1:10 {2}VITE_MISSING_EXPORT/,
  ],
  ["import '@/nowhere'\nexport const mount = () => {}\n", /pages\/index\.ts:1:8 {2}VITE_UNRESOLVED_IMPORT/],
  ["import 'nowhere'\nexport const mount = () => {}\n", /pages\/index\.ts:1:8 {2}VITE_UNRESOLVED_IMPORT/],
])('what the bundler finds late fails in our words: %j', async (text, expected) => {
  await using host = await createTestHost({
    'plugins/own/plugin.yaml': 'name: own\nversion: 1.0.0\n',
    'plugins/own/frontend/src/lib.ts': 'export const hole = 1\n',
    'plugins/own/frontend/src/pages/index.ts': text,
  })
  const failure = await buildTestHost(host).catch(String)
  expect(failure).toMatch(expected)
  expect(failure).toContain('  > 1 | import')
})

test('a page that the host has no adapter for fails, or has a card that says so', async () => {
  await using host = await createTestHost({
    'node_modules/@plugwright/react/package.json': packageJson('@plugwright/react', '0.1.0'),
    'plugins/own/plugin.yaml': 'name: own\nversion: 1.0.0\n',
    'plugins/own/frontend/src/pages/index.vue': '<template>own</template>\n',
  })
  const failure = await buildTestHost(host).catch(String)
  expect(failure).toMatch(/plugins\/own\/frontend\/src\/pages\/index\.vue {2}VITE_ADAPTER_MISSING/)
  expect(failure).toContain('hint: install it in the host: npm install @plugwright/vue vue')

  const { files } = await buildTestHost(host, { strict: false })
  const level = findFile(files, /plugins\/own\/plugin-/)
  expect(level).toContain('VITE_ADAPTER_MISSING')
  expect(level).not.toContain('npm install')
})

test('errors of the host are told beside those of plugins', async () => {
  await using host = await createTestHost({
    ...brokenPage,
    'main.ts': "import 'virtual:plugwright'\nimport './missing.ts'\n",
  })
  const logger = createTestLogger()
  const failed = buildTestHost(host, { roots: ['data'] }, { customLogger: logger })
  await expect(failed).rejects.toThrow('./missing.ts')
  expect(logger.errors.join()).toContain('VITE_SYNTAX_ERROR')
})

test.each([false, 'install'] as const)('strict: %s leaves out a page of broken code', async (strict) => {
  await using host = await createTestHost(brokenPage)
  const { files, logger } = await buildTestHost(host, { roots: ['plugins', 'data'], strict })
  const warnings = logger.warnings.join()
  expect(warnings).toMatch(/data\/guest\/frontend\/src\/pages\/syntax\.ts:2:1 {2}VITE_SYNTAX_ERROR/)
  expect(warnings).toMatch(/data\/guest\/frontend\/src\/lib\/half\.ts:1:8 {2}VITE_UNRESOLVED_IMPORT/)
  expect(warnings).toMatch(/data\/guest\/frontend\/src\/pages\/name\.ts:1:10 {2}VITE_MISSING_EXPORT/)
  expect(logger.infos).toContain('plugwright  2 plugins · 5 pages · 1 broken')
  expect(findFile(files, /guest\/helper-/)).toContain(
    'throw Error(`The import "./nowhere.ts" leads to nothing. (frontend/src/lib/half.ts:1:8)`)',
  )
  expect(findFile(files, /guest\/pages-/)).toContain('guest')
  expect(findFile(files, /^assets\/index-/)).toContain('code:`VITE_MISSING_EXPORT`')
})
