import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { discoverPlugins } from '@plugwright/manifest/node'
import { writeHostTypes } from '@plugwright/vite'
import { expect, test } from 'vitest'
import { root } from '../repository.ts'

const run = promisify(execFile)
const host = join(import.meta.dirname, 'fixtures/host')

test('a wrong page path, permission or slot does not compile, and a right one does', async () => {
  const discovery = await discoverPlugins({ roots: ['plugins'], cwd: host })
  await writeHostTypes(host, discovery, { slots: { dashboard: {}, attention: {} } })
  const expected = await listExpected('wrong.tsx')
  expect(expected.length).toBeGreaterThan(10)
  expect(await compile()).toEqual(expected)
})

/** `wrong.tsx:6 TS2345` for each line with such a comment. */
async function listExpected(file: string): Promise<readonly string[]> {
  const lines = (await readFile(join(host, file), 'utf8')).split('\n')
  return lines.flatMap((line, index) => {
    const code = /\/\/ (?<code>TS\d+): /.exec(line)?.groups?.['code']
    return code === undefined ? [] : [`${file}:${index + 1} ${code}`]
  })
}

/** What the compiler complains about, in order. */
async function compile(): Promise<readonly string[]> {
  const tsc = join(root, 'node_modules', '.bin', 'tsc')
  try {
    await run(tsc, ['-p', host, '--pretty', 'false'], { cwd: host })
    return []
  } catch (error) {
    const { stdout } = error as { readonly stdout: string }
    const found = stdout.matchAll(/^(?<file>[^(\s]+)\((?<line>\d+),\d+\): error (?<code>TS\d+)/gm)
    return [...found].map(({ groups = {} }) => `${groups['file']}:${groups['line']} ${groups['code']}`)
  }
}
