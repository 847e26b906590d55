import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  createEsbuildBundler,
  buildPlugin as buildWithEsbuild,
  plugwright as esbuildPlugin,
} from '@plugwright/esbuild'
import { packPlugin } from '@plugwright/pack'
import type { Target } from '@plugwright/pack'
import { buildPlugin as buildWithRollup, plugwright as rollupPlugin } from '@plugwright/rollup'
import * as esbuild from 'esbuild'
import { afterEach, expect, test } from 'vitest'
import { build as viteBuild } from 'vite'

/** A host of somebody's own: the page and a list of what is there, with the title from plugin.yaml. */
const kiosk: Target<{ readonly title?: string }> = {
  name: 'kiosk',
  optionsSchema: {
    type: 'object',
    properties: { title: { type: 'string' } },
    additionalProperties: false,
  },
  formats: ['tar.gz', 'zip'],
  fileName: ({ name }, format) => `${name}.kiosk.${format}`,
  bundles: ({ manifest }) => [
    {
      id: 'kiosk',
      shape: 'pages',
      css: 'file',
      external: ['react'],
      entryPoints: manifest.pages.map(({ module }, index) => ({ name: `screen-${index}`, module })),
    },
  ],
  plan({ bundles }) {
    const entries = [...bundles.values()].flatMap(({ folder, build }) =>
      build.entryPoints.map(({ file }, index) => ({
        path: `screen-${index}.js`,
        from: `${folder}/${file}`,
        why: 'screen',
      })),
    )
    return { entries, excluded: [], diagnostics: [] }
  },
  check: () => [],
  control: ({ options, digests }) => {
    const text = [options.title ?? '', ...digests.map(({ path }) => path)].join('\n')
    return [{ path: 'LIST', bytes: new TextEncoder().encode(text) }]
  },
}

const folders: string[] = []
afterEach(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
})

function makePlugin(): string {
  const dir = mkdtempSync(join(tmpdir(), 'plugwright-kiosk-'))
  folders.push(dir)
  const files = {
    'plugin.yaml': 'name: lobby\nversion: 1.0.0\ntargets:\n  kiosk: { title: Lobby }\n',
    'frontend/src/pages/index.ts': 'export default { mount: () => undefined }\n',
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
  return dir
}

const targets = [kiosk]

test.each<[string, (dir: string) => Promise<unknown>]>([
  ['packPlugin', (dir) => packPlugin({ dir, targets, bundler: createEsbuildBundler() })],
  ['buildPlugin of @plugwright/esbuild', (dir) => buildWithEsbuild(dir, { targets })],
  ['buildPlugin of @plugwright/rollup', (dir) => buildWithRollup(dir, { targets })],
  [
    'the plugin for esbuild',
    (dir) => esbuild.build({ absWorkingDir: dir, logLevel: 'silent', plugins: [esbuildPlugin({ targets })] }),
  ],
  [
    'the plugin for Vite',
    (dir) =>
      viteBuild({ root: dir, configFile: false, logLevel: 'silent', plugins: [rollupPlugin({ targets })] }),
  ],
])('a target of one’s own is packed by %s', async (_, pack) => {
  const dir = makePlugin()
  await pack(dir)
  const report = JSON.parse(readFileSync(join(dir, 'dist/lobby-1.0.0-build-report.json'), 'utf8')) as Report
  expect(report.plugwright).toMatchObject({ target: 'kiosk', plan: { entries: [{ path: 'screen-0.js' }] } })
  expect(existsSync(join(dir, 'dist/lobby.kiosk.tar.gz'))).toBe(true)
})

interface Report {
  readonly plugwright: object
}

test('its block in plugin.yaml is checked by its schema, and its formats are its own', async () => {
  const dir = makePlugin()
  const packed = await packPlugin({ dir, targets, formats: ['zip'], bundler: createEsbuildBundler() })
  expect(packed.packages).toMatchObject([{ format: 'zip' }])
  writeFileSync(
    join(dir, 'plugin.yaml'),
    'name: lobby\nversion: 1.0.0\ntargets:\n  kiosk: { titel: Lobby }\n',
  )
  const { diagnostics } = await packPlugin({ dir, targets })
  expect(diagnostics).toMatchObject([{ code: 'PACK_TARGET_OPTION', hint: 'did you mean "title"?' }])
})
