import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import path from 'node:path'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { packPlugin } from './pack-plugin.ts'
import { makeFolder, makePlugin, removeFolders } from './plugin-folder.test.kit.ts'
import type { Target } from './target.ts'

afterEach(removeFolders)

test('a build for several targets reads each folder once, and the mode of each file once', async () => {
  const files = ['assets/a.txt', 'assets/deep/b.txt', 'assets/deep/c.txt', 'README.md']
  const dir = fs.realpathSync(makePlugin(Object.fromEntries(files.map((name) => [name, 'x']))))
  const seen = countCalls(dir)
  const { ok, packages } = await packPlugin({
    dir,
    outputDir: makeFolder(),
    targets: [wholeFolder('first'), wholeFolder('second'), wholeFolder('third')],
  })
  expect([ok, packages.length]).toEqual([true, 3])
  expect(seen.modes).toEqual([...files, 'plugin.yaml'].toSorted())
  expect(seen.folders).toEqual(['', 'assets', 'assets/deep'])
})

function wholeFolder(name: string): Target {
  return {
    name,
    optionsSchema: { type: 'object' },
    formats: ['tar.gz'],
    fileName: () => `${name}.tar.gz`,
    bundles: () => [],
    async plan({ select }) {
      const { files, excluded, diagnostics } = await select([{ glob: '**', why: 'all' }])
      return {
        entries: files.map(({ path: from, why }) => ({ path: from, from, why })),
        excluded,
        diagnostics,
      }
    },
    check: () => [],
  }
}

/** What Node is asked about a folder while the test runs: sorted paths below it, each as often as it is asked. */
function countCalls(dir: string): { readonly modes: readonly string[]; readonly folders: readonly string[] } {
  const { lstatSync } = fs
  const { readdir } = fs.promises
  const calls = { modes: [] as string[], folders: [] as string[] }
  const note = (list: string[], file: unknown): void => {
    const inside = path.relative(dir, String(file))
    if (inside.startsWith('..')) return
    list.push(inside)
    list.sort()
  }
  const counting = {
    lstatSync: (...parameters: Parameters<typeof lstatSync>) => {
      note(calls.modes, parameters[0])
      return lstatSync(...parameters)
    },
    readdir: (...parameters: Parameters<typeof readdir>) => {
      note(calls.folders, parameters[0])
      return readdir(...parameters)
    },
  }
  Object.assign(fs, { lstatSync: counting.lstatSync })
  Object.assign(fs.promises, { readdir: counting.readdir })
  syncBuiltinESMExports()
  onTestFinished(() => {
    Object.assign(fs, { lstatSync })
    Object.assign(fs.promises, { readdir })
    syncBuiltinESMExports()
  })
  return calls
}
