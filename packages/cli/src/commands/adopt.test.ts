import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorkspace } from '../workspace.test.support.ts'
import type { Workspace } from '../workspace.test.support.ts'

/**
 * One folder per behaviour: an app in `app/`, perhaps flags in `flags.txt`, and either `plan.txt` (what is printed) with
 * `written.txt` (the files that `--write` makes), or `error.txt` (what is printed where nothing is written).
 */
const fixtures = fileURLToPath(new URL('../../fixtures/adopt/', import.meta.url))

let workspace: Workspace

beforeEach(() => {
  workspace = createWorkspace()
})

afterEach(() => workspace.remove())

test.each(readdirSync(fixtures).toSorted())('%s', { timeout: 30_000 }, async (name) => {
  const fixture = join(fixtures, name)
  const before = readTree(join(fixture, 'app'))
  workspace.write(Object.fromEntries([...before].map(([file, text]) => [`app/${file}`, text])))
  const flags = existsSync(join(fixture, 'flags.txt'))
    ? readFileSync(join(fixture, 'flags.txt'), 'utf8').trim()
    : ''

  const plan = await workspace.run(`adopt app ${flags}`)
  expect(readTree(join(workspace.dir, 'app'))).toEqual(before)
  const written = await workspace.run(`adopt app ${flags} --write`)
  expect(written.exitCode).toBe(plan.exitCode)
  const added = new Map([...readTree(join(workspace.dir, 'app'))].filter(([file]) => !before.has(file)))
  const [expected, other] = plan.exitCode === 0 ? ['plan.txt', 'error.txt'] : ['error.txt', 'plan.txt']
  expect(existsSync(join(fixture, other)), `${name} must not have ${other}`).toBe(false)
  await expect(plan.stdout + plan.stderr).toMatchFileSnapshot(join(fixture, expected))
  if (plan.exitCode !== 0) {
    expect(added).toEqual(new Map())
    return
  }
  const text = [...added].map(([file, content]) => `--- ${file}\n${content}`).join('\n')
  await expect(text).toMatchFileSnapshot(join(fixture, 'written.txt'))
  expect(await workspace.run('check app/plugins --strict --quiet')).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: '',
  })
})

/** All files of a folder by their paths in it, in byte order. */
function readTree(dir: string): ReadonlyMap<string, string> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map(({ parentPath, name }) => join(parentPath, name).slice(dir.length + 1)).toSorted()
  return new Map(paths.map((path) => [path, readFileSync(join(dir, path), 'utf8')]))
}
