import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../../repository.ts'

const bin = join(root, 'packages/cli/dist/bin.js')
const validator = join(import.meta.dirname, 'publish-validator.py')
const isThere = (tool: string, flag = '--version'): boolean => spawnSync(tool, [flag]).status === 0
const python = isThere('python3')

/** What the package of the example holds. */
const GOLDEN = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'betty/__init__.py',
  'betty/words.py',
  'plugin.yaml',
  'registry/commands.json',
  'registry/skills.json',
  'requirements.txt',
  'skills/text.count/SKILL.md',
  'skills/text.count/skill.yaml',
  'skills/text.count/text_count.py',
  'skills/text.slug/skill.yaml',
  'skills/text.slug/text_slug.py',
  'tools/selftest.py',
].map((name) => `betty-text-1.0.0/${name}`)

let folder: string
let dir: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plugwright-betty-'))
  dir = join(folder, 'plugin')
  cpSync(join(root, 'examples/targets/betty'), dir, {
    recursive: true,
    filter: (file) => !/[/\\](?:node_modules|dist|\.plugwright|\.turbo)$/.test(file),
  })
  build(dir)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function build(...args: string[]): { status: number | null; value: Record<string, unknown> } {
  const { status, stdout } = spawnSync(process.execPath, [bin, 'build', ...args, '--json'], {
    encoding: 'utf8',
  })
  return { status, value: JSON.parse(stdout) as Record<string, unknown> }
}

function validate(file: string): Record<string, unknown> {
  return JSON.parse(execFileSync('python3', [validator, file], { encoding: 'utf8' })) as Record<
    string,
    unknown
  >
}

test.for(['betty-text-1.0.0.tar.gz', 'zip/betty-text-1.0.0.zip'])(
  'Python opens %s, publish accepts it, and its commands run',
  (file, { skip }) => {
    skip(!python, 'there is no python3 on PATH')
    expect(validate(join(dir, 'dist', file))).toEqual({
      valid: true,
      filename: true,
      size: true,
      names: GOLDEN,
      missing: [],
      published: {
        name: 'betty-text',
        version: '1.0.0',
        license: 'MIT',
        homepage: 'https://acme.test/betty-text',
        repository: 'https://git.acme.test/betty-text',
        tags: ['text', 'example'],
      },
      selftest: [
        0,
        [expect.stringMatching(/^\{"ok": true, "words": \d+\}$/), '{"ok": true, "slug": "a-title"}'],
        '',
      ],
    })
  },
)

test('publish refuses a package that is not the one that was built', ({ skip }) => {
  skip(!python, 'there is no python3 on PATH')
  const other = join(folder, 'other')
  cpSync(join(dir, 'dist'), other, { recursive: true })
  const file = join(other, 'zip/betty-text-1.0.0.zip')
  cpSync(join(other, 'betty-text-1.0.0.tar.gz'), join(other, 'zip/betty-text-1.0.0.tar.gz'))
  expect(validate(file)['valid']).toBe(true)
  expect(validate(join(other, 'zip/betty-text-1.0.0.tar.gz'))).toMatchObject({
    valid: false,
    filename: false,
  })
})

test('tar lists the package', ({ skip }) => {
  skip(!isThere('tar'), 'there is no tar on PATH')
  const listed = execFileSync('tar', ['tzf', join(dir, 'dist/betty-text-1.0.0.tar.gz')], { encoding: 'utf8' })
  expect(listed.trimEnd().split('\n')).toEqual(GOLDEN)
})

test('unzip finds no error in the package', ({ skip }) => {
  skip(!isThere('unzip', '-v'), 'there is no unzip on PATH')
  const file = join(dir, 'dist/zip/betty-text-1.0.0.zip')
  const listed = execFileSync('unzip', ['-Z1', file], { encoding: 'utf8' })
  expect(listed.trimEnd().split('\n')).toEqual(GOLDEN)
  expect(execFileSync('unzip', ['-tqq', file], { encoding: 'utf8' })).toBe('')
})

test('plugin.yaml is packed byte for byte; the preview differs in two lines', ({ skip }) => {
  skip(!isThere('tar'), 'there is no tar on PATH')
  const source = readFileSync(join(dir, 'plugin.yaml'))
  const file = join(dir, 'dist/betty-text-1.0.0.tar.gz')
  expect(execFileSync('tar', ['xzOf', file, 'betty-text-1.0.0/plugin.yaml'])).toEqual(source)
  const lines = new Set(source.toString().split('\n'))
  const added = readFileSync(join(dir, 'dist/plugin.preview.yaml'), 'utf8')
    .split('\n')
    .filter((line) => !lines.has(line))
  expect(added).toEqual([
    expect.stringMatching(/^ {2}preview_generated_at: '\d{4}-\d\d-\d\dT[\d:.]+Z'$/),
    '  preview_note: Review before applying to plugin.yaml',
  ])
})

test('the same sources at another depth give the same bytes, both formats', () => {
  const deep = join(folder, 'a/b/c/plugin')
  cpSync(dir, deep, { recursive: true, filter: (file) => !file.endsWith('dist') })
  build(deep)
  for (const file of ['betty-text-1.0.0.tar.gz', 'zip/betty-text-1.0.0.zip']) {
    expect(readFileSync(join(deep, 'dist', file)).equals(readFileSync(join(dir, 'dist', file))), file).toBe(
      true,
    )
  }
})

test("the result and the reports have the keys of Betty's page, in its order", () => {
  const { status, value } = build(dir, '--format', 'tar.gz', '--output-dir', join(folder, 'one'))
  expect(status).toBe(0)
  expect(keysOf(value)).toBe(
    'ok command diagnostics packages status package_path report_path manifest_path preview_path build_report manifest',
  )
  const { build_report: report, manifest } = value as Record<string, Record<string, Record<string, unknown>>>
  expect(keysOf(report)).toBe('build_timestamp plugin validation package entrypoints')
  expect(keysOf(report?.['validation'])).toBe('total_commands valid_entrypoints missing_files has_errors')
  expect(keysOf(report?.['package'])).toBe('path size_bytes size_human files_count format checksums')
  expect(keysOf(manifest?.['metadata'])).toBe('homepage repository documentation tags generated_at')
  expect(keysOf(manifest)).toBe(
    'name version description author license metadata requirements permissions package entrypoints commands_count agents homepage repository tags',
  )
  const { size_bytes: size } = report?.['package'] ?? {}
  expect(size).toBe(statSync(value['package_path'] as string).size)
})

function keysOf(value: object | undefined): string {
  return Object.keys(value ?? {}).join(' ')
}

/** The table "Common errors" of Betty's page. */
test.for([
  ['no plugin.yaml', 1, /^plugin\.yaml not found: .*plugin\.yaml$/],
  ['bad yaml', 1, /^Invalid YAML in .*plugin\.yaml:\d+:\d+: /],
  ['format', 2, /^Unsupported output format: rar/],
  ['permission', 7, /^Permission denied: /],
] as const)('error: %s', ([kind, exitCode, error], { skip }) => {
  skip(kind === 'permission' && process.getuid?.() === 0, 'root may write everywhere')
  const copy = join(folder, kind)
  cpSync(dir, copy, { recursive: true, filter: (file) => !file.endsWith('dist') })
  if (kind === 'no plugin.yaml') rmSync(join(copy, 'plugin.yaml'))
  if (kind === 'bad yaml') writeFileSync(join(copy, 'plugin.yaml'), 'name: a: b\n')
  const locked = join(folder, 'locked')
  mkdirSync(locked, { recursive: true, mode: 0o555 })
  const flags = { format: ['--format', 'rar'], permission: ['--output-dir', join(locked, 'dist')] } as const
  const more = kind in flags ? flags[kind as keyof typeof flags] : ['--format', 'zip']
  const { status, value } = build(copy, '--target', 'betty', ...more)
  expect(status).toBe(exitCode)
  expect(value).toMatchObject({ ok: false, status: 'failed', error: expect.stringMatching(error) })
})

test('error: handler not found; the package is written all the same', ({ skip }) => {
  skip(!python, 'there is no python3 on PATH')
  const copy = join(folder, 'handler')
  cpSync(dir, copy, { recursive: true, filter: (file) => !file.endsWith('dist') })
  rmSync(join(copy, 'skills/text.slug/text_slug.py'))
  rmSync(join(copy, 'tools'), { recursive: true })
  const { status, value } = build(copy, '--format', 'tar.gz')
  expect(status).toBe(1)
  expect(value).toMatchObject({
    ok: false,
    status: 'success_with_warnings',
    build_report: {
      validation: {
        total_commands: 3,
        valid_entrypoints: 1,
        missing_files: [
          "Command 'text/slug': handler not found at skills/text.slug/text_slug.py",
          "Command 'text/selftest': handler not found at tools/selftest.py",
        ],
        has_errors: true,
      },
    },
  })
  expect(validate(value['package_path'] as string)).toMatchObject({
    valid: true,
    missing: [],
    names: GOLDEN.filter((name) => !/text\.slug|tools/.test(name)),
  })
})
