import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import { isPluginError } from '@plugwright/diagnostics'
import { afterEach, expect, test } from 'vitest'
import { type BettyResult, type PackOptions, packPlugin, toBettyResult } from '../../index.ts'
import { makeFolder, makePlugin, removeFolders, writeTree } from '../../plugin-folder.test.kit.ts'

afterEach(removeFolders)

const COMMANDS = ['commands:', '  - { name: a/b, handler: { script: skills/a/a.py } }']

async function build(dir: string, options: Partial<PackOptions> = {}): Promise<BettyResult | undefined> {
  const asked = { dir, sourceDateEpoch: 0, ...options }
  const { packages, diagnostics } = await packPlugin(asked).catch((error: unknown) => {
    if (!isPluginError(error)) throw error
    return { packages: [], diagnostics: error.diagnostics }
  })
  return toBettyResult({ ...asked, packages, diagnostics })
}

test('success: paths, report and manifest in the words of plugin.build', async () => {
  const dir = makePlugin({ 'skills/a/a.py': '' }, COMMANDS)
  const at = (name: string): string => path.join(dir, 'dist', name)
  const result = await build(dir)
  expect(result).toMatchObject({
    status: 'success',
    package_path: at('demo-1.0.0.tar.gz'),
    report_path: at('demo-1.0.0-build-report.json'),
    manifest_path: at('manifest.json'),
    preview_path: at('plugin.preview.yaml'),
    build_report: {
      validation: { total_commands: 1, valid_entrypoints: 1, missing_files: [], has_errors: false },
      package: { path: at('demo-1.0.0.tar.gz'), files_count: 2, format: 'tar.gz' },
      entrypoints: [
        {
          command: 'a/b',
          handler: 'skills/a/a.py',
          runtime: 'python',
          path: path.join(dir, 'skills/a/a.py'),
        },
      ],
    },
    manifest: { name: 'demo', commands_count: 1 },
  })
  expect(Object.keys(result ?? {})).toEqual([
    'status',
    'package_path',
    'report_path',
    'manifest_path',
    'preview_path',
    'build_report',
    'manifest',
  ])
})

test('a missing handler: success with warnings, also by the path of plugin.yaml', async () => {
  const dir = makePlugin({}, COMMANDS)
  expect(await build(path.join(dir, 'plugin.yaml'))).toMatchObject({
    status: 'success_with_warnings',
    build_report: { validation: { missing_files: ["Command 'a/b': handler not found at skills/a/a.py"] } },
  })
})

test('several targets or formats have no result of this kind', async () => {
  const dir = makePlugin({ 'skills/a/a.py': '' }, COMMANDS)
  expect(await build(dir, { formats: ['tar.gz', 'zip'] })).toBeUndefined()
  expect(await build(dir, { targets: ['plugwright', 'betty'] })).toBeUndefined()
  expect(await build(dir, { targets: ['plugwright'] })).toBeUndefined()
  expect(await build(makeFolder())).toBeUndefined()
})

test('plugin.yaml not found', async () => {
  const dir = makeFolder()
  const error = `plugin.yaml not found: ${path.join(dir, 'plugin.yaml')}`
  expect(await build(dir, { targets: ['betty'] })).toEqual({ status: 'failed', error })
  expect(await build(path.join(dir, 'plugin.yaml'), { targets: ['betty'] })).toEqual({
    status: 'failed',
    error,
  })
})

test('Invalid YAML', async () => {
  const dir = writeTree(makeFolder(), { 'plugin.yaml': 'name: [a\nversion: 1.0.0\n' })
  const result = await build(dir, { targets: ['betty'] })
  expect(result).toMatchObject({ status: 'failed' })
  expect(result).toHaveProperty(
    'error',
    expect.stringMatching(/^Invalid YAML in .*plugin\.yaml:2:\d+: The file is not valid YAML/),
  )
})

test('Unsupported output format', async () => {
  const dir = makePlugin({ 'skills/a/a.py': '' }, COMMANDS)
  expect(await build(dir, { formats: ['rar'] })).toEqual({
    status: 'failed',
    error: "Unsupported output format: rar. Use 'tar.gz' or 'zip'",
  })
})

test('Permission denied', async () => {
  const dir = makePlugin({ 'skills/a/a.py': '' }, COMMANDS)
  const denied: Diagnostic = {
    code: 'PACK_FILE_SYSTEM',
    severity: 'error',
    message: 'The system refuses to mkdir: EACCES.',
    file: '/srv/dist',
  }
  expect(await toBettyResult({ dir, packages: [], diagnostics: [denied] })).toEqual({
    status: 'failed',
    error: 'Permission denied: /srv/dist',
  })
})

test('any other error in our words', async () => {
  const dir = makePlugin({ 'skills/a/a.py': '' }, [...COMMANDS, 'files: ["nothing/**"]'])
  expect(await build(dir)).toEqual({
    status: 'failed',
    error: 'The pattern "nothing/**" in `files` matches no file.',
  })
})
