import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { parsePackedManifest } from '@plugwright/manifest'
import { loadManifest } from '@plugwright/manifest/node'
import { hasReferenceDeflate } from '@plugwright/archive'
import { isPluginError } from '@plugwright/diagnostics'
import { afterEach, describe, expect, test } from 'vitest'
import { checkTargets, type PackOptions, packPlugin, readBundleRequests, type Target } from './index.ts'
import {
  copyCrm,
  copyingBundler,
  makeFolder,
  makePlugin,
  removeFolders,
  sha256Of,
  writeTree,
} from './plugin-folder.test.kit.ts'

afterEach(removeFolders)

const has = (tool: string): boolean => spawnSync(tool, ['--version']).status === 0

async function packOne(dir: string, options: Partial<PackOptions> = {}) {
  const { packages, diagnostics } = await packPlugin({ dir, bundler: copyingBundler, ...options })
  const [first] = packages
  if (first === undefined) throw new Error(JSON.stringify(diagnostics, undefined, 2))
  return first
}

async function problemsOf(dir: string, options: Partial<PackOptions> = {}) {
  const { ok, packages, diagnostics } = await packPlugin({ dir, ...options })
  expect({ ok, packages }).toEqual({ ok: false, packages: [] })
  return diagnostics
}

async function codesOf(dir: string, options: Partial<PackOptions> = {}): Promise<string[]> {
  return (await problemsOf(dir, options)).map(({ code }) => code)
}

async function thrownBy(work: Promise<unknown>): Promise<{ code: string; hint: string | undefined }> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!isPluginError(error)) throw new Error('No PluginError was thrown.', { cause: error })
  return { code: error.code, hint: error.diagnostics[0]?.hint }
}

function fromLine(dir: string, line: number): string | undefined {
  return readFileSync(path.join(dir, 'plugin.yaml'), 'utf8').split('\n')[line - 1]
}

/** The start of a span. */
function at(line: number, column: number) {
  return { start: { line, column } }
}

function extract(file: string): string {
  const dir = makeFolder()
  const { status, stderr } = spawnSync('tar', ['-xzf', file, '-C', dir], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return dir
}

function readReport(file: string) {
  return JSON.parse(readFileSync(file, 'utf8')) as {
    build_timestamp: string
    validation: Record<string, unknown>
    package: Record<string, unknown>
    entrypoints: unknown[]
    plugwright: {
      plan: {
        entries: { path: string; from: string; why: string }[]
        excluded: { path: string; rule: string }[]
      }
      timings: Record<string, number>
      reproducible: string
      diagnostics: { code: string; file?: string }[]
    }
  }
}

describe('the package of crm', () => {
  test('holds what plugin.yaml says and nothing else, each with its reason', async () => {
    const { reportPath } = await packOne(copyCrm())
    const { entries, excluded } = readReport(reportPath).plugwright.plan
    const list = entries.map(({ path: name, why }) => `${name}  (${why})`)
    expect(list.toSorted()).toEqual([
      'CHANGELOG.md  (document)',
      'LICENSE  (document)',
      'README.md  (document)',
      'assets/logo.svg  (files: assets/**)',
      'backend/__init__.py  (routers)',
      'backend/cjs/body.cjs  (bundle server-cjs)',
      'backend/esm/routers/customers.js  (bundle server)',
      'backend/reports/__init__.py  (routers)',
      'backend/routers/__init__.py  (routers)',
      'backend/routers/reports.py  (routers)',
      'bin/export  (files: bin/*)',
      'dbt/dbt_project.yml  (dbt_workspace)',
      'dbt/models/customers.sql  (dbt_workspace)',
      'dbt/tests/positive.sql  (dbt_workspace)',
      'frontend/blocks/dashboard/pipeline.css  (bundle pages)',
      'frontend/blocks/dashboard/pipeline.js  (bundle pages)',
      'frontend/pages/customers/_id_.css  (bundle pages)',
      'frontend/pages/customers/_id_.js  (bundle pages)',
      'frontend/pages/customers/index.css  (bundle pages)',
      'frontend/pages/customers/index.js  (bundle pages)',
      'frontend/pages/index.css  (bundle pages)',
      'frontend/pages/index.js  (bundle pages)',
      'frontend/setup.css  (bundle pages)',
      'frontend/setup.js  (bundle pages)',
      'frontend/src/locales/de.json  (i18n)',
      'frontend/src/locales/en.json  (i18n)',
      'plugin.yaml  (plugin.yaml)',
    ])
    expect(excluded.map(({ path: name, rule }) => `${name}  (${rule})`)).toEqual([
      '.plugwright/  (own-output)',
      'assets/raw/logo.psd  (files: !assets/raw/**)',
      'backend/reports/test_reports.py  (tests)',
      'backend/routers/customers.ts  (bundled)',
      'dbt/target/manifest.json  (dbt-output)',
      'frontend/src/blocks/dashboard/pipeline.tsx  (bundled)',
      'frontend/src/pages/customers/[id].tsx  (bundled)',
      'frontend/src/pages/customers/index.tsx  (bundled)',
      'frontend/src/pages/index.tsx  (bundled)',
      'frontend/src/setup.ts  (bundled)',
      'notes.txt  (not-selected)',
      'package.json  (not-selected)',
    ])
  })

  test('has a manifest.json that the schema accepts and whose digests are those of the files', async () => {
    const dir = copyCrm()
    const extracted = extract((await packOne(dir)).path)
    const text = readFileSync(path.join(extracted, 'manifest.json'), 'utf8')
    const { packed, diagnostics } = parsePackedManifest(text)
    expect(diagnostics).toEqual([])
    expect(text.endsWith('}\n')).toBe(true)
    expect(Object.keys(packed ?? {})).toEqual([
      'format',
      'plugin',
      'frontend',
      'backend',
      'files',
      'treeDigest',
    ])
    expect(packed?.plugin).not.toHaveProperty('files')
    for (const { path: name, size, sha256, mode } of packed?.files ?? []) {
      const file = path.join(extracted, name)
      expect({ name, size, sha256 }).toEqual({
        name,
        size: statSync(file).size,
        sha256: sha256Of(readFileSync(file)),
      })
      expect((statSync(file).mode & 0o100) !== 0).toBe(mode === '0755')
    }
    const lines = packed?.files.map((one) => `${one.mode} ${one.size} ${one.sha256} ${one.path}\n`)
    expect(packed?.treeDigest).toBe(sha256Of(lines?.join('') ?? ''))
    expect(packed?.files.filter(({ mode }) => mode === '0755').map((one) => one.path)).toEqual(['bin/export'])
    expect(readFileSync(path.join(extracted, 'plugin.yaml'))).toEqual(
      readFileSync(path.join(dir, 'plugin.yaml')),
    )
  })

  test('names the built files of pages, blocks and routers', async () => {
    const extracted = extract((await packOne(copyCrm())).path)
    const { packed } = parsePackedManifest(readFileSync(path.join(extracted, 'manifest.json')))
    expect(packed?.frontend?.pages[2]).toEqual({
      module: 'frontend/src/pages/customers/[id].tsx',
      path: '/customers/:id',
      file: 'frontend/pages/customers/_id_.js',
      css: ['frontend/pages/customers/_id_.css'],
      imports: [],
    })
    expect(packed?.frontend?.external).toEqual(['react'])
    const files = {
      module: 'backend/routers/customers.ts',
      file: 'backend/esm/routers/customers.js',
      cjs: 'backend/cjs/body.cjs',
    }
    expect(packed?.backend?.routers).toEqual([
      { ...files, export: 'router', path: '/', permission: null },
      { ...files, export: 'admin', path: '/admin', permission: 'customer.edit' },
    ])
  })

  test('asks for bundles by plugin.yaml and package.json', async () => {
    const { requests } = await readBundleRequests({ dir: copyCrm() })
    const shared = [
      '@plugwright/react',
      '@plugwright/runtime',
      'lodash-es',
      'react',
      'react-dom',
      'svelte',
      'vue',
    ]
    const exported = [['router'], ['admin']]
    const entryPoints = [
      { name: 'routers/customers', module: 'backend/routers/customers.ts', exports: exported },
    ]
    const exports = [['default', 'mount']]
    const server = { entryPoints, css: 'file', external: ['@plugwright/router', 'lodash-es', 'react'] }
    expect(requests).toEqual([
      {
        id: 'pages',
        entryPoints: [
          { name: 'setup', module: 'frontend/src/setup.ts' },
          { name: 'pages/index', module: 'frontend/src/pages/index.tsx', exports },
          { name: 'pages/customers/index', module: 'frontend/src/pages/customers/index.tsx', exports },
          { name: 'pages/customers/_id_', module: 'frontend/src/pages/customers/[id].tsx', exports },
          {
            name: 'blocks/dashboard/pipeline',
            module: 'frontend/src/blocks/dashboard/pipeline.tsx',
            exports,
          },
        ],
        shape: 'pages',
        css: 'file',
        external: shared,
      },
      { id: 'server', shape: 'server-esm', ...server },
      { id: 'server-cjs', shape: 'server-cjs', ...server },
    ])
  })
})

describe('the bytes are the same', () => {
  // The compiled package, because the process has to have another umask and time zone.
  const script = `
    const { packPlugin } = await import(process.argv[1])
    const { packages, diagnostics } = await packPlugin({ dir: process.argv[2] })
    if (packages.length === 0) throw new Error(JSON.stringify(diagnostics))`
  const dist = new URL('../dist/index.js', import.meta.url).href

  test.runIf(process.platform !== 'win32')(
    'under another umask, time zone, locale, depth and with other dates',
    async () => {
      const dir = copyCrm()
      const first = await packOne(dir)
      const deep = path.join(makeFolder(), 'a', 'much', 'deeper', 'folder')
      mkdirSync(deep, { recursive: true })
      const copy = path.join(deep, 'crm')
      const shell =
        'umask 077 && cp -r "$1" "$2" && rm -rf "$2/dist" && node --input-type=module -e "$3" "$4" "$2"'
      const { stderr } = spawnSync('sh', ['-c', shell, 'sh', dir, copy, script, dist], {
        encoding: 'utf8',
        env: { ...process.env, TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' },
      })
      expect(stderr).toBe('')
      expect(statSync(path.join(copy, 'README.md')).mode & 0o777).toBe(0o600)
      const second = readFileSync(path.join(copy, 'dist', 'crm-0.1.0.plug'))
      expect(sha256Of(second)).toBe(first.sha256)
    },
  )

  test('when packed again over its own output, with other dates', async () => {
    const dir = copyCrm()
    const first = await packOne(dir)
    for (const name of readdirSync(dir)) utimesSync(path.join(dir, name), 1, 1)
    expect((await packOne(dir)).sha256).toBe(first.sha256)
    expect((await packOne(dir, { outputDir: dir })).sha256).toBe(first.sha256)
    expect((await packOne(dir, { outputDir: dir })).sha256).toBe(first.sha256)
  })
})

describe('what lies beside', () => {
  test.runIf(has('sha256sum'))('FILE.sha256 is what sha256sum -c reads', async () => {
    const { path: file, sidePaths } = await packOne(copyCrm())
    expect(sidePaths).toEqual([`${file}.sha256`])
    const { stdout } = spawnSync('sha256sum', ['-c', `${file}.sha256`], {
      cwd: path.dirname(file),
      encoding: 'utf8',
    })
    expect(stdout).toBe('crm-0.1.0.plug: OK\n')
  })

  test("the report has Betty's keys, the given time and no path of the machine", async () => {
    const dir = copyCrm()
    const { reportPath, sha256, md5, sizeInBytes } = await packOne(dir, { sourceDateEpoch: 1_000_000_000 })
    const report = readReport(reportPath)
    expect(Object.keys(report)).toEqual([
      'build_timestamp',
      'plugin',
      'validation',
      'package',
      'entrypoints',
      'plugwright',
    ])
    expect(report.build_timestamp).toBe('2001-09-09T01:46:40.000Z')
    expect(report.package).toEqual({
      path: 'crm-0.1.0.plug',
      size_bytes: sizeInBytes,
      size_human: `${(sizeInBytes / 1024).toFixed(2)} KB`,
      files_count: 28,
      format: 'tar.gz',
      checksums: { md5, sha256 },
    })
    expect(report.plugwright.reproducible).toBe(hasReferenceDeflate() ? 'bytes' : 'content')
    expect(Object.keys(report.plugwright.timings)).toEqual(['loadMs', 'bundleMs', 'planMs', 'archiveMs'])
    expect(readFileSync(reportPath, 'utf8')).not.toContain(path.dirname(dir))
  })

  test("Betty's commands are packed with their scripts and listed", async () => {
    const dir = makePlugin({ 'skills/a/a.py': 'print()' }, [
      'description: x',
      'commands: [{ name: a, handler: { runtime: python, script: skills/a/a.py } }]',
    ])
    const { reportPath } = await packOne(dir, { targets: ['plugwright'] })
    const { validation, entrypoints } = readReport(reportPath)
    expect(validation).toEqual({
      total_commands: 1,
      valid_entrypoints: 1,
      missing_files: [],
      has_errors: false,
    })
    expect(entrypoints).toEqual([
      { command: 'a', handler: 'skills/a/a.py', runtime: 'python', path: 'skills/a/a.py' },
    ])
  })
})

describe('targets and formats', () => {
  const listing: Target<{ title?: string }> = {
    name: 'listing',
    optionsSchema: {
      type: 'object',
      additionalProperties: false,
      properties: { title: { type: 'string' } },
    },
    formats: ['tar.gz'],
    fileName: ({ name }) => `${name}.tar.gz`,
    bundles: () => [],
    async plan({ manifest, select }) {
      const { files, excluded, diagnostics } = await select([{ glob: '**', why: 'all' }])
      const entries = files.map(({ path: from, why }) => ({ path: `${manifest.name}/${from}`, from, why }))
      return { entries, excluded, diagnostics }
    },
    check: () => [],
    control: ({ digests, options }) => [
      {
        path: 'LIST',
        bytes: Buffer.from(`${options.title}\n${digests.map((one) => one.path).join('\n')}\n`),
      },
    ],
    beside: ({ archive }) => [{ name: `${archive.fileName}.md5`, bytes: Buffer.from(archive.md5) }],
  }

  test('a target of the user has its own layout, control file and side file', async () => {
    const dir = makePlugin({ 'a.txt': '', 'src/b.ts': '' }, ['targets: { listing: { title: Files } }'])
    const { path: file, sidePaths, md5 } = await packOne(dir, { targets: [listing] })
    expect(path.basename(file)).toBe('demo.tar.gz')
    const list = readFileSync(path.join(extract(file), 'LIST'), 'utf8')
    expect(list).toBe('Files\ndemo/a.txt\ndemo/plugin.yaml\ndemo/src/b.ts\n')
    expect(sidePaths.map((side) => path.basename(side))).toEqual(['demo.tar.gz.sha256', 'demo.tar.gz.md5'])
    expect(readFileSync(`${file}.md5`, 'utf8')).toBe(md5)
  })

  test('several targets get a folder each', async () => {
    const dir = makePlugin({}, ['targets: { plugwright: {} }'])
    const outputDir = path.join(makeFolder(), 'out')
    const { packages } = await packPlugin({ dir, targets: ['plugwright', listing], outputDir })
    expect(packages.map(({ path: file }) => path.relative(outputDir, file))).toEqual([
      path.join('plugwright', 'demo-1.0.0.plug'),
      path.join('listing', 'demo.tar.gz'),
    ])
    for (const { path: file, reportPath, sidePaths } of packages) {
      for (const one of [file, reportPath, ...sidePaths]) expect(existsSync(one), one).toBe(true)
    }
  })

  test('PACK_UNKNOWN_TARGET is thrown, with the nearest name', async () => {
    const dir = makePlugin({})
    expect(await thrownBy(packPlugin({ dir, targets: ['plugwrite'] }))).toEqual({
      code: 'PACK_UNKNOWN_TARGET',
      hint: 'did you mean "plugwright"?',
    })
  })

  test('PACK_TARGETS_EMPTY is thrown: nothing would be packed', async () => {
    expect(await thrownBy(packPlugin({ dir: makePlugin({}), targets: [] }))).toMatchObject({
      code: 'PACK_TARGETS_EMPTY',
    })
  })

  test('PACK_NO_TARGET where plugin.yaml names no target that exists, with its place', async () => {
    const dir = makePlugin({}, ['targets: { plugwrigt: {} }'])
    expect(await problemsOf(dir)).toMatchObject([
      {
        code: 'PACK_NO_TARGET',
        hint: 'did you mean "plugwright"?',
        file: path.join(dir, 'plugin.yaml'),
        span: { start: { line: 3, column: 12 }, end: { line: 3, column: 21 } },
      },
    ])
  })

  test('PACK_TARGET_SKIPPED: a block of a target not known is a warning beside known ones', async () => {
    const dir = makePlugin({}, ['targets: { plugwright: {}, mainframe: {} }'])
    const { ok, diagnostics } = await packPlugin({ dir })
    expect(ok).toBe(true)
    expect(diagnostics).toMatchObject([
      { code: 'PACK_TARGET_SKIPPED', severity: 'warning', path: ['targets', 'mainframe'], span: at(3, 28) },
    ])
  })

  test('PACK_TARGET_OPTION: the schema of the target decides, and the nearest name is shown', async () => {
    const dir = makePlugin({}, ['targets: { listing: { titel: 1 } }'])
    expect(await problemsOf(dir, { targets: [listing] })).toMatchObject([
      {
        code: 'PACK_TARGET_OPTION',
        message: 'In the options of the target "listing", "titel" is not known.',
        hint: 'did you mean "title"?',
        path: ['targets', 'listing', 'titel'],
        span: at(3, 23),
      },
    ])
  })

  test('PACK_TARGET_OPTION: a format of plugin.yaml that the target does not have', async () => {
    const dir = makePlugin({}, ['targets:', '  plugwright:', '    formats: [tar.gz, tar.gs]'])
    const expected = [{ code: 'PACK_TARGET_OPTION', hint: 'did you mean "tar.gz"?', span: at(5, 23) }]
    expect(await problemsOf(dir)).toMatchObject(expected)
    const { manifest, file } = await loadManifest(dir)
    expect(await checkTargets({ manifest, manifestFile: file })).toMatchObject(expected)
  })

  test('PACK_UNKNOWN_FORMAT is thrown', async () => {
    const dir = makePlugin({})
    expect(await thrownBy(packPlugin({ dir, formats: ['tar.gs'] }))).toEqual({
      code: 'PACK_UNKNOWN_FORMAT',
      hint: 'did you mean "tar.gz"?',
    })
  })
})

describe('bundles', () => {
  test('PACK_BUNDLE_MISSING where nothing was built', async () => {
    expect(await codesOf(copyCrm())).toEqual([
      'PACK_BUNDLE_MISSING',
      'PACK_BUNDLE_MISSING',
      'PACK_BUNDLE_MISSING',
    ])
  })

  test.each([
    ['an input changed', 'frontend/src/setup.ts', 'its input frontend/src/setup.ts has changed since'],
    ['an output changed', '.plugwright/build/pages/setup.js', 'its output setup.js is not what was built'],
    ['a package became external', 'package.json', 'what is asked of it'],
  ])('PACK_STALE_BUNDLE where %s', async (_what, name, reason) => {
    const dir = copyCrm()
    await packOne(dir)
    writeFileSync(path.join(dir, name), '{ "peerDependencies": { "other": "1" } }')
    const [first, ...others] = await problemsOf(dir)
    expect(first).toMatchObject({
      code: 'PACK_STALE_BUNDLE',
      message: expect.stringContaining(reason) as string,
    })
    for (const { code } of others) expect(code).toBe('PACK_STALE_BUNDLE')
  })

  test('fresh ones are packed without a bundler', async () => {
    const dir = copyCrm()
    const { sha256 } = await packOne(dir)
    rmSync(path.join(dir, 'dist'), { recursive: true })
    const { packages } = await packPlugin({ dir })
    expect(packages[0]?.sha256).toBe(sha256)
  })

  test('problems of the bundler stop the pack', async () => {
    const problem = { code: 'X_BROKEN', severity: 'error', message: 'Broken.' } as const
    const bundler = { name: 'broken', bundle: () => Promise.resolve({ diagnostics: [problem] }) }
    expect(await problemsOf(copyCrm(), { bundler })).toEqual([problem])
  })

  test('PACK_PACKAGE_JSON: what is external cannot be known', async () => {
    expect(await codesOf(makePlugin({ 'package.json': '{ oops' }))).toEqual(['PACK_PACKAGE_JSON'])
  })
})

describe('refused', () => {
  test('a plugin.yaml with errors', async () => {
    expect(await codesOf(makePlugin({}, ['version: 2.0.0']))).not.toEqual([])
  })

  test('PACK_RESERVED_NAME, whatever its case', async () => {
    const dir = makePlugin({ 'signature.json': '', 'sub/manifest.json': '' }, ['files: ["*.json", sub/**]'])
    expect(await codesOf(dir)).toEqual(['PACK_RESERVED_NAME'])
    expect(await codesOf(makePlugin({ 'Signature.JSON': '' }, ['files: [Signature.JSON]']))).toEqual([
      'PACK_RESERVED_NAME',
    ])
  })

  test('ARCHIVE_ENTRY_NAME and ARCHIVE_ENTRY_COLLISION before anything is written', async () => {
    const dir = makePlugin({ 'a/nul.txt': '', 'a/X': '', 'a/x': '' }, ['files: [a/**]'])
    expect(await problemsOf(dir)).toMatchObject([
      { code: 'ARCHIVE_ENTRY_NAME', file: path.join(dir, 'a/nul.txt') },
      {
        code: 'ARCHIVE_ENTRY_COLLISION',
        file: path.join(dir, 'a/x'),
        related: [{ file: path.join(dir, 'a/X') }],
      },
    ])
  })

  test('PACK_FILES_PATTERN_UNUSED has the place of the pattern', async () => {
    const dir = makePlugin({ 'a.txt': '' }, ['files:', '  - a.txt', '  - b.txt', 'executable: ["*.sh"]'])
    expect(await problemsOf(dir)).toMatchObject([
      { code: 'PACK_FILES_PATTERN_UNUSED', path: ['files', 1], span: at(5, 5) },
      { code: 'PACK_FILES_PATTERN_UNUSED', path: ['executable', 0], span: at(6, 14) },
    ])
  })

  test('PACK_ENTRY_POINT_NOT_PACKED: a pattern takes out what plugin.yaml declares', async () => {
    const dir = copyCrm()
    const yaml = readFileSync(path.join(dir, 'plugin.yaml'), 'utf8')
    const files = 'files: ["!plugin.yaml", "!dbt/*.yml", "!backend/routers/**", bin/*]'
    writeFileSync(path.join(dir, 'plugin.yaml'), yaml.replace(/^files: .*$/m, files))
    const problems = await problemsOf(dir, { bundler: copyingBundler })
    // plugin.yaml itself is declared nowhere.
    const lines = problems.map(({ span }) => span && fromLine(dir, span.start.line))
    expect(lines).toEqual([
      undefined,
      expect.stringContaining('backend.routers.reports:router'),
      'dbt_workspace: dbt/',
    ])
    expect(problems.map(({ code, path: field, message }) => [code, field?.join('.'), message])).toEqual([
      [
        'PACK_ENTRY_POINT_NOT_PACKED',
        '',
        'The package needs plugin.yaml, and would not hold it: the rule "files: !plugin.yaml" takes it out.',
      ],
      [
        'PACK_ENTRY_POINT_NOT_PACKED',
        'routers.2',
        'The package needs backend/routers/reports.py, and would not hold it: the rule "files: !backend/routers/**" takes it out.',
      ],
      [
        'PACK_ENTRY_POINT_NOT_PACKED',
        'dbt_workspace',
        'The package needs dbt/dbt_project.yml, and would not hold it: the rule "files: !dbt/*.yml" takes it out.',
      ],
    ])
  })

  test('PACK_PRIVATE_KEY, also inside a bundle', async () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${'M'.repeat(64)}\n-----END PRIVATE KEY-----\n`
    expect(await codesOf(makePlugin({ 'docs/notes.md': key }, ['files: [docs/**]']))).toEqual([
      'PACK_PRIVATE_KEY',
    ])
    const page = `export default ${JSON.stringify(key)}`
    const dir = makePlugin({ 'frontend/src/pages/index.ts': page })
    expect(await codesOf(dir, { bundler: copyingBundler })).toEqual(['PACK_PRIVATE_KEY'])
  })

  test('a file that changes while it is read', async () => {
    const dir = makePlugin({ 'a.txt': 'before' }, ['files: [a.txt]'])
    const changing: Target = {
      name: 'changing',
      optionsSchema: {},
      formats: ['tar.gz'],
      fileName: () => 'x.tar.gz',
      bundles: () => [],
      plan: () => ({
        entries: [{ path: 'a.txt', from: 'a.txt', why: 'test' }],
        excluded: [],
        diagnostics: [],
      }),
      check: () => [],
      control: ({ dir: folder }) => {
        writeFileSync(path.join(folder, 'a.txt'), 'after!')
        return []
      },
    }
    expect(await codesOf(dir, { targets: [changing] })).toEqual(['ARCHIVE_FILE_CHANGED'])
    expect(readdirSync(dir).toSorted()).toEqual(['a.txt', 'plugin.yaml'])
  })

  test('PACK_FILE_SYSTEM: the output folder cannot be made', async () => {
    const dir = makePlugin({ blocked: '' })
    expect(await codesOf(dir, { outputDir: path.join(dir, 'blocked', 'out') })).toEqual(['PACK_FILE_SYSTEM'])
  })

  test.runIf(existsSync('/proc'))('PACK_FILE_SYSTEM: no folder can ever be made below /proc', async () => {
    const outputDir = '/proc/plugwright/out'
    expect(await problemsOf(makePlugin({}), { outputDir })).toMatchObject([
      {
        code: 'PACK_FILE_SYSTEM',
        file: '/proc/plugwright',
        message: expect.stringContaining('mkdir') as string,
      },
    ])
  })

  test('PACK_OUTPUT_NOT_A_FOLDER: the output folder is a file', async () => {
    const dir = makePlugin({})
    const outputDir = path.join(dir, 'plugin.yaml')
    expect(await problemsOf(dir, { outputDir })).toMatchObject([
      { code: 'PACK_OUTPUT_NOT_A_FOLDER', file: outputDir },
    ])
  })
})

describe('a failed pack', () => {
  test('leaves earlier packages and nothing else', async () => {
    const dir = makePlugin({ 'a/b/c.txt': 'first' }, ['files: [a/**]'])
    const { path: file } = await packOne(dir)
    const listBefore = readdirSync(path.join(dir, 'dist'))
    const before = readFileSync(file)
    const limits = { unpackedSizeInBytes: 10 }
    expect(await codesOf(dir, { limits })).toEqual(['ARCHIVE_LIMIT_EXCEEDED'])
    expect(readdirSync(path.join(dir, 'dist'))).toEqual(listBefore)
    expect(readFileSync(file)).toEqual(before)
  })

  test('makes no folder that was not there', async () => {
    const dir = makePlugin({})
    const parent = makeFolder()
    const outputDir = path.join(parent, 'a', 'b')
    await codesOf(dir, { outputDir, limits: { archiveSizeInBytes: 1 } })
    expect(readdirSync(parent)).toEqual([])
  })

  test('by abort rejects with the reason', async () => {
    const reason = new Error('stopped')
    const dir = makePlugin({})
    await expect(packPlugin({ dir, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(readdirSync(dir)).toEqual(['plugin.yaml'])
  })
})

describe('links and modes', () => {
  test('a link to a file inside is packed as that file, with its mode', async () => {
    const dir = makePlugin({ 'tools/run.sh': '#!/bin/sh\n' }, ['files: [bin/*]'])
    chmodSync(path.join(dir, 'tools/run.sh'), 0o711)
    mkdirSync(path.join(dir, 'bin'))
    symlinkSync('../tools/run.sh', path.join(dir, 'bin/run'))
    const file = path.join(extract((await packOne(dir)).path), 'bin/run')
    expect(readFileSync(file, 'utf8')).toBe('#!/bin/sh\n')
    expect(statSync(file).mode & 0o777 & ~0o022).toBe(0o755)
  })

  test.each([
    ['a folder', '../docs', 'leads to a folder'],
    ['a folder outside', '../..', 'leads out of the files'],
    ['a file outside', '/etc/hostname', 'leads out of the files'],
    ['git', '../.git/config', 'leads out of the files'],
    ['nothing', 'missing', 'leads nowhere'],
    ['itself', 'link', 'leads back to itself'],
  ])('PACK_LINK: a link to %s', async (_what, target, reason) => {
    const tree = { 'docs/a.md': '', '.git/config': '', 'assets/a.txt': '' }
    const dir = makePlugin(tree, ['files: [assets/**]'])
    symlinkSync(target, path.join(dir, 'assets/link'))
    const expected = { code: 'PACK_LINK', message: expect.stringContaining(reason) as string }
    expect(await problemsOf(dir)).toMatchObject([expected])
  })

  test('a bad link that is not picked harms nobody', async () => {
    const dir = makePlugin({ 'assets/a.txt': '' }, ['files: [assets/**, "!assets/link"]'])
    symlinkSync('../..', path.join(dir, 'assets/link'))
    symlinkSync('nowhere', path.join(dir, 'other'))
    expect((await packPlugin({ dir })).diagnostics).toEqual([])
  })

  test('a plugin folder that is itself reached by a link gives the same bytes', async () => {
    const dir = copyCrm()
    const { sha256 } = await packOne(dir)
    const link = path.join(makeFolder(), 'crm')
    symlinkSync(dir, link)
    expect((await packOne(link)).sha256).toBe(sha256)
  })
})

test('a plugin.yaml given by its file is packed as plugin.yaml', async () => {
  const dir = makePlugin({})
  cpSync(path.join(dir, 'plugin.yaml'), path.join(dir, 'other.yaml'))
  rmSync(path.join(dir, 'plugin.yaml'))
  const { path: file } = await packOne(path.join(dir, 'other.yaml'))
  expect(readdirSync(extract(file)).toSorted()).toEqual(['manifest.json', 'plugin.yaml'])
})

test('a relative folder is resolved', async () => {
  const dir = writeTree(makePlugin({}), {})
  const { path: file } = await packOne(path.relative(process.cwd(), dir))
  expect(file).toBe(path.join(dir, 'dist', 'demo-1.0.0.plug'))
})
