import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { loadManifest } from '@plugwright/manifest/node'
import * as fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { createFolderReader } from './folder-reader.ts'
import { makeFolder, makePlugin, removeFolders, writeTree } from './plugin-folder.test.kit.ts'
import { type DefaultPattern, selectFiles, type Selection } from './select-files.ts'

afterEach(removeFolders)

interface SelectCase {
  /** Paths of files; all are empty. */
  readonly tree: readonly string[]
  readonly files?: readonly string[]
  readonly executable?: readonly string[]
  readonly defaults?: readonly DefaultPattern[]
}

async function select({ tree, files = [], executable = [], defaults = [] }: SelectCase): Promise<Selection> {
  const lines = [`files: ${JSON.stringify(files)}`, `executable: ${JSON.stringify(executable)}`]
  const dir = makePlugin(Object.fromEntries(tree.map((name) => [name, ''])), lines)
  const { manifest, file } = await loadManifest(dir)
  return selectFiles({
    dir,
    reader: await createFolderReader(dir),
    manifest,
    manifestFile: file,
    defaults,
    isOwnOutput: (name) => name === 'out' || name.startsWith('out/'),
    bundledSources: new Set(['src/page.ts']),
  })
}

async function pathsOf(input: SelectCase): Promise<string[]> {
  const { files, diagnostics } = await select(input)
  expect(diagnostics).toEqual([])
  return files.map((file) => file.path)
}

describe('patterns', () => {
  test.each([
    ['are anchored at the plugin folder', ['a/x', 'b/a/x'], ['a/*'], ['a/x']],
    ['reach every depth with **', ['a/x', 'a/b/c/x', 'b/x'], ['a/**'], ['a/b/c/x', 'a/x']],
    ['take all below a folder with / at the end', ['a/x', 'a/b/x'], ['a/'], ['a/b/x', 'a/x']],
    ['may begin with ./', ['a/x'], ['./a/x'], ['a/x']],
    ['may list alternatives', ['a.png', 'a.svg', 'a.gif'], ['*.{png,svg}'], ['a.png', 'a.svg']],
    ['see brackets as letters', ['[id].ts', 'i.ts', 'd.ts'], ['[id].ts'], ['[id].ts']],
    ['see parentheses as letters', ['(a)/x', 'a/x'], ['(a)/*'], ['(a)/x']],
    ['let the last match win', ['a/x', 'a/y'], ['a/*', '!a/*', 'a/y'], ['a/y']],
    ['take out with !', ['a/x', 'a/raw/y'], ['a/**', '!a/raw/**'], ['a/x']],
    ['may take out what is out anyway', ['a/x', 'node_modules/y'], ['a/x', '!node_modules/**'], ['a/x']],
  ])('%s', async (_rule, ...[tree, files, expected]) => {
    expect(await pathsOf({ tree, files })).toEqual(expected)
  })

  test('see case', async () => {
    expect(await pathsOf({ tree: ['A.txt', 'b.txt'], files: ['A.*'] })).toEqual(['A.txt'])
    const { diagnostics } = await select({ tree: ['A.txt'], files: ['a.txt'] })
    expect(diagnostics).toMatchObject([{ code: 'PACK_FILES_PATTERN_UNUSED' }])
  })
})

describe('what is out unless named', () => {
  test.each([
    ['.env', 'dotfile'],
    ['a/.hidden/x', 'dotfile'],
    ['node_modules/p/index.js', 'node_modules'],
    ['a/node_modules/p/index.js', 'node_modules'],
    ['a/__pycache__/x.txt', 'python-cache'],
    ['a/x.pyc', 'python-cache'],
    ['.vscode/x', 'editor'],
    ['a/x.txt~', 'editor'],
    ['a/.x.swp', 'editor'],
    ['Thumbs.db', 'editor'],
    ['a/x.test.ts', 'tests'],
    ['a/x.spec.js', 'tests'],
    ['a/test_x.py', 'tests'],
    ['tests/x.ts', 'tests'],
    ['a/__tests__/x.ts', 'tests'],
    ['dist/x', 'build-output'],
    ['build/x', 'build-output'],
  ])('%s is left out by the rule %s', async (name, rule) => {
    const { files, excluded, diagnostics } = await select({ tree: ['keep', name], files: ['**'] })
    expect(files.map((file) => file.path)).toEqual(['keep', 'plugin.yaml'])
    expect(excluded).toMatchObject([{ rule }])
    expect(name.startsWith(excluded[0]?.path ?? '?')).toBe(true)
    expect(diagnostics).toEqual([])
  })

  test.each([
    ['.env.example', '.env*'],
    ['.env.example', '.env.example'],
    ['a/.well-known/x', 'a/.well-known/**'],
    ['node_modules/p/index.js', 'node_modules/p/**'],
    ['a/node_modules/p/x.js', '**/node_modules/**'],
    ['a/x.test.ts', '**/*.test.ts'],
    ['a/tests/data.json', 'a/tests/*.json'],
    ['dist/x', 'dist/**'],
    ['a/dist/x', 'a/**'],
    ['test', 'test'],
  ])('%s is packed by %s', async (name, pattern) => {
    expect(await pathsOf({ tree: [name], files: [pattern] })).toEqual([name])
  })

  test('naming one rule does not lift another', async () => {
    const tree = ['tests/a.json', 'tests/node_modules/p.json', 'tests/.cache.json']
    expect(await pathsOf({ tree, files: ['tests/**'] })).toEqual(['tests/a.json'])
  })

  test.each(['.git/config', 'a/.git/config', 'out/x'])('%s cannot be named at all', async (name) => {
    const { files, diagnostics } = await select({ tree: [name, 'a/x'], files: [name, 'a/x'] })
    expect(files.map((file) => file.path)).toEqual(['a/x'])
    expect(diagnostics).toMatchObject([{ code: 'PACK_FILES_PATTERN_UNUSED' }])
  })
})

describe('PACK_FILES_PATTERN_UNUSED', () => {
  test.each([
    ['nothing is there', 'asets/**', 'matches no file.', 'patterns start at the plugin folder'],
    ['a "!" pattern, too', '!asets/**', 'matches no file.', 'patterns start at the plugin folder'],
    ['a folder without what is in it', 'assets', 'matches no file.', 'write "assets/**"'],
    ['only hidden files', 'lib/**', 'left out unless named (rule "tests")', 'name what hides them'],
  ])('%s', async (_what, pattern, ...[message, hint]) => {
    const { diagnostics } = await select({
      tree: ['assets/x', 'lib/x.test.ts'],
      files: ['assets/x', pattern],
    })
    expect(diagnostics).toMatchObject([
      {
        code: 'PACK_FILES_PATTERN_UNUSED',
        severity: 'error',
        message: expect.stringContaining(message) as string,
        hint: expect.stringContaining(hint) as string,
        path: ['files', 1],
      },
    ])
  })

  test('in `executable`', async () => {
    const { diagnostics } = await select({
      tree: ['bin/a'],
      files: ['bin/a'],
      executable: ['bin/a', 'bin/b'],
    })
    expect(diagnostics).toMatchObject([{ code: 'PACK_FILES_PATTERN_UNUSED', path: ['executable', 1] }])
  })
})

test("patterns of a target come first, so the author's win, and each file has its reason", async () => {
  const { files, excluded } = await select({
    tree: ['README.md', 'docs/a.md', 'docs/b.md', 'src/page.ts', 'src/other.ts'],
    files: ['!docs/b.md'],
    defaults: [
      { glob: '*.md', why: 'document' },
      { glob: 'docs/**', why: 'docs' },
      { glob: '!docs/a.md', why: 'generated' },
    ],
  })
  expect(files).toEqual([{ path: 'README.md', why: 'document', executable: false }])
  expect(excluded).toEqual([
    { path: 'docs/a.md', rule: 'generated' },
    { path: 'docs/b.md', rule: 'files: !docs/b.md' },
    { path: 'plugin.yaml', rule: 'not-selected' },
    { path: 'src/other.ts', rule: 'not-selected' },
    { path: 'src/page.ts', rule: 'bundled' },
  ])
})

test('whatever the tree and the patterns: every file is picked or explained, once, and nothing is invented', async () => {
  const segment = fc.constantFrom(
    'a',
    'b.ts',
    '.git',
    '.env',
    'node_modules',
    'x.test.ts',
    'tests',
    'out',
    '[id]',
  )
  const name = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => `${parts.join('/')}/f`)
  const glob = fc
    .tuple(
      fc.boolean(),
      fc.array(fc.oneof(segment, fc.constantFrom('*', '**', '*.ts')), { minLength: 1, maxLength: 3 }),
    )
    .map(([isNegative, parts]) => `${isNegative ? '!' : ''}${parts.join('/')}`)
  const dir = makeFolder()
  let run = 0
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(name, { maxLength: 8 }),
      fc.array(glob, { maxLength: 4 }),
      async (tree, files) => {
        const plugin = path.join(dir, String(run++), 'demo')
        mkdirSync(plugin, { recursive: true })
        const yaml = `name: demo\nversion: 1.0.0\nfiles: ${JSON.stringify(files)}\n`
        writeTree(plugin, { 'plugin.yaml': yaml, ...Object.fromEntries(tree.map((one) => [one, ''])) })
        const { manifest, file } = await loadManifest(plugin)
        const selection = await selectFiles({
          dir: plugin,
          reader: await createFolderReader(plugin),
          manifest,
          manifestFile: file,
          defaults: [],
          isOwnOutput: (one) => one === 'out' || one.startsWith('out/'),
          bundledSources: new Set(),
        })
        const picked = selection.files.map((one) => one.path)
        const explained = selection.excluded.map((one) => one.path)
        for (const one of [...tree, 'plugin.yaml']) {
          const reasons = explained.filter(
            (other) => other === one || (other.endsWith('/') && one.startsWith(other)),
          )
          expect(reasons.length + (picked.includes(one) ? 1 : 0), one).toBe(1)
        }
        expect(picked.filter((one) => !tree.includes(one) && one !== 'plugin.yaml')).toEqual([])
        expect(picked.filter((one) => /(?:^|\/)\.git\/|^out\//.test(one))).toEqual([])
        for (const one of picked.filter((other) => /node_modules|tests\/|\.env\//.test(other))) {
          const hidden = ['node_modules', 'tests', '.env'].filter((other) => one.split('/').includes(other))
          expect(files.some((pattern) => hidden.every((other) => pattern.split('/').includes(other)))).toBe(
            true,
          )
        }
      },
    ),
    { numRuns: 80 },
  )
}, 30_000)
