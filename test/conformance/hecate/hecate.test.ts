import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { listFiles, readText, root } from '../../repository.ts'

const bin = join(root, 'packages/cli/dist/bin.js')
const example = join(root, 'examples/targets/hecate')
const isThere = (tool: string, flag: string): boolean => spawnSync(tool, [flag]).error === undefined
const python = isThere('python3', '--version')
const tar = isThere('tar', '--version')
// The escript of a real Erlang, and its compiler.
const erlang = isThere('escript', '--version') && isThere('erlc', '-help')
const NO_ERLANG = 'Erlang is not on PATH'

/** What the package of the example holds. */
const GOLDEN = [
  'manifest.json',
  'ebin/notes.app',
  'ebin/notes_api.beam',
  'ebin/notes_plugin.beam',
  'ebin/project_notes.app',
  'ebin/project_notes.beam',
  'priv/static/component.js',
]

let folder: string
let dir: string
let archive: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plugwright-hecate-'))
  dir = copyExample('plugin')
  const { status, value } = build(dir)
  expect({ status, diagnostics: value.diagnostics }).toEqual({ status: 0, diagnostics: [] })
  archive = value.packages[0]?.path ?? ''
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Built {
  readonly diagnostics: readonly { readonly code: string; readonly severity: string }[]
  readonly packages: readonly { readonly path: string }[]
}

function build(...args: string[]): { status: number | null; value: Built } {
  const { status, stdout } = spawnSync(process.execPath, [bin, 'build', ...args, '--json'], {
    encoding: 'utf8',
  })
  return { status, value: JSON.parse(stdout) as Built }
}

function copyExample(place: string): string {
  const copy = join(folder, place)
  cpSync(example, copy, {
    recursive: true,
    preserveTimestamps: true,
    filter: (file) => !/[/\\](?:node_modules|dist|\.plugwright|\.turbo)$/.test(file),
  })
  return copy
}

function write(base: string, files: Readonly<Record<string, string>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(base, name)), { recursive: true })
    writeFileSync(join(base, name), content)
  }
  return base
}

/** What the stand-in loader prints, line by line. */
function load(file: string, callback: string, init: 'init' | 'no-init'): string[] {
  const place = mkdtempSync(join(folder, 'installed-'))
  const script = join(import.meta.dirname, 'load-plugin.escript')
  return execFileSync('escript', [script, file, place, callback, init], { encoding: 'utf8' })
    .trimEnd()
    .split('\n')
}

describe('the package of the example', () => {
  test('lists what it should', ({ skip }) => {
    skip(!tar, 'tar is not on PATH')
    expect(execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' }).trimEnd().split('\n')).toEqual(GOLDEN)
  })

  test('has the manifest of the guide', ({ skip }) => {
    skip(!tar, 'tar is not on PATH')
    const text = execFileSync('tar', ['-xzOf', archive, 'manifest.json'], { encoding: 'utf8' })
    expect(JSON.parse(text)).toMatchObject({
      name: 'notes',
      version: '0.1.0',
      callback_module: 'notes_plugin',
      plugin_type: 'in_vm',
      min_sdk_version: '0.1.0',
      icon: 'sticky-note',
      description: 'Short notes, kept in memory',
    })
  })

  test('is read by Python, and so are the chunks of its modules', ({ skip }) => {
    skip(!python, 'python3 is not on PATH')
    const script = join(import.meta.dirname, 'beam-modules.py')
    const modules = JSON.parse(execFileSync('python3', [script, archive], { encoding: 'utf8' })) as Record<
      string,
      [string, string[]]
    >
    expect(Object.entries(modules).map(([file, [module]]) => [file, module])).toEqual([
      ['ebin/notes_api.beam', 'notes_api'],
      ['ebin/notes_plugin.beam', 'notes_plugin'],
      ['ebin/project_notes.beam', 'project_notes'],
    ])
    expect(modules['ebin/notes_plugin.beam']?.[1]).toEqual(
      expect.arrayContaining([
        'flag_maps/0',
        'init/1',
        'manifest/0',
        'routes/0',
        'static_dir/0',
        'store_config/0',
      ]),
    )
  })

  test('is loaded by a real Erlang', ({ skip }) => {
    skip(!erlang, NO_ERLANG)
    expect(load(archive, 'notes_plugin', 'init')).toEqual([
      'modules [notes_api,notes_plugin,project_notes]',
      'applications [notes,project_notes]',
      'manifest notes 0.1.0 notes-studio',
      'routes ["/notes"]',
      'component true',
      'running true',
    ])
  })

  test('is the same at another depth', () => {
    const { value } = build(copyExample('far/down/in/a/tree'))
    expect(readFileSync(value.packages[0]?.path ?? '')).toEqual(readFileSync(archive))
  })

  test('has a component that defines its element wherever it is loaded from', async ({ skip }) => {
    skip(!tar, 'tar is not on PATH')
    const component = join(folder, 'component')
    mkdirSync(component)
    execFileSync('tar', ['-xzf', archive, '-C', component])
    const text = readFileSync(join(component, 'priv/static/component.js'), 'utf8')
    const defined: string[] = []
    const styles: string[] = []
    vi.stubGlobal('HTMLElement', Object)
    vi.stubGlobal('customElements', { define: (tag: string) => defined.push(tag) })
    const head = { append: (style: { textContent: string }) => styles.push(style.textContent) }
    vi.stubGlobal('document', { createElement: Object, head })
    try {
      // As in a blob: URL, nothing is beside it.
      await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`)
    } finally {
      vi.unstubAllGlobals()
    }
    expect(defined).toEqual(['notes-studio'])
    expect(styles).toEqual([expect.stringContaining('notes-studio{display:grid')])
  })
})

const source = (manifest: string): string => `-module(demo_plugin).
-export([init/1, manifest/0, routes/0, store_config/0, static_dir/0, flag_maps/0]).
init(_) -> {ok, #{}}.
manifest() -> ${manifest}.
routes() -> [].
store_config() -> none.
static_dir() -> none.
flag_maps() -> #{}.
`

function compile(name: string, manifest: string, flags: readonly string[] = []): string {
  const base = write(join(folder, name), {
    'src/demo_plugin.erl': source(manifest),
    'plugin.yaml':
      'name: demo\nversion: 1.0.0\ntargets: { hecate: { callback_module: demo_plugin, min_sdk_version: 0.1.0 } }\n',
  })
  const ebin = join(base, '_build/default/lib/demo/ebin')
  mkdirSync(ebin, { recursive: true })
  execFileSync('erlc', [...flags, '-o', ebin, join(base, 'src/demo_plugin.erl')])
  return base
}

describe('modules of a real compiler', () => {
  const literal = '#{name => <<"demo">>, version => <<"1.0.0">>, min_sdk_version => <<"0.1.0">>}'

  test.for<[string, string, string[], string[]]>([
    ['plain', literal, [], []],
    ['compressed', literal, ['+compressed'], []],
    ['with debug information', literal, ['+debug_info'], []],
    ['another version', literal.replace('1.0.0', '1.0.1'), [], ['HECATE_MANIFEST_DIFFERS']],
    ['computed', 'maps:from_list([{name, <<"demo">>}])', [], ['HECATE_NOT_READABLE']],
  ])('%s', ([name, manifest, flags, codes], { skip }) => {
    skip(!erlang, NO_ERLANG)
    const { status, value } = build(compile(name.replaceAll(' ', '-'), manifest, flags))
    expect(status).toBe(0)
    expect(value.diagnostics.map(({ code }) => code)).toEqual(codes)
  })

  test('an app of Hecate without plugin.yaml is packed and loaded', ({ skip }) => {
    skip(!erlang, NO_ERLANG)
    const base = compile('app', literal.replace('}', ', tag => <<"demo-studio">>}').replace('#{', '#{ '))
    rmSync(join(base, 'plugin.yaml'))
    const manifest = { name: 'demo', version: '1.0.0', callback_module: 'demo_plugin', plugin_type: 'in_vm' }
    write(base, { 'manifest.json': JSON.stringify(manifest) })
    const { status, value } = build(base)
    expect(status).toBe(0)
    expect(value.diagnostics.map(({ code }) => code)).toEqual(['HECATE_MIN_SDK_VERSION'])
    expect(load(value.packages[0]?.path ?? '', 'demo_plugin', 'no-init')).toEqual([
      'modules [demo_plugin]',
      'applications []',
      'manifest demo 1.0.0 demo-studio',
      'routes []',
      'component false',
    ])
  })
})

function install(file: string): { status: number | null; stdout: string } {
  mkdirSync(join(folder, 'home'), { recursive: true })
  const args = [bin, 'install', '--hecate', join(folder, 'home'), file]
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { status, stdout }
}

describe("the guide's troubleshooting", () => {
  test('ebin_not_found: an archive that is not flat', ({ skip }) => {
    skip(!tar, 'tar is not on PATH')
    const nested = join(folder, 'nested.tar.gz')
    const base = join(folder, 'nested')
    mkdirSync(join(base, 'notes'), { recursive: true })
    execFileSync('tar', ['-xzf', archive, '-C', join(base, 'notes')])
    execFileSync('tar', ['-czf', nested, '-C', base, 'notes'])
    const { status, stdout } = install(nested)
    expect(status).toBe(1)
    expect(stdout).toContain('HECATE_EBIN_NOT_FOUND')
    expect(stdout).toContain('everything is in notes/')
  })

  test("an archive made by the guide's own commands is taken", ({ skip }) => {
    skip(!tar, 'tar is not on PATH')
    const staging = join(folder, 'staging')
    mkdirSync(staging)
    execFileSync('tar', ['-xzf', archive, '-C', staging])
    execFileSync('tar', ['-czf', join(folder, 'guide.tar.gz'), '-C', staging, '.'])
    const { status, stdout } = install(join(folder, 'guide.tar.gz'))
    expect(stdout).toContain('notes 0.1.0')
    expect(status).toBe(0)
    const placed = join(folder, 'home/plugins/notes/notes.tar.gz')
    expect(readFileSync(placed)).toEqual(readFileSync(join(folder, 'guide.tar.gz')))
  })
})

test('docs/targets/hecate.md names every problem', async () => {
  const page = await readText('docs/targets/hecate.md')
  const catalogues = await listFiles('packages/*/src/*hecate/diagnostics.ts')
  expect(catalogues).toHaveLength(2)
  for (const file of catalogues) {
    for (const [, code = ''] of (await readText(file)).matchAll(/code: '([A-Z_]+)'/g))
      expect(page).toContain(code)
  }
})
