import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorkspace } from './workspace.test.support.ts'
import type { Workspace } from './workspace.test.support.ts'

let workspace: Workspace

beforeEach(() => {
  workspace = createWorkspace()
})

afterEach(() => workspace.remove())

const MANIFEST = `name: betty-sample
version: 1.0.0
description: A sample
commands:
  - { name: a/b, handler: { script: skills/a/a.py } }
  - { name: broken, handler: { script: skills/broken/broken.py } }
`
const FILES = {
  'betty/plugin.yaml': MANIFEST,
  'betty/skills/a/a.py': '',
  'betty/skills/broken/broken.py': '',
}

function writeIncomplete(): void {
  const { 'betty/skills/broken/broken.py': _missing, ...rest } = FILES
  workspace.write(rest)
}

test('the summary of plugin.build: four paths, commands, size, files', async () => {
  workspace.write(FILES)
  const { exitCode, stdout } = await workspace.run('build betty')
  expect(exitCode).toBe(0)
  expect(stdout.split('\n').slice(0, 7)).toEqual([
    'package   betty/dist/betty-sample-1.0.0.tar.gz',
    'report    betty/dist/betty-sample-1.0.0-build-report.json',
    'manifest  betty/dist/manifest.json',
    'preview   betty/dist/plugin.preview.yaml',
    'commands  2/2',
    expect.stringMatching(/^size {6}\d+\.\d\d KB$/),
    'files     3',
  ])
})

test('the documented keys, the report and the manifest at top level', async () => {
  workspace.write(FILES)
  const { exitCode, stdout } = await workspace.run(
    'build betty/plugin.yaml --format zip --output-dir out --json',
  )
  expect(exitCode).toBe(0)
  const out = join(workspace.dir, 'out')
  const value = JSON.parse(stdout) as Record<string, unknown>
  expect(Object.keys(value)).toEqual([
    'ok',
    'command',
    'diagnostics',
    'packages',
    'status',
    'package_path',
    'report_path',
    'manifest_path',
    'preview_path',
    'build_report',
    'manifest',
  ])
  expect(value).toMatchObject({
    ok: true,
    status: 'success',
    package_path: join(out, 'betty-sample-1.0.0.zip'),
    report_path: join(out, 'betty-sample-1.0.0-build-report.json'),
    manifest_path: join(out, 'manifest.json'),
    preview_path: join(out, 'plugin.preview.yaml'),
    manifest: JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as unknown,
  })
})

test('a missing handler: the package is written, the exit code is 1', async () => {
  writeIncomplete()
  const { exitCode, stdout } = await workspace.run('build betty --json')
  expect(exitCode).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    status: 'success_with_warnings',
    build_report: {
      validation: {
        total_commands: 2,
        valid_entrypoints: 1,
        missing_files: ["Command 'broken': handler not found at skills/broken/broken.py"],
        has_errors: true,
      },
    },
  })
  expect(existsSync(join(workspace.dir, 'betty/dist/betty-sample-1.0.0.tar.gz'))).toBe(true)
  const shown = await workspace.run('build betty')
  expect([shown.exitCode, shown.stderr]).toEqual([1, ''])
  expect(shown.stdout).toContain('BETTY_COMMANDS_INCOMPLETE')
  expect(shown.stdout).toContain('\ncommands  1/2\n')
})

test.each([
  ['build nowhere --target betty', 2, 'plugin.yaml not found: DIR/nowhere/plugin.yaml'],
  ['build nowhere/plugin.yaml --target betty', 2, 'plugin.yaml not found: DIR/nowhere/plugin.yaml'],
  ['build empty --target betty', 1, 'plugin.yaml not found: DIR/empty/plugin.yaml'],
  ['build bad --target betty', 1, 'Invalid YAML in DIR/bad/plugin.yaml:3:1: The file is not valid YAML'],
  ['build betty --format rar', 2, "Unsupported output format: rar. Use 'tar.gz' or 'zip'"],
  ['build betty --output-dir file.txt', 7, 'The output folder is a file, so no package can be put into it.'],
] as const)('%s', async (line, exitCode, error) => {
  workspace.write({
    ...FILES,
    'empty/a.txt': '',
    'bad/plugin.yaml': 'name: a\nversion: [1\n',
    'file.txt': '',
  })
  const expected = error.replace('DIR', workspace.dir)
  const run = await workspace.run(`${line} --json`)
  const value = JSON.parse(run.stdout) as { error: string }
  expect([run.exitCode, value]).toMatchObject([exitCode, { ok: false, command: 'build', status: 'failed' }])
  expect(value.error.slice(0, expected.length)).toBe(expected)
  const shown = await workspace.run(line)
  expect(shown.stdout + shown.stderr).toContain(`failed: ${expected}`)
  expect(existsSync(join(workspace.dir, 'betty/dist'))).toBe(false)
})

test('other targets, or several formats, have no such keys', async () => {
  workspace.write(FILES)
  const { stdout } = await workspace.run('build betty --format tar.gz,zip --json')
  expect(Object.keys(JSON.parse(stdout) as object)).toEqual(['ok', 'command', 'diagnostics', 'packages'])
})
