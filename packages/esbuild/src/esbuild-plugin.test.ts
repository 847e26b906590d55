import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { TARGETS } from '@plugwright/pack'
import type { Target } from '@plugwright/pack'
import * as esbuild from 'esbuild'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { buildPlugin } from './build-plugin.ts'
import { plugwright } from './esbuild-plugin.ts'
import { copyFixture, removeFixtures } from './fixture.test.kit.ts'
import type { PlugwrightOptions } from './options.ts'

afterAll(removeFixtures)

const packageOf = (dir: string): string => path.join(dir, 'dist/whole-0.1.0.plug')

async function build(dir: string, options: esbuild.BuildOptions = {}): Promise<esbuild.BuildResult> {
  return esbuild.build({ absWorkingDir: dir, logLevel: 'silent', plugins: [plugwright()], ...options })
}

async function failureOf(result: Promise<unknown>): Promise<esbuild.BuildFailure> {
  return (await result.then(
    () => expect.fail('The build went through.'),
    (error: unknown) => error,
  )) as esbuild.BuildFailure
}

describe('in an existing build', () => {
  test('takes its entry points from the manifest and packs the same bytes as buildPlugin', async () => {
    const [dir, other] = [await copyFixture('whole-plugin'), await copyFixture('whole-plugin')]
    const result = await build(dir)
    expect(result.warnings).toEqual([])
    await buildPlugin(other)
    expect(await readFile(packageOf(dir))).toEqual(await readFile(packageOf(other)))
  })

  test('works beside the plugins and loaders of the build', async () => {
    const dir = await copyFixture('whole-plugin')
    const vue: esbuild.Plugin = {
      name: 'vue',
      setup(compiler) {
        compiler.onLoad({ filter: /\.vue$/ }, () => ({
          contents: 'export const title = "compiled"',
          loader: 'js',
        }))
      },
    }
    await writeFile(path.join(dir, 'frontend/src/title.vue'), '<template />')
    await writeFile(path.join(dir, 'frontend/src/title.ts'), "export { title } from './title.vue'\n")
    await build(dir, { plugins: [vue, plugwright()] })
    expect(existsSync(packageOf(dir))).toBe(true)
    const { inputs } = JSON.parse(
      await readFile(path.join(dir, '.plugwright/build/pages/build.json'), 'utf8'),
    )
    expect(inputs.map((input: { path: string }) => input.path)).toContain('frontend/src/title.vue')
  })

  test('lies in another folder than the plugin', async () => {
    const dir = await copyFixture('whole-plugin', 'plugins')
    const root = path.dirname(dir)
    const plugin = plugwright({ dir: 'plugin', outputDir: path.join(root, 'packages') })
    await build(root, { plugins: [plugin] })
    expect(existsSync(path.join(root, 'packages/whole-0.1.0.plug'))).toBe(true)
  })

  test('accepts the entry points of the manifest when they are given', async () => {
    const dir = await copyFixture('whole-plugin')
    const entryPoints = ['pages/index.tsx', 'pages/customers/[id].tsx', 'blocks/dashboard/pipeline.tsx']
    await build(dir, {
      entryPoints: entryPoints.map((entry) => path.join(dir, 'frontend/src', entry)),
      bundle: true,
    })
    expect(existsSync(packageOf(dir))).toBe(true)
  })
})

test('a plugin without a frontend is packed after whatever the build does', async () => {
  const dir = await copyFixture('whole-plugin')
  await rm(path.join(dir, 'frontend'), { recursive: true })
  await build(dir)
  expect(existsSync(packageOf(dir))).toBe(true)
  await rm(packageOf(dir))
  const own = { entryPoints: ['backend/routers/ping.ts'], outfile: path.join(dir, 'own.js') }
  await build(dir, own)
  expect([existsSync(packageOf(dir)), existsSync(own.outfile)]).toEqual([true, true])
})

describe('does not pack', () => {
  test('code with errors', async () => {
    const dir = await copyFixture('whole-plugin')
    await writeFile(path.join(dir, 'frontend/src/title.ts'), 'export const title = import.meta.env.TITLE\n')
    const { errors } = await failureOf(build(dir))
    expect(errors).toMatchObject([
      {
        detail: { code: 'FRONTEND_NEEDS_VITE' },
        pluginName: 'plugwright',
        location: { line: 1, column: 21, length: 21, lineText: 'export const title = import.meta.env.TITLE' },
      },
    ])
    expect(existsSync(packageOf(dir))).toBe(false)
  })

  test('routers with errors, which are bundled beside', async () => {
    const dir = await copyFixture('whole-plugin')
    await writeFile(path.join(dir, 'backend/routers/ping.ts'), "import 'nowhere'\nexport const router = 1\n")
    const { errors } = await failureOf(build(dir))
    expect(errors).toMatchObject([
      { text: expect.stringMatching(/^BUNDLE_UNRESOLVED: /), location: { line: 1, column: 7, length: 9 } },
    ])
    expect(existsSync(packageOf(dir))).toBe(false)
  })

  test('with a broken manifest, whose place is shown', async () => {
    const dir = await copyFixture('whole-plugin')
    await writeFile(path.join(dir, 'plugin.yaml'), 'name: whole\nversion: 1.10\n')
    const { errors } = await failureOf(build(dir))
    expect(errors[0]).toMatchObject({ location: { line: 2, column: 9, lineText: 'version: 1.10' } })
    expect(errors[0]?.detail).toMatchObject({ code: 'MANIFEST_WRONG_TYPE', severity: 'error' })
  })
})

describe('refuses targets', () => {
  test('that do not exist', async () => {
    const dir = await copyFixture('whole-plugin')
    const { errors } = await failureOf(build(dir, { plugins: [plugwright({ targets: ['plugwrigth'] })] }))
    expect(errors).toMatchObject([{ detail: { code: 'PACK_UNKNOWN_TARGET' } }])
  })

  test('that want different frontends', async () => {
    const dir = await copyFixture('whole-plugin')
    const own = TARGETS[0] ?? expect.fail('There is no target.')
    const other: Target = {
      ...own,
      name: 'other',
      bundles: async (context) =>
        (await own.bundles(context)).map((request) =>
          Object.assign({}, request, { id: `other-${request.id}` }),
        ),
    }
    const { errors } = await failureOf(build(dir, { plugins: [plugwright({ targets: [own, other] })] }))
    expect(errors).toMatchObject([{ detail: { code: 'ESBUILD_SEVERAL_FRONTENDS' } }])
    expect(errors[0]?.text).toContain('(pages, other-pages)')
  })
})

test.each<[esbuild.BuildOptions, string]>([
  [{ format: 'iife' }, '"format" is "iife", and a plugin\'s package needs "esm"'],
  [{ bundle: false }, '"bundle" is false, and a plugin\'s package needs true'],
  [{ splitting: false }, '"splitting" is false'],
  [{ platform: 'node' }, '"platform" is "node"'],
  [{ write: true }, '"write" is true'],
  [{ outdir: 'dist' }, '"outdir" is "dist"'],
  [{ outfile: 'dist/a.js' }, '"outfile" is "dist/a.js"'],
  [{ entryNames: '[name]' }, '"entryNames" is "[name]"'],
  [{ publicPath: '/static' }, '"publicPath" is "/static"'],
  [{ packages: 'external' }, '"packages" is "external"'],
  [{ external: ['react', 'lodash'] }, '"external" is ["lodash"]'],
  [{ sourcemap: 'inline' }, '"sourcemap" is "inline"'],
  [{ entryPoints: ['frontend/src/title.ts'] }, '"entryPoints" is ["frontend/src/title.ts"]'],
])('%j is ESBUILD_OPTION_CONFLICT', async (options, message) => {
  const dir = await copyFixture('whole-plugin')
  const { errors } = await failureOf(build(dir, options))
  expect(errors).toHaveLength(1)
  expect(errors[0]).toMatchObject({
    detail: { code: 'ESBUILD_OPTION_CONFLICT' },
    text: expect.stringContaining(message),
  })
  expect(existsSync(packageOf(dir))).toBe(false)
})

test.each([
  [{ outDir: 'x' }, 'ESBUILD_OPTION_UNKNOWN'],
  [{ dir: 1 }, 'ESBUILD_OPTION_INVALID'],
])('the option %j is %s', (options, code) => {
  expect(() => plugwright(options as PlugwrightOptions)).toThrow(expect.objectContaining({ code }))
})

describe('in a context', () => {
  test('packs again on each rebuild, and recovers from errors', async () => {
    const dir = await copyFixture('whole-plugin')
    const context = await contextOf(dir)
    await context.rebuild()
    const first = await readFile(packageOf(dir))
    await writeFile(path.join(dir, 'frontend/src/title.ts'), 'export const title = ')
    await failureOf(context.rebuild())
    expect(await readFile(packageOf(dir))).toEqual(first)
    await writeFile(path.join(dir, 'frontend/src/title.ts'), "export const title = 'changed'\n")
    await context.rebuild()
    expect(await readFile(packageOf(dir))).not.toEqual(first)
  })

  test('asks to be started again when the pages change', async () => {
    const dir = await copyFixture('whole-plugin')
    const context = await contextOf(dir)
    await context.rebuild()
    await mkdir(path.join(dir, 'frontend/src/pages/more'))
    await writeFile(path.join(dir, 'frontend/src/pages/more/new.tsx'), 'export default () => null\n')
    const { errors } = await failureOf(context.rebuild())
    expect(errors).toMatchObject([
      {
        text: expect.stringMatching(
          /^ESBUILD_RESTART_NEEDED: .* started: frontend\/src\/pages\/more\/new\.tsx\.$/,
        ),
      },
    ])
  })

  test('watches the manifest, too', async () => {
    const dir = await copyFixture('whole-plugin')
    const context = await contextOf(dir)
    await context.watch()
    await expect.poll(() => existsSync(packageOf(dir)), { timeout: 10_000 }).toBe(true)
    const { mtimeMs } = await stat(packageOf(dir))
    const file = path.join(dir, 'plugin.yaml')
    await writeFile(file, (await readFile(file, 'utf8')).replace('Whole', 'Entire'))
    await expect.poll(async () => (await stat(packageOf(dir))).mtimeMs, { timeout: 10_000 }).not.toBe(mtimeMs)
  })
})

async function contextOf(dir: string): Promise<esbuild.BuildContext> {
  const context = await esbuild.context({ absWorkingDir: dir, logLevel: 'silent', plugins: [plugwright()] })
  onTestFinished(() => context.dispose())
  return context
}
