import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { readArchiveFiles } from '@plugwright/archive'
import { afterEach, describe, expect, test } from 'vitest'
import { packPlugin } from '../../index.ts'
import {
  copyingBundler,
  makeFolder,
  makePlugin,
  removeFolders,
  writeTree,
} from '../../plugin-folder.test.kit.ts'
import { makeBeam, makeCallback, type TestTerm } from './beam-file.test.kit.ts'

afterEach(removeFolders)

const LIB = '_build/default/lib'

/** What `manifest/0` of the plugin `demo` gives when all is well. */
const MANIFEST = { name: 'demo', version: '1.0.0', min_sdk_version: '0.1.0' }

const block = (...options: readonly string[]): string[] => [
  'targets:',
  '  hecate:',
  '    callback_module: demo_plugin',
  '    min_sdk_version: 0.1.0',
  ...options.map((option) => `    ${option}`),
]

/** An application of rebar3's output. */
function app(
  name: string,
  modules: Readonly<Record<string, Uint8Array>>,
): Record<string, Uint8Array | string> {
  const ebin = `${LIB}/${name}/ebin`
  const beams = Object.entries(modules).map(([module, bytes]) => [`${ebin}/${module}.beam`, bytes] as const)
  return { ...Object.fromEntries(beams), [`${ebin}/${name}.app`]: `{application, ${name}, []}.\n` }
}

const plain = (module: string): Buffer => makeBeam({ module, exports: ['run/0'] })

const callback = (constants: Readonly<Record<string, TestTerm>> = {}): Buffer =>
  makeCallback('demo_plugin', { manifest: MANIFEST, static_dir: { atom: 'none' }, ...constants })

async function pack(dir: string) {
  const { packages, diagnostics, ok } = await packPlugin({
    dir,
    targets: ['hecate'],
    bundler: copyingBundler,
  })
  return { ok, diagnostics, file: packages[0]?.path ?? '', reportPath: packages[0]?.reportPath ?? '' }
}

async function codesOf(dir: string): Promise<string[]> {
  return (await pack(dir)).diagnostics.map(({ code }) => code)
}

async function listing(file: string): Promise<string[]> {
  const { stdout, status } = spawnSync('tar', ['-tzf', file], { encoding: 'utf8' })
  expect(status).toBe(0)
  return stdout.trimEnd().split('\n')
}

async function manifestOf(file: string): Promise<Record<string, unknown>> {
  const files = await readArchiveFiles(file, ['manifest.json'])
  return JSON.parse(new TextDecoder().decode(files.get('manifest.json'))) as Record<string, unknown>
}

function planOf(reportPath: string) {
  const report = JSON.parse(readFileSync(reportPath, 'utf8')) as {
    plugwright: { plan: { excluded: { path: string; rule: string }[] } }
  }
  return report.plugwright.plan
}

describe('a package', () => {
  test('has the modules of all applications in one folder, and nothing of the SDK', async () => {
    const dir = makePlugin(
      {
        ...app('demo', { demo_plugin: callback() }),
        ...app('project_items', { project_items: plain('project_items') }),
        ...app('jsx', { jsx: plain('jsx') }),
        ...app('cowboy', { cowboy: plain('cowboy') }),
        ...app('hecate_sdk', { hecate_plugin: plain('hecate_plugin') }),
        [`${LIB}/cowboy/src/cowboy.erl`]: '',
      },
      block(),
    )
    const { diagnostics, file, reportPath } = await pack(dir)
    expect(diagnostics).toEqual([])
    expect(path.basename(file)).toBe('demo.tar.gz')
    expect(await listing(file)).toEqual([
      'manifest.json',
      'ebin/demo.app',
      'ebin/demo_plugin.beam',
      'ebin/jsx.app',
      'ebin/jsx.beam',
      'ebin/project_items.app',
      'ebin/project_items.beam',
    ])
    expect(planOf(reportPath).excluded.filter(({ rule }) => rule === 'sdk-provided')).toEqual([
      { path: `${LIB}/cowboy/`, rule: 'sdk-provided' },
      { path: `${LIB}/hecate_sdk/`, rule: 'sdk-provided' },
    ])
  })

  test('leaves out what a newer SDK says it needs', async () => {
    const dir = makePlugin(
      {
        ...app('demo', { demo_plugin: callback() }),
        ...app('new_platform', { new_platform: plain('new_platform') }),
        ...app('deeper', { deeper: plain('deeper') }),
        [`${LIB}/hecate_sdk/ebin/hecate_sdk.app`]:
          '{application,hecate_sdk,[{applications,[kernel,new_platform]}]}.',
        [`${LIB}/new_platform/ebin/new_platform.app`]:
          '{application,new_platform,[{applications,[deeper]}]}.',
      },
      block(),
    )
    expect(await listing((await pack(dir)).file)).toEqual([
      'manifest.json',
      'ebin/demo.app',
      'ebin/demo_plugin.beam',
    ])
  })

  test('has the fields of the guide first, then those of real apps, then further ones', async () => {
    const manifest = { ...MANIFEST, tag: 'demo-studio', display_name: 'Demo' }
    const dir = makePlugin(app('demo', { demo_plugin: callback({ manifest }) }), [
      'display_name: Demo',
      'description: { de: Probe, en: A demo }',
      'icon: puzzle-piece',
      'license: MIT',
      'repository: https://code.test/demo',
      ...block(
        'tag: demo-studio',
        'trust_level: untrusted',
        'min_daemon_version: 0.14.0',
        'file_types: [{ type: demo, label: Demo, icon: x, can_create: true, import_extensions: [.demo] }]',
        'appstore: { org: acme, tags: "a,b", fee_cents: 0 }',
        'fields: { channel: beta }',
      ),
    ])
    const written = await manifestOf((await pack(dir)).file)
    expect(Object.entries(written)).toEqual([
      ['name', 'demo'],
      ['version', '1.0.0'],
      ['callback_module', 'demo_plugin'],
      ['description', 'A demo'],
      ['icon', 'puzzle-piece'],
      ['plugin_type', 'in_vm'],
      ['min_sdk_version', '0.1.0'],
      ['display_name', 'Demo'],
      ['tag', 'demo-studio'],
      ['repository', 'https://code.test/demo'],
      ['license', 'MIT'],
      ['trust_level', 'untrusted'],
      ['permissions', []],
      [
        'file_types',
        [{ type: 'demo', label: 'Demo', icon: 'x', can_create: true, import_extensions: ['.demo'] }],
      ],
      ['min_daemon_version', '0.14.0'],
      ['appstore', { org: 'acme', tags: 'a,b', fee_cents: 0 }],
      ['channel', 'beta'],
    ])
  })

  test("is found in Hecate's own layout, the Erlang part in a folder, with what rebar3 links", async () => {
    const files = { ...app('demo', { demo_plugin: callback({ static_dir: 'priv/static' }) }) }
    const inFolder = Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [`demod/${name}`, bytes]),
    )
    const dir = makePlugin(
      {
        ...inFolder,
        'demod/priv/static/component.js': 'customElements.define("demo-studio", X)',
        'other/priv/static/x.js': '',
      },
      block('tag: demo-studio'),
    )
    symlinkSync('../../../../priv', path.join(dir, `demod/${LIB}/demo/priv`))
    const { file, diagnostics } = await pack(dir)
    expect(diagnostics.map(({ code }) => code)).toEqual(['HECATE_MANIFEST_INCOMPLETE'])
    expect(await listing(file)).toEqual([
      'manifest.json',
      'ebin/demo.app',
      'ebin/demo_plugin.beam',
      'priv/static/component.js',
    ])
  })

  test('takes folders that `ebin` names, and files that `files` names', async () => {
    const dir = makePlugin(
      {
        'out/ebin/demo_plugin.beam': callback(),
        'priv/schema.json': '{}',
        ...app('skipped', { skipped: plain('skipped') }),
      },
      ['files: [priv/schema.json]', ...block('ebin: [./out/ebin/]')],
    )
    expect(await listing((await pack(dir)).file)).toEqual([
      'manifest.json',
      'ebin/demo_plugin.beam',
      'priv/schema.json',
    ])
  })

  test('is the same bytes at another depth', async () => {
    const dir = makePlugin(app('demo', { demo_plugin: callback() }), block())
    const deep = path.join(makeFolder(), 'a/b/c/demo')
    cpSync(dir, deep, { recursive: true })
    const [near, far] = [await pack(dir), await pack(deep)]
    expect(readFileSync(far.file)).toEqual(readFileSync(near.file))
  })
})

describe('a frontend', () => {
  const withTag = callback({ manifest: { ...MANIFEST, tag: 'demo-studio' }, static_dir: 'priv/static' })

  test('is one module under the name that hecate-web asks for', async () => {
    const dir = makePlugin(
      {
        ...app('demo', { demo_plugin: withTag }),
        'frontend/src/component.js': 'customElements.define("demo-studio", X)',
      },
      block('frontend: component', 'tag: demo-studio'),
    )
    const { file, diagnostics } = await pack(dir)
    expect(diagnostics).toEqual([])
    expect((await listing(file)).at(-1)).toBe('priv/static/component.js')
  })

  test('may be another module', async () => {
    const dir = makePlugin(
      {
        ...app('demo', { demo_plugin: withTag }),
        'web/studio.ts': 'customElements.define("demo-studio", X)',
      },
      block('frontend: { component: ./web/studio.ts }'),
    )
    expect((await listing((await pack(dir)).file)).at(-1)).toBe('priv/static/component.js')
  })

  test('may be any built site', async () => {
    const dir = makePlugin(
      {
        ...app('demo', { demo_plugin: withTag }),
        'frontend/build/component.js': 'customElements.define("demo-studio", X)',
        'frontend/build/assets/logo.svg': '<svg/>',
      },
      block('frontend: { dir: frontend/build/ }'),
    )
    const { file, diagnostics } = await pack(dir)
    expect(diagnostics).toEqual([])
    expect((await listing(file)).slice(3)).toEqual([
      'priv/static/assets/logo.svg',
      'priv/static/component.js',
    ])
  })

  test.each<[string, string[], Record<string, string>, Buffer]>([
    ['HECATE_FRONTEND_MISSING', ['frontend: { dir: frontend/build }'], {}, callback()],
    ['HECATE_FRONTEND_MISSING', ['frontend: component'], {}, callback()],
    ['HECATE_FRONTEND_MISSING', ['frontend: { component: web/studio.ts }'], {}, callback()],
    ['HECATE_COMPONENT_MISSING', ['frontend: { dir: site }'], { 'site/index.html': '' }, withTag],
    [
      'HECATE_TAG_NOT_DEFINED',
      ['frontend: component'],
      { 'frontend/src/component.ts': 'customElements.define("demo-studios", X)' },
      withTag,
    ],
    [
      'HECATE_TAG_MISSING',
      ['frontend: component'],
      { 'frontend/src/component.ts': 'customElements.define("demo-studio", X)' },
      makeCallback('demo_plugin', { static_dir: 'priv/static' }),
    ],
    ['HECATE_STATIC_DIR', [], {}, callback({ static_dir: 'priv/static' })],
    [
      'HECATE_STATIC_DIR',
      [],
      { 'priv/static/component.js': 'customElements.define("demo-studio", X)' },
      callback({ manifest: { ...MANIFEST, tag: 'demo-studio' } }),
    ],
  ])('%s %j', async (...[code, options, files, beam]) => {
    const dir = makePlugin({ ...app('demo', { demo_plugin: beam }), ...files }, block(...options))
    expect((await codesOf(dir)).filter((one) => one !== 'HECATE_NOT_READABLE')).toEqual([code])
  })

  test('that would load files beside it is refused', async () => {
    const dir = makePlugin(
      {
        ...app('demo', { demo_plugin: withTag }),
        'frontend/src/component.ts': 'customElements.define("demo-studio", X)',
      },
      block('frontend: component'),
    )
    const beside: typeof copyingBundler = {
      name: 'beside',
      // As a bundler would that leaves chunks: the copying one gives pages a style sheet.
      bundle: async (requests, context) => {
        await copyingBundler.bundle(requests, context)
        const file = path.join(context.dir, '.plugwright/build/component/build.json')
        const build = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
        writeTree(path.dirname(file), { 'build.json': JSON.stringify({ ...build, external: ['react'] }) })
        return { diagnostics: [] }
      },
    }
    const { diagnostics } = await packPlugin({ dir, targets: ['hecate'], bundler: beside })
    expect(diagnostics.map(({ code }) => code)).toEqual(['HECATE_COMPONENT_NOT_ALONE'])
    expect(diagnostics[0]?.message).toContain('react')
  })
})

describe('problems', () => {
  test('a dependency that comes through the SDK, with its place', async () => {
    const config = '{deps, [\n    {hecate_sdk, "0.1.0"},\n    {cowboy, "2.12.0"},\n    {jsx, "3.1.0"}\n]}.\n'
    const dir = makePlugin({ ...app('demo', { demo_plugin: callback() }), 'rebar.config': config }, block())
    const { ok, diagnostics } = await pack(dir)
    expect(ok).toBe(false)
    expect(diagnostics).toMatchObject([
      {
        code: 'HECATE_SDK_DEPENDENCY',
        file: path.join(dir, 'rebar.config'),
        span: { start: { line: 3, column: 6 } },
        hint: 'depend on hecate_sdk only, and on libraries that are not in it.',
      },
    ])
  })

  test('the same of an application of an umbrella, but not of a dependency', async () => {
    const config = '{deps, [evoq]}.\n'
    const dir = makePlugin(
      {
        ...app('demo', { demo_plugin: callback() }),
        'apps/guide_items/rebar.config': config,
        [`${LIB}/jsx/rebar.config`]: config,
      },
      block(),
    )
    expect((await pack(dir)).diagnostics.map(({ file }) => file)).toEqual([
      path.join(dir, 'apps/guide_items/rebar.config'),
    ])
  })

  test('two applications with one module name', async () => {
    const dir = makePlugin(
      {
        ...app('demo', { demo_plugin: callback(), store: plain('store') }),
        ...app('other', { store: plain('store') }),
      },
      block(),
    )
    const [problem, ...others] = (await pack(dir)).diagnostics
    expect(others).toEqual([])
    expect(problem?.code).toBe('HECATE_MODULE_TWICE')
    expect(problem?.message).toContain(`${LIB}/demo/ebin/store.beam and ${LIB}/other/ebin/store.beam`)
  })

  test.each<[string, Record<string, Uint8Array | string>]>([
    ['HECATE_NO_MODULES', {}],
    ['HECATE_NO_MODULES', app('cowboy', { cowboy: plain('cowboy') })],
    ['HECATE_CALLBACK_NOT_PACKED', app('demo', { demo_plugins: plain('demo_plugins') })],
    ['HECATE_BEAM_INVALID', app('demo', { demo_plugin: Buffer.from('no beam') })],
    ['HECATE_BEAM_INVALID', app('demo', { demo_plugin: callback(), other: callback().subarray(0, 90) })],
    ['HECATE_BEAM_MODULE', app('demo', { demo_plugin: plain('demo') })],
    [
      'HECATE_CALLBACK_EXPORTS',
      app('demo', { demo_plugin: makeBeam({ module: 'demo_plugin', exports: ['init/1'] }) }),
    ],
    ['PACK_RESERVED_NAME', { ...app('demo', { demo_plugin: callback() }), 'signature.json': '{}' }],
    ['HECATE_RESERVED_FOLDER', { ...app('demo', { demo_plugin: callback() }), 'sqlite/demo.db': '' }],
    ['HECATE_RESERVED_FOLDER', { ...app('demo', { demo_plugin: callback() }), 'reckon-db/a': '' }],
    ['HECATE_RESERVED_FOLDER', { ...app('demo', { demo_plugin: callback() }), 'run/demo.pid': '' }],
  ])('%s', async (code, files) => {
    const extra = ['signature.json', 'sqlite/demo.db', 'reckon-db/a', 'run/demo.pid'].filter(
      (name) => name in files,
    )
    const dir = makePlugin(files, [...(extra.length > 0 ? [`files: [${extra.join()}]`] : []), ...block()])
    const { ok, diagnostics } = await pack(dir)
    expect(ok).toBe(false)
    expect(diagnostics.map((problem) => problem.code)).toEqual([code])
    expect(readdirSync(dir)).not.toContain('dist')
  })

  test('a missing callback is suggested, and missing functions are named', async () => {
    const near = makePlugin(app('demo', { demo_plugins: plain('demo_plugins') }), block())
    expect((await pack(near)).diagnostics[0]?.hint).toBe('did you mean "demo_plugins"?')
    const beam = makeBeam({ module: 'demo_plugin', exports: ['init/1', 'manifest/0', 'routes/1'] })
    const bare = makePlugin(app('demo', { demo_plugin: beam }), block())
    expect((await pack(bare)).diagnostics[0]?.message).toContain('routes/0, store_config/0, static_dir/0')
  })

  test('a block without callback_module, or with a slip of the pen', async () => {
    const none = makePlugin({}, ['targets: { hecate: {} }'])
    expect(await codesOf(none)).toEqual(['PACK_TARGET_OPTION'])
    const slip = makePlugin({}, block('tags: a'))
    expect((await pack(slip)).diagnostics).toMatchObject([
      { code: 'PACK_TARGET_OPTION', hint: 'did you mean "tag"?' },
    ])
    const noHyphen = makePlugin({}, block('tag: studio'))
    expect(await codesOf(noHyphen)).toEqual(['PACK_TARGET_OPTION'])
    const outside = makePlugin({}, block('frontend: { dir: ../build }'))
    expect((await codesOf(outside)).every((code) => code === 'PACK_TARGET_OPTION')).toBe(true)
  })
})

describe('warnings, and the package is made', () => {
  test.each<[string, Buffer]>([
    ['HECATE_MANIFEST_DIFFERS', callback({ manifest: { ...MANIFEST, version: '0.9.0' } })],
    ['HECATE_MANIFEST_INCOMPLETE', callback({ manifest: { name: 'demo', version: '1.0.0' } })],
    ['HECATE_NOT_READABLE', makeCallback('demo_plugin')],
    [
      'HECATE_FLAG_MAPS_MISSING',
      makeBeam({
        module: 'demo_plugin',
        exports: ['init/1', 'routes/0', 'store_config/0'],
        constants: { manifest: MANIFEST, static_dir: { atom: 'none' } },
      }),
    ],
  ])('%s', async (code, beam) => {
    const { ok, diagnostics } = await pack(makePlugin(app('demo', { demo_plugin: beam }), block()))
    expect(ok).toBe(true)
    expect(diagnostics.map((problem) => problem.code)).toEqual([code])
  })

  test('both values of what differs are shown; the order of maps is no difference', async () => {
    const manifest = { ...MANIFEST, version: '0.9.0', appstore: { fee_cents: 0, org: 'acme' } }
    const dir = makePlugin(
      app('demo', { demo_plugin: callback({ manifest }) }),
      block('appstore: { org: acme, fee_cents: 0 }'),
    )
    expect((await pack(dir)).diagnostics[0]?.message).toBe(
      'The manifest and demo_plugin:manifest/0 disagree: version is "1.0.0" in the one and "0.9.0" in the other.',
    )
  })

  test('HECATE_MIN_SDK_VERSION, with the version that manifest/0 gives', async () => {
    const lines = block().filter((line) => !line.includes('min_sdk_version'))
    const { ok, diagnostics } = await pack(makePlugin(app('demo', { demo_plugin: callback() }), lines))
    expect(ok).toBe(true)
    expect(diagnostics).toMatchObject([
      { code: 'HECATE_MIN_SDK_VERSION', hint: 'set `min_sdk_version: 0.1.0`, as manifest/0 gives it.' },
    ])
  })

  test('HECATE_BEAM_STALE for modules of the project, and not for a dependency of the same name', async () => {
    const dir = makePlugin(
      {
        ...app('demo', { demo_plugin: callback(), demo_store: plain('demo_store') }),
        ...app('guide', { guide: plain('guide') }),
        'src/demo_plugin.erl': '',
        'src/deep/demo_store.erl': '',
        'apps/guide/src/guide.erl': '',
        'test/guide.erl': '',
      },
      block(),
    )
    const [compiled, edited] = [new Date('2024-01-01T00:00:00Z'), new Date('2024-01-01T00:01:00Z')]
    for (const file of ['demo/ebin/demo_plugin.beam', 'demo/ebin/demo_store.beam', 'guide/ebin/guide.beam'])
      utimesSync(path.join(dir, LIB, file), compiled, compiled)
    for (const file of ['src/demo_plugin.erl', 'src/deep/demo_store.erl'])
      utimesSync(path.join(dir, file), edited, edited)
    utimesSync(path.join(dir, 'apps/guide/src/guide.erl'), compiled, compiled)
    const { ok, diagnostics } = await pack(dir)
    expect(ok).toBe(true)
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      [
        'HECATE_BEAM_STALE',
        'The module ebin/demo_plugin.beam is older than its source src/demo_plugin.erl, and so is 1 other; it is packed as it is.',
      ],
    ])
  })
})

function makeApp(content: string): string {
  const beam = callback({ manifest: { ...MANIFEST, tag: 'demo-studio' }, static_dir: 'priv/static' })
  return writeTree(path.join(makeFolder(), 'anything'), {
    'manifest.json': content,
    ...app('demo', { demo_plugin: beam }),
    'priv/static/component.js': 'customElements.define("demo-studio", X)',
  })
}

describe('an app of Hecate, with a manifest.json and no plugin.yaml', () => {
  const manifest = {
    name: 'demo',
    display_name: 'Demo',
    version: '1.0.0',
    icon: 'pencil2',
    description: 'Document Editor',
    callback_module: 'demo_plugin',
    plugin_type: 'in_vm',
    tag: 'demo-studio',
    trust_level: 'untrusted',
    permissions: [],
    license: 'Apache-2.0',
    appstore: { org: 'acme', tags: 'editor,office', license_type: 'free' },
    channel: 'beta',
  }

  test.each(['', '/manifest.json'])('is packed with all its fields (%j)', async (below) => {
    const { ok, diagnostics, file } = await pack(makeApp(JSON.stringify(manifest)) + below)
    expect(diagnostics.map(({ code }) => code)).toEqual(['HECATE_MIN_SDK_VERSION'])
    expect(ok).toBe(true)
    expect(await manifestOf(file)).toEqual(manifest)
    expect(await listing(file)).toEqual([
      'manifest.json',
      'ebin/demo.app',
      'ebin/demo_plugin.beam',
      'priv/static/component.js',
    ])
  })

  test('is the default target then', async () => {
    const { packages } = await packPlugin({ dir: makeApp(JSON.stringify(manifest)) })
    expect(packages.map(({ target }) => target)).toEqual(['hecate'])
  })

  test('with wrong fields is refused like a plugin.yaml, at the file', async () => {
    const dir = makeApp(JSON.stringify({ ...manifest, version: 1 }))
    const [problem] = (await pack(dir)).diagnostics
    expect(problem).toMatchObject({
      severity: 'error',
      file: path.join(dir, 'manifest.json'),
      path: ['version'],
    })
    expect(problem).not.toHaveProperty('span')
  })

  test.each([
    ['another kind', '{"name":"demo","version":"1.0.0","plugin_type":"container"}'],
    ['no JSON', '{'],
    ['no object', '[]'],
  ])('of %s is no plugin', async (_name, content) => {
    expect(await codesOf(makeApp(content))).toEqual(['MANIFEST_NOT_FOUND'])
  })

  test('gives way to a plugin.yaml', async () => {
    const dir = makeApp(JSON.stringify({ ...manifest, name: 'wrong' }))
    writeTree(dir, {
      'plugin.yaml': ['name: demo', 'version: 1.0.0', ...block('tag: demo-studio'), ''].join('\n'),
    })
    const { file } = await pack(dir)
    expect(await manifestOf(file)).toMatchObject({ name: 'demo', min_sdk_version: '0.1.0' })
    rmSync(path.join(dir, 'plugin.yaml'))
    expect((await pack(dir)).file).toContain('wrong.tar.gz')
  })
})
