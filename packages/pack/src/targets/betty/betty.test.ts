import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { hasReferenceDeflate, listArchive } from '@plugwright/archive'
import { afterEach, describe, expect, test } from 'vitest'
import { type PackOptions, packPlugin } from '../../index.ts'
import { makeFolder, removeFolders, sha256Of, writeTree } from '../../plugin-folder.test.kit.ts'

afterEach(removeFolders)

const MANIFEST = `name: betty-sample
version: 1.2.0
description: A sample
author: { name: Acme, email: dev@acme.test }
license: MIT
metadata:
  homepage: https://acme.test
  repository: https://acme.test/repo
  tags: [framework, workflow]
requirements: { python: ">=3.11", packages: [pyyaml] }
permissions: [filesystem:read]
commands:
  - { name: skill/define, handler: { runtime: python, script: skills/skill.define/skill_define.py } }
  - { name: skill/test, handler: { script: skills/test.example/test_example.py } }
  - { name: tool/run, handler: { runtime: bash, script: tools/run.sh } }
agents:
  - { name: api.designer, description: Designs APIs, manifest: agents/api.designer/agent.yaml }
`

const FILES = {
  'plugin.yaml': MANIFEST,
  'requirements.txt': 'pyyaml\n',
  'README.md': '# Sample\n',
  LICENSE: 'MIT\n',
  'CHANGELOG.md': '# 1.2.0\n',
  'NOTES.md': 'not packed',
  'betty/__init__.py': '',
  'betty/config.py': 'BASE = 1\n',
  'betty/sub/build/out.py': '',
  'registry/skills.json': '[]\n',
  'registry/notes.txt': '',
  'registry/old/skills.json': '[]\n',
  'agents/api.designer/agent.yaml': 'name: api.designer\n',
  'tools/run.sh': '#!/bin/sh\n',
  'tools/other.sh': '#!/bin/sh\n',
  'skills/skill.define/skill.yaml': 'name: skill.define\n',
  'skills/skill.define/skill_define.py': 'print(1)\n',
  'skills/skill.define/tests/test_it.py': '',
  'skills/skill.define/data/deep/a.json': '{}',
  'skills/skill.define/__pycache__/skill_define.cpython-311.pyc': '',
  'skills/skill.define/lib/__pycache__/a.pyc': '',
  'skills/skill.define/lib/stale.pyc': '',
  'skills/skill.define/.env': 'A=1',
  'skills/skill.define/.vscode/settings.json': '{}',
  'skills/skill.define/lib/.idea/x.xml': '',
  'skills/skill.define/.git/config': '',
  'skills/skill.define/dist/x.whl': '',
  'skills/skill.define/lib/build/x.o': '',
  'skills/skill.define/x.egg-info/PKG-INFO': '',
  'skills/skill.define/node_modules/a/index.js': '',
  'skills/skill.define/a.tmp': '',
  'skills/skill.define/a.py~': '',
  'skills/test.example/test_example.py': 'print(2)\n',
  'skills/test.example/test_test_example.py': '',
  'skills/unused/unused.py': '',
}

function makeSample(files: Readonly<Record<string, string>> = {}): string {
  const dir = writeTree(path.join(makeFolder(), 'checkout'), { ...FILES, ...files })
  chmodSync(path.join(dir, 'tools/run.sh'), 0o755)
  return dir
}

async function pack(dir: string, options: Partial<PackOptions> = {}) {
  const result = await packPlugin({ dir, sourceDateEpoch: 1_000_000_000, ...options })
  const [first] = result.packages
  if (first === undefined) throw new Error(JSON.stringify(result.diagnostics, undefined, 2))
  return { ...result, first, folder: path.dirname(first.path) }
}

async function namesOf(file: string): Promise<string[]> {
  return (await listArchive(file)).entries.map((entry) => entry.path)
}

const json = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>

test('a plugin with commands and no frontend is for betty; the package holds what plugin.build collects', async () => {
  const { first, diagnostics } = await pack(makeSample())
  expect([first.target, first.format, diagnostics]).toEqual(['betty', 'tar.gz', []])
  expect(await namesOf(first.path)).toEqual(
    [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'agents/api.designer/agent.yaml',
      'betty/__init__.py',
      'betty/config.py',
      'plugin.yaml',
      'registry/skills.json',
      'requirements.txt',
      'skills/skill.define/data/deep/a.json',
      'skills/skill.define/skill.yaml',
      'skills/skill.define/skill_define.py',
      'skills/skill.define/tests/test_it.py',
      'skills/test.example/test_example.py',
      'skills/test.example/test_test_example.py',
      'tools/run.sh',
    ].map((name) => `betty-sample-1.2.0/${name}`),
  )
})

test('every excluded file has its rule', async () => {
  const { first } = await pack(makeSample())
  const { plan } = json(first.reportPath)['plugwright'] as {
    plan: { excluded: { path: string; rule: string }[] }
  }
  const rules = Object.fromEntries(plan.excluded.map(({ path: name, rule }) => [name, rule]))
  expect(rules).toMatchObject({
    'NOTES.md': 'not-selected',
    'betty/sub/build/out.py': 'build-output',
    'skills/skill.define/.env': 'dotfile',
    'skills/skill.define/.git/': 'git',
    'skills/skill.define/__pycache__/': 'python-cache',
    'skills/skill.define/dist/x.whl': 'build-output',
    'skills/skill.define/lib/build/x.o': 'build-output',
    'skills/skill.define/lib/stale.pyc': 'python-cache',
    'skills/skill.define/node_modules/': 'node_modules',
    'skills/unused/unused.py': 'not-selected',
  })
})

test('files beside: names, keys in the documented order, digests, times', async () => {
  const { first, folder } = await pack(makeSample())
  expect(readdirSync(folder).toSorted()).toEqual([
    'betty-sample-1.2.0-build-report.json',
    'betty-sample-1.2.0.tar.gz',
    'betty-sample-1.2.0.tar.gz.sha256',
    'manifest.json',
    'plugin.preview.yaml',
  ])
  const bytes = readFileSync(first.path)
  const manifest = json(path.join(folder, 'manifest.json'))
  expect(Object.keys(manifest).join(' ')).toBe(
    'name version description author license metadata requirements permissions package entrypoints commands_count agents homepage repository tags',
  )
  expect(manifest).toEqual({
    name: 'betty-sample',
    version: '1.2.0',
    description: 'A sample',
    author: { name: 'Acme', email: 'dev@acme.test' },
    license: 'MIT',
    metadata: {
      homepage: 'https://acme.test',
      repository: 'https://acme.test/repo',
      documentation: null,
      tags: ['framework', 'workflow'],
      generated_at: '2001-09-09T01:46:40.000Z',
    },
    requirements: { python: '>=3.11', packages: ['pyyaml'] },
    permissions: ['filesystem:read'],
    package: {
      filename: 'betty-sample-1.2.0.tar.gz',
      size_bytes: bytes.length,
      checksums: { md5: createHash('md5').update(bytes).digest('hex'), sha256: sha256Of(bytes) },
    },
    entrypoints: [
      { command: 'skill/define', handler: 'skills/skill.define/skill_define.py', runtime: 'python' },
      { command: 'skill/test', handler: 'skills/test.example/test_example.py', runtime: 'python' },
      { command: 'tool/run', handler: 'tools/run.sh', runtime: 'bash' },
    ],
    commands_count: 3,
    agents: [{ name: 'api.designer', description: 'Designs APIs' }],
    homepage: 'https://acme.test',
    repository: 'https://acme.test/repo',
    tags: ['framework', 'workflow'],
  })
  const report = json(first.reportPath)
  expect(Object.keys(report)).toEqual([
    'build_timestamp',
    'plugin',
    'validation',
    'package',
    'entrypoints',
    'plugwright',
  ])
  expect(report['validation']).toEqual({
    total_commands: 3,
    valid_entrypoints: 3,
    missing_files: [],
    has_errors: false,
  })
})

test('what plugin.yaml leaves out is null or empty, as plugin.build writes it', async () => {
  const dir = writeTree(makeFolder(), {
    'plugin.yaml': 'name: bare\nversion: 0.1.0\ncommands: [{ name: a, handler: { script: a.py } }]\n',
    'a.py': '',
  })
  const { folder } = await pack(dir)
  expect(json(path.join(folder, 'manifest.json'))).toMatchObject({
    description: null,
    author: {},
    license: null,
    metadata: { homepage: null, repository: null, documentation: null, tags: [] },
    requirements: { python: null, packages: [] },
    agents: [],
    homepage: null,
    tags: [],
  })
})

test('both formats hold the same; the second one is complete in a folder of its own', async () => {
  const { packages, folder } = await pack(makeSample(), { formats: ['tar.gz', 'zip'] })
  const [tar, zip] = packages
  expect(zip?.path).toBe(path.join(folder, 'zip/betty-sample-1.2.0.zip'))
  expect(readdirSync(path.join(folder, 'zip')).toSorted()).toEqual([
    'betty-sample-1.2.0-build-report.json',
    'betty-sample-1.2.0.zip',
    'betty-sample-1.2.0.zip.sha256',
    'manifest.json',
    'plugin.preview.yaml',
  ])
  expect(await namesOf(zip?.path ?? '')).toEqual(await namesOf(tar?.path ?? ''))
  expect(json(path.join(folder, 'zip/manifest.json'))['package']).toMatchObject({
    filename: 'betty-sample-1.2.0.zip',
    checksums: { sha256: zip?.sha256 },
  })
  expect(json(path.join(folder, 'manifest.json'))['package']).toMatchObject({
    filename: 'betty-sample-1.2.0.tar.gz',
  })
})

test('the same sources give the same bytes at another depth, also from another time', async () => {
  expect(hasReferenceDeflate()).toBe(true)
  const deep = path.join(makeFolder(), 'a/b/c')
  mkdirSync(deep, { recursive: true })
  renameSync(makeSample(), path.join(deep, 'other-name'))
  const one = await pack(makeSample(), { formats: ['tar.gz', 'zip'] })
  const other = await pack(path.join(deep, 'other-name'), {
    formats: ['tar.gz', 'zip'],
    sourceDateEpoch: 1_234_567_890,
  })
  expect(other.packages.map(({ sha256 }) => sha256)).toEqual(one.packages.map(({ sha256 }) => sha256))
})

test('plugin.yaml may be named by its path, and have another name', async () => {
  const dir = makeSample()
  renameSync(path.join(dir, 'plugin.yaml'), path.join(dir, 'release.yaml'))
  const { first } = await pack(path.join(dir, 'release.yaml'))
  expect(first.path).toBe(path.join(dir, 'dist/betty-sample-1.2.0.tar.gz'))
  const names = await namesOf(first.path)
  expect(names).toContain('betty-sample-1.2.0/plugin.yaml')
  expect(names).not.toContain('betty-sample-1.2.0/release.yaml')
})

describe('commands that do not run', () => {
  const broken = MANIFEST.replace(
    'agents:',
    `  - { name: no/handler }
  - { name: no/script, handler: { runtime: python } }
  - { name: api.broken, handler: { script: skills/api.broken/api_broken.py } }
  - { name: "", handler: { script: tools/run.sh } }
  - { name: a/folder, handler: { script: skills/unused } }
agents:`,
  )

  test('are warnings; the package is written, and the report has the words of plugin.build', async () => {
    const { ok, first, diagnostics, folder } = await pack(
      makeSample({ 'plugin.yaml': broken, 'skills/api.broken/other.py': '' }),
    )
    expect(ok).toBe(true)
    expect(new Set(diagnostics.map(({ severity }) => severity))).toEqual(new Set(['warning']))
    expect(
      diagnostics.filter(({ code }) => code.startsWith('BETTY_')).map(({ code, path: at }) => [code, at]),
    ).toEqual([
      ['BETTY_COMMAND_UNNAMED', ['commands', 6, 'name']],
      ['BETTY_COMMANDS_INCOMPLETE', ['commands']],
    ])
    expect(json(first.reportPath)['validation']).toEqual({
      total_commands: 8,
      valid_entrypoints: 3,
      missing_files: [
        "Command 'no/handler': no handler script specified",
        "Command 'no/script': no handler script specified",
        "Command 'api.broken': handler not found at skills/api.broken/api_broken.py",
        "Command '': no command name, handler tools/run.sh",
        "Command 'a/folder': handler not found at skills/unused",
      ],
      has_errors: true,
    })
    expect(json(path.join(folder, 'manifest.json'))['commands_count']).toBe(3)
    // A skill is packed for its handler.
    expect(await namesOf(first.path)).not.toContain('betty-sample-1.2.0/skills/api.broken/other.py')
  })
})

test('a handler is packed also from a folder named build, or a hidden one', async () => {
  const dir = writeTree(makeFolder(), {
    'plugin.yaml':
      'name: odd\nversion: 1.0.0\ncommands:\n' +
      ['skills/build/run.py', 'skills/a/build/run.py', 'skills/.hidden/run.py', 'skills/direct.py']
        .map((script, index) => `  - { name: c${index}, handler: { script: ${script} } }\n`)
        .join(''),
    'skills/build/run.py': '',
    'skills/build/beside.py': '',
    'skills/a/build/run.py': '',
    'skills/a/build/junk.o': '',
    'skills/.hidden/run.py': '',
    'skills/direct.py': '',
    'skills/not-asked.py': '',
  })
  const { first } = await pack(dir)
  expect(await namesOf(first.path)).toEqual(
    [
      'plugin.yaml',
      'skills/.hidden/run.py',
      'skills/a/build/run.py',
      'skills/build/beside.py',
      'skills/build/run.py',
      'skills/direct.py',
    ].map((name) => `odd-1.0.0/${name}`),
  )
})

test('a pattern that takes a handler out is an error', async () => {
  const dir = makeSample({ 'plugin.yaml': `${MANIFEST}files: ["!tools/run.sh"]\n` })
  const { packages, diagnostics } = await packPlugin({ dir })
  expect(packages).toEqual([])
  expect(diagnostics.map(({ code, path: at }) => [code, at])).toEqual([
    ['PACK_ENTRY_POINT_NOT_PACKED', ['commands', 2, 'handler', 'script']],
  ])
})

test.each([
  ['name: ../../evil', 'MANIFEST_INVALID_NAME'],
  ['name: evil/name', 'MANIFEST_INVALID_NAME'],
  ['version: 1.0.0/../..', 'MANIFEST_INVALID_VERSION'],
])('%s is refused, and nothing is written', async (line, code) => {
  const key = line.split(':')[0] ?? ''
  const dir = makeSample({ 'plugin.yaml': MANIFEST.replace(new RegExp(`^${key}: .*$`, 'm'), line) })
  const { packages, diagnostics } = await packPlugin({ dir })
  expect(packages).toEqual([])
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code)
  expect(existsSync(path.join(dir, 'dist'))).toBe(false)
})

test('a failed build leaves earlier files as they are, and nothing half-written', async () => {
  const dir = makeSample()
  const { folder } = await pack(dir)
  const before = readdirSync(folder).map((name) => [name, sha256Of(readFileSync(path.join(folder, name)))])
  symlinkSync('/', path.join(dir, 'skills/skill.define/root'))
  const { packages, diagnostics } = await packPlugin({ dir })
  expect([packages, diagnostics.map(({ code }) => code)]).toEqual([[], ['PACK_LINK']])
  expect(readdirSync(folder).map((name) => [name, sha256Of(readFileSync(path.join(folder, name)))])).toEqual(
    before,
  )
})
