import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Target } from '@plugwright/pack'
import { TARGETS } from '@plugwright/pack'
import * as rolldown from 'rolldown'
import * as rollup from 'rollup'
import { afterAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import * as vite from 'vite'
import { buildPlugin } from './build-plugin.ts'
import { blankHash, copyFixture, removeFixtures } from './fixture.test.kit.ts'
import type { PlugwrightOptions } from './options.ts'
import { plugwright } from './rollup-plugin.ts'

afterAll(removeFixtures)

const packageOf = (dir: string): string => path.join(dir, 'dist/whole-0.1.0.plug')

const wholePlugin = (): Promise<string> => copyFixture('whole-plugin', { of: 'esbuild' })

async function filesOf(dir: string, request = 'pages'): Promise<string[]> {
  const text = await readFile(path.join(dir, '.plugwright/build', request, 'build.json'), 'utf8')
  const { outputs } = JSON.parse(text) as { outputs: { path: string }[] }
  return outputs.map((output) => blankHash(output.path)).toSorted()
}

const viteOptions = (dir: string, config: vite.InlineConfig = {}): vite.InlineConfig => ({
  root: dir,
  configFile: false,
  logLevel: 'silent',
  ...config,
  plugins: [plugwright(), ...(config.plugins ?? [])],
})

describe('in a Vite build', () => {
  // Vite sets it where it is not set.
  beforeEach(() => void vi.stubEnv('NODE_ENV', 'production'))

  test('packs the same bytes as buildPlugin, and writes nothing else', async () => {
    const [dir, other] = [await wholePlugin(), await wholePlugin()]
    await vite.build(viteOptions(dir, { build: { target: 'es2022' } }))
    await buildPlugin(other)
    expect(await readFile(packageOf(dir))).toEqual(await readFile(packageOf(other)))
    expect(existsSync(path.join(dir, 'dist/assets'))).toBe(false)
  })

  test('is part of a configuration that buildPlugin takes, too', async () => {
    const dir = await wholePlugin()
    const { ok, packages } = await buildPlugin(dir, { plugins: [plugwright({ dir: '/nowhere' })] })
    expect([ok, packages.length]).toEqual([true, 1])
  })

  test('leaves the dev server alone', () => {
    expect(plugwright().apply({}, { command: 'serve' })).toBe(false)
  })

  test.each<[vite.InlineConfig, string]>([
    [{ base: '/static/' }, '"base" is "/static/"'],
    [{ build: { lib: { entry: 'x.ts' } } }, '"build.lib" is'],
    [{ build: { ssr: true } }, '"build.ssr" is true'],
    [
      { build: { rolldownOptions: { output: { entryFileNames: '[name].js' } } } },
      '"build.rolldownOptions.output.entryFileNames" is "[name].js"',
    ],
    [
      { build: { rolldownOptions: { input: 'frontend/src/title.ts' } } },
      '"input" is ["frontend/src/title.ts"]',
    ],
    [{ build: { sourcemap: 'inline' } }, '"output.sourcemap" is "inline"'],
  ])('%j is ROLLUP_OPTION_CONFLICT', async (config, message) => {
    const dir = await wholePlugin()
    const error = await failureOf(vite.build(viteOptions(dir, config)))
    expect(error).toContain('ROLLUP_OPTION_CONFLICT')
    expect(error).toContain(message)
    expect(existsSync(packageOf(dir))).toBe(false)
  })
})

describe.each([
  ['Rolldown', buildWithRolldown],
  ['Rollup', buildWithRollup],
] as const)('in a build by %s', (name, build) => {
  test('takes its entry points from the manifest and packs', async () => {
    const dir = await wholePlugin()
    await build(dir)
    expect(existsSync(packageOf(dir))).toBe(true)
    expect(await filesOf(dir)).toEqual([
      'blocks-dashboard-pipeline-HASH.js',
      'chunk-HASH.js',
      'pages-customers-_id_-HASH.js',
      'pages-index-HASH.js',
      'styles-HASH.css',
    ])
    expect(await readdir(path.join(dir, 'out')).catch(() => [])).toEqual([])
  })

  test('accepts the entry points of the manifest when they are given', async () => {
    const dir = await wholePlugin()
    const pages = ['pages/index.tsx', 'pages/customers/[id].tsx', 'blocks/dashboard/pipeline.tsx']
    await build(dir, { input: pages.map((page) => path.join(dir, 'frontend/src', page)) })
    expect(existsSync(packageOf(dir))).toBe(true)
  })

  test('packs a plugin without a frontend', async () => {
    const dir = await wholePlugin()
    await rm(path.join(dir, 'frontend'), { recursive: true })
    await build(dir)
    expect(existsSync(packageOf(dir))).toBe(true)
    expect(await readdir(path.join(dir, 'out')).catch(() => [])).toEqual([])
  })

  test.each([
    [{ output: { entryFileNames: '[name].js' } }, '"output.entryFileNames" is "[name].js"'],
    [{ output: { format: 'iife' } }, '"output.format" is "iife", and a plugin\'s package needs "es"'],
    [{ output: { sourcemap: 'inline' } }, '"output.sourcemap" is "inline"'],
    [{ input: ['frontend/src/title.ts'] }, '"input" is ["frontend/src/title.ts"]'],
    [
      { external: ['./title', '../title'], makeAbsoluteExternalsRelative: false },
      '"external" is ["../title"',
    ],
  ])('%j is ROLLUP_OPTION_CONFLICT', async (options, message) => {
    const dir = await wholePlugin()
    const error = await failureOf(build(dir, options))
    expect(error).toContain('ROLLUP_OPTION_CONFLICT')
    expect(error).toContain(message)
    expect(existsSync(packageOf(dir))).toBe(false)
  })

  test(`says where ${name} is used wrongly`, async () => {
    const dir = await wholePlugin()
    const error = await failureOf(build(dir, { plugin: { targets: ['plugwrigth'] } }))
    expect(error).toContain('PACK_UNKNOWN_TARGET')
  })
})

describe('does not pack', () => {
  test('code with errors', async () => {
    const dir = await wholePlugin()
    await writeFile(path.join(dir, 'frontend/src/title.ts'), "import 'nowhere'\nexport const = 1\n")
    await failureOf(vite.build(viteOptions(dir)))
    expect(existsSync(packageOf(dir))).toBe(false)
  })

  test('routers with errors, which are bundled beside', async () => {
    const dir = await wholePlugin()
    await writeFile(
      path.join(dir, 'backend/routers/ping.ts'),
      "import './nowhere'\nexport const router = 1\n",
    )
    const error = await failureOf(vite.build(viteOptions(dir)))
    expect(error).toContain('BUNDLE_UNRESOLVED')
    expect(existsSync(packageOf(dir))).toBe(false)
  })

  test('with a broken manifest', async () => {
    const dir = await wholePlugin()
    await writeFile(path.join(dir, 'plugin.yaml'), 'name: whole\nversion: 1.10\n')
    expect(await failureOf(vite.build(viteOptions(dir)))).toContain('MANIFEST_WRONG_TYPE')
  })

  test('targets that want different frontends', async () => {
    const dir = await wholePlugin()
    const [own] = TARGETS
    const other = {
      ...own,
      name: 'other',
      bundles: async (context: Parameters<Target['bundles']>[0]) =>
        (await own!.bundles(context)).map((request) =>
          Object.assign({}, request, { id: `other-${request.id}` }),
        ),
    } as Target
    const plugins = [plugwright({ targets: [own!, other] })]
    const error = await failureOf(vite.build({ root: dir, configFile: false, logLevel: 'silent', plugins }))
    expect(error).toContain('ROLLUP_SEVERAL_FRONTENDS')
  })
})

test('when pages were added to a running build it asks to be started again', async () => {
  const dir = await wholePlugin()
  const plugin = plugwright()
  const addPage = {
    name: 'add-page',
    async buildEnd() {
      await mkdir(path.join(dir, 'frontend/src/pages/more'))
      await writeFile(path.join(dir, 'frontend/src/pages/more/new.tsx'), 'export default () => null\n')
    },
  }
  const error = await failureOf(
    vite.build({ root: dir, configFile: false, logLevel: 'silent', plugins: [plugin, addPage] }),
  )
  expect(error).toMatch(/ROLLUP_RESTART_NEEDED: .* started: frontend\/src\/pages\/more\/new\.tsx\./)
})

test('packs again at each change that Vite watches', async () => {
  const dir = await wholePlugin()
  const watcher = (await vite.build(
    viteOptions(dir, { build: { watch: { buildDelay: 1 } } }),
  )) as rolldown.RolldownWatcher
  onTestFinished(() => watcher.close())
  await expect.poll(() => existsSync(packageOf(dir)), { timeout: 20_000 }).toBe(true)
  const first = await readFile(packageOf(dir))
  await writeFile(path.join(dir, 'frontend/src/title.ts'), "export const title = 'changed'\n")
  await expect
    .poll(async () => (await readFile(packageOf(dir))).equals(first), { timeout: 20_000 })
    .toBe(false)
}, 60_000)

test.each([
  [{ outDir: 'x' }, 'ROLLUP_OPTION_UNKNOWN'],
  [{ dir: 1 }, 'ROLLUP_OPTION_INVALID'],
])('the option %j is %s', (options, code) => {
  expect(() => plugwright(options as PlugwrightOptions)).toThrow(expect.objectContaining({ code }))
})

/** What a build by Rollup or Rolldown is given in a test. */
interface BuildOptions {
  readonly input?: string[]
  readonly external?: string[]
  readonly output?: object
  readonly plugin?: PlugwrightOptions
}

async function buildWithRolldown(dir: string, options: BuildOptions = {}): Promise<void> {
  const { output, plugin, ...input } = options
  const built = await rolldown.rolldown({
    ...input,
    plugins: [plugwright({ dir, ...plugin }), styles],
    onLog: () => undefined,
  })
  await written(built, { dir: path.join(dir, 'out'), ...output })
}

/** Rollup knows no TypeScript, JSX or file endings; any plugin for them will do. */
async function buildWithRollup(dir: string, options: BuildOptions = {}): Promise<void> {
  const { output, plugin, ...input } = options
  const typescript: rollup.Plugin = {
    name: 'typescript',
    async resolveId(source, importer) {
      return source.startsWith('.') && !path.extname(source)
        ? this.resolve(`${source}.ts`, importer)
        : undefined
    },
    async transform(code, id) {
      if (!/\.tsx?$/.test(id)) return undefined
      const { transformWithOxc } = vite
      return (await transformWithOxc(code, id, { jsx: { runtime: 'automatic', development: false } })).code
    },
  }
  const built = await rollup.rollup({
    ...input,
    plugins: [plugwright({ dir, ...plugin }), typescript, styles],
    onLog: () => undefined,
  })
  await written(built, { dir: path.join(dir, 'out'), ...output })
}

async function written(
  built: { write(output: object): Promise<unknown>; close(): Promise<void> },
  output: object,
): Promise<void> {
  try {
    await built.write(output)
  } finally {
    await built.close()
  }
}

/** Any plugin that makes style sheets. */
const styles = {
  name: 'styles',
  transform(this: { emitFile(file: object): string }, code: string, id: string) {
    if (!id.endsWith('.css')) return undefined
    this.emitFile({ type: 'asset', name: 'styles.css', source: code })
    return { code: 'export default {}', moduleType: 'js', map: null }
  },
} as rollup.Plugin & rolldown.Plugin

async function failureOf(result: Promise<unknown>): Promise<string> {
  return result.then(
    () => expect.fail('The build went through.'),
    (error: unknown) => (error as Error).message,
  )
}
