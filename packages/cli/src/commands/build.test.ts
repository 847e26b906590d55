import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorkspace, pluginFiles } from '../workspace.test.support.ts'
import type { Workspace } from '../workspace.test.support.ts'

let workspace: Workspace

beforeEach(() => {
  workspace = createWorkspace()
})

afterEach(() => workspace.remove())

test('packs a plugin and shows target, file, size and digest', async () => {
  workspace.write(pluginFiles('plugins/crm'))
  const { exitCode, stdout, stderr } = await workspace.run('build plugins/crm')
  expect([exitCode, stderr]).toEqual([0, ''])
  const archive = readFileSync(join(workspace.dir, 'plugins/crm/dist/crm-0.1.0.plug'))
  const digest = createHash('sha256').update(archive).digest('hex').slice(0, 12)
  const lines = stdout.split('\n')
  expect(lines[0]).toMatch(/^target {6}file +size +sha256$/)
  expect(lines[1]).toMatch(
    new RegExp(`^plugwright {2}plugins/crm/dist/crm-0\\.1\\.0\\.plug {2}\\S+ k?B +${digest}$`),
  )
  expect(stdout.endsWith('\n\n1 package\n')).toBe(true)
})

test('--output-dir is relative to the working directory, and the data is all there', async () => {
  workspace.write(pluginFiles('plugins/crm'))
  const { exitCode, stdout } = await workspace.run('build plugins/crm/plugin.yaml --output-dir out --json')
  expect(exitCode).toBe(0)
  const out = join(workspace.dir, 'out')
  const bytes = readFileSync(join(out, 'crm-0.1.0.plug'))
  expect(JSON.parse(stdout)).toEqual({
    ok: true,
    command: 'build',
    diagnostics: [],
    packages: [
      {
        target: 'plugwright',
        format: 'tar.gz',
        path: join(out, 'crm-0.1.0.plug'),
        sizeInBytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        md5: createHash('md5').update(bytes).digest('hex'),
        reportPath: join(out, 'crm-0.1.0-build-report.json'),
        sidePaths: [join(out, 'crm-0.1.0.plug.sha256')],
      },
    ],
  })
  expect(existsSync(join(workspace.dir, 'plugins/crm/dist'))).toBe(false)
})

test('what does not compile is shown with its place, and nothing is written', async () => {
  workspace.write({ ...pluginFiles('crm'), 'crm/frontend/src/pages/bad.ts': 'export const a = \n' })
  const { exitCode, stdout } = await workspace.run('build crm')
  expect(exitCode).toBe(1)
  expect(stdout).toMatch(/^crm\/frontend\/src\/pages\/bad\.ts:\d+:\d+ {2}[A-Z]+_\w+$/m)
  expect(stdout).toMatch(/0 packages · 1 error\n$/)
  expect(existsSync(join(workspace.dir, 'crm/dist'))).toBe(false)
})

test('warnings do not stop it, but for --strict', async () => {
  workspace.write(pluginFiles('crm', 'lisense: MIT\n'))
  const warned = await workspace.run('build crm')
  expect(warned.exitCode).toBe(0)
  expect(warned.stdout).toContain('"lisense"')
  expect(warned.stdout).toMatch(/1 package · 1 warning\n$/)
  expect((await workspace.run('build crm --strict')).exitCode).toBe(1)
})

test.each([
  ['--target plugright', 2, 'PACK_UNKNOWN_TARGET', 'did you mean "plugwright"?'],
  ['--target plugwright,nothing', 2, 'PACK_UNKNOWN_TARGET', '"nothing"'],
  ['--target plugwright --target nothing', 2, 'PACK_UNKNOWN_TARGET', '"nothing"'],
  ['--format tar', 2, 'PACK_UNKNOWN_FORMAT', '"tar"'],
  ['--target ,', 2, 'PACK_TARGETS_EMPTY', '"plugwright"'],
  ['--output-dir file.txt', 7, 'PACK_OUTPUT_NOT_A_FOLDER', 'file.txt'],
  ['--output-dir crm/plugin.yaml', 7, 'PACK_OUTPUT_NOT_A_FOLDER', 'crm/plugin.yaml'],
  ['--output-dir file.txt/below', 7, 'PACK_FILE_SYSTEM', 'file.txt/below'],
] as const)('%s', async (...[flags, exitCode, code, words]) => {
  workspace.write({ ...pluginFiles('crm'), 'file.txt': '' })
  const found = await workspace.run(`build crm ${flags}`)
  expect(found.exitCode).toBe(exitCode)
  expect(found.stdout).toBe('')
  expect(found.stderr).toContain(code)
  expect(found.stderr).toContain(words)
})

test('a target given twice is built once', async () => {
  workspace.write(pluginFiles('crm'))
  const { stdout } = await workspace.run('build crm --target plugwright --target=plugwright, --json')
  expect((JSON.parse(stdout) as { packages: unknown[] }).packages).toHaveLength(1)
})

test('a folder without a manifest', async () => {
  workspace.write({ 'empty/readme.txt': '' })
  const { exitCode, stdout } = await workspace.run('build empty')
  expect(exitCode).toBe(1)
  expect(stdout).toContain('MANIFEST_NOT_FOUND')
})

test('a target that plugin.yaml names and nobody knows is a problem of the plugin, with its place', async () => {
  workspace.write(pluginFiles('crm', 'targets: { plugwrigt: {} }\n'))
  const { exitCode, stdout } = await workspace.run('build crm')
  expect(exitCode).toBe(1)
  expect(stdout).toMatch(/^crm\/plugin\.yaml:3:12 {2}PACK_NO_TARGET$/m)
  expect(stdout).toContain('did you mean "plugwright"?')
})
