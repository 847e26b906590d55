import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { packPlugin, type PackResult } from '../../index.ts'
import { makePlugin, removeFolders } from '../../plugin-folder.test.kit.ts'
import { MAX_MEMORY_PAGES } from './check-module.ts'
import { EXTISM_FUNCTIONS, HM_HOST_FUNCTIONS, WASI_FUNCTIONS } from './host-functions.ts'
import { probeModule } from './probe.ts'
import { compileWat, makeModule, MANIFEST, type TestModule } from './wat.test.kit.ts'

afterEach(removeFolders)

const YAML = [
  'description: A demo',
  'targets:',
  '  hm:',
  '    wasm: build/plugin.wasm',
  '    capabilities: [{ kind: step_executor, runner: demo, default: false }]',
]

async function pack(wasm: Uint8Array, lines: readonly string[] = YAML): Promise<PackResult> {
  return packPlugin({ dir: makePlugin({ 'build/plugin.wasm': wasm }, lines) })
}

async function problemsOf(module: TestModule | Uint8Array, lines?: readonly string[]): Promise<string[]> {
  const wasm = module instanceof Uint8Array ? module : makeModule(module)
  const { diagnostics } = await pack(wasm, lines)
  return diagnostics.map(({ code, message }) => `${code}: ${message}`)
}

test('writes the module, its digest and a report', async () => {
  const wasm = makeModule()
  const { packages, diagnostics } = await pack(wasm)
  expect(diagnostics).toEqual([])
  const [one] = packages
  expect(one).toMatchObject({ target: 'hm', format: 'file', sizeInBytes: wasm.length })
  const file = one?.path ?? ''
  const sha256 = createHash('sha256').update(wasm).digest('hex')
  expect(readdirSync(path.dirname(file)).toSorted()).toEqual([
    'demo-1.0.0-build-report.json',
    'demo.wasm',
    'demo.wasm.sha256',
  ])
  expect(readFileSync(file).equals(wasm)).toBe(true)
  expect(one?.sha256).toBe(sha256)
  expect(readFileSync(`${file}.sha256`, 'utf8')).toBe(`${sha256}  demo.wasm\n`)
  const report: unknown = JSON.parse(readFileSync(one?.reportPath ?? '', 'utf8'))
  expect(report).toMatchObject({
    package: { path: 'demo.wasm', files_count: 1, format: 'file', checksums: { sha256 } },
    plugwright: { target: 'hm', plan: { entries: [{ path: 'demo.wasm', from: 'build/plugin.wasm' }] } },
  })
})

describe('what hm refuses', () => {
  test('in its order, all of it', async () => {
    const capabilities = [
      { kind: 'step_executor', runner: 'two words', default: false },
      { kind: 'step_executor', runner: '', default: true },
      ...['deploy', 'undo', 'deploy'].map((verb) => ({
        kind: 'subcommand',
        verb,
        about: '',
        args_schema: null,
        subcommands: [],
      })),
    ]
    const all = await problemsOf({
      manifest: { ...MANIFEST, api_version: 9999, required_host_fns: ['hm_logg', 'hm_log'], capabilities },
      fields: `(func (export "hm_executor_run") (export "hm_subcommand_run") (result i32) i32.const 0)`,
    })
    expect(all.filter((problem) => !problem.startsWith('HM_MANIFEST_MISMATCH'))).toEqual([
      "HM_API_VERSION: The module is made for version 9999 of hm's interface, and hm accepts only 1.",
      'HM_MISSING_HOST_FN: The module requires the host function "hm_logg", which hm does not have.',
      'HM_BAD_RUNNER_NAME: The runner "two words" is empty or has white space in it.',
      'HM_BAD_RUNNER_NAME: The runner "" is empty or has white space in it.',
      'HM_DUPLICATE_VERB: Two subcommands of the module have the verb "deploy".',
    ])
  })

  test('claims that are made twice', async () => {
    const executor = { kind: 'step_executor', runner: 'demo', default: true }
    const formatter = { kind: 'output_formatter', name: 'tap', mime: 'text/plain' }
    const all = await problemsOf({
      manifest: { ...MANIFEST, capabilities: [executor, formatter, executor, formatter] },
      fields: `(func (export "hm_executor_run") (export "hm_output_on_event") (export "hm_output_finalize")
        (result i32) i32.const 0)`,
    })
    expect(all.filter((problem) => problem.startsWith('HM_CONFLICT'))).toEqual([
      'HM_CONFLICT: Two capabilities of the module claim "runner:demo".',
      'HM_CONFLICT: Two capabilities of the module claim "default-runner".',
      'HM_CONFLICT: Two capabilities of the module claim "format:tap".',
    ])
  })

  test('no capability', async () => {
    const lines = YAML.slice(0, -1)
    expect(await problemsOf({ manifest: { ...MANIFEST, capabilities: [] } }, lines)).toEqual([
      'HM_NO_CAPABILITIES: The module declares no capability.',
    ])
  })

  test.each<[string, unknown, RegExp]>([
    ['no JSON', 'no JSON', /^HM_MANIFEST_INVALID: .* it is not JSON: /],
    ['nothing', '', /^HM_MANIFEST_INVALID: .* it is not JSON: /],
    ['no name', { ...MANIFEST, name: undefined }, /^HM_MANIFEST_INVALID: .* 'name'\.$/],
    ['no host functions', { ...MANIFEST, required_host_fns: undefined }, /'required_host_fns'\.$/],
    ['no version', { ...MANIFEST, version: '1.0' }, /: "version" must match pattern/],
    ['a negative version', { ...MANIFEST, api_version: -1 }, /: "api_version" must be >= 0/],
    ['a kind', { ...MANIFEST, capabilities: [{ kind: 'theme' }] }, /"capabilities\.0" value of tag "kind"/],
    [
      'an event that is no event of hooks',
      {
        ...MANIFEST,
        capabilities: [
          { kind: 'lifecycle_hook', events: ['chain_failed'], phase: 'after', timeout_ms: 1000 },
        ],
      },
      /"capabilities\.0\.events\.0" must be equal to one of the allowed values/,
    ],
    [
      'a subcommand without a verb',
      {
        ...MANIFEST,
        capabilities: [
          {
            kind: 'subcommand',
            verb: 'a',
            about: '',
            args_schema: null,
            subcommands: [{ about: '', args_schema: null, subcommands: [] }],
          },
        ],
      },
      /"capabilities\.0\.subcommands\.0" must have required property 'verb'/,
    ],
  ])('a manifest with %s', async (_what, manifest, expected) => {
    expect(await problemsOf({ manifest })).toEqual([expect.stringMatching(expected)])
  })
})

describe('plugin.yaml and the module', () => {
  test.each<[string, unknown, string]>([
    ['name', 'other', '"name": "demo" and "other".'],
    ['version', '1.0.1', '"version": "1.0.0" and "1.0.1".'],
    ['description', 'Another', '"description": "A demo" and "Another".'],
    ['required_host_fns', ['hm_log'], '"required_host_fns": nothing and ["hm_log"].'],
    ['config_schema', { type: 'object' }, '"config_schema": nothing and {"type":"object"}.'],
    ['allowed_hosts', ['a.test'], '"allowed_hosts": nothing and ["a.test"].'],
    [
      'capabilities',
      [{ kind: 'step_executor', runner: 'demo', default: true }],
      '"capabilities": [{"kind":"step_executor","runner":"demo","default":false}] and [{"kind":"step_executor","runner":"demo","default":true}].',
    ],
  ])('differ in %s', async (field, value, expected) => {
    expect(await problemsOf({ manifest: { ...MANIFEST, [field]: value } })).toEqual([
      `HM_MANIFEST_MISMATCH: plugin.yaml and "hm_manifest" of the module differ in ${expected}`,
    ])
  })

  test('say the same, in another order and with other kinds of nothing', async () => {
    const formatter = { kind: 'output_formatter', name: 'tap', mime: 'text/plain' }
    const verb = { kind: 'subcommand', verb: 'a', about: 'b', args_schema: null, subcommands: [] }
    const executor = { runner: 'demo', kind: 'step_executor', default: false }
    const manifest = { ...MANIFEST, capabilities: [formatter, verb, executor] }
    const wasm = makeModule({
      manifest: { ...manifest, config_schema: undefined, allowed_hosts: undefined },
      fields: `(func (export "hm_executor_run") (export "hm_subcommand_run") (export "hm_output_on_event")
        (export "hm_output_finalize") (result i32) i32.const 0)`,
    })
    const lines = [
      'description: { en: A demo, de: Eine Demo }',
      'targets:',
      '  hm:',
      '    wasm: ./build/plugin.wasm',
      '    config_schema: null',
      '    allowed_hosts: []',
      '    required_host_fns: []',
      '    capabilities:',
      '      - { kind: step_executor, runner: demo, default: false, step_schema: null }',
      '      - { kind: subcommand, verb: a, about: b }',
      '      - { kind: output_formatter, name: tap, mime: text/plain }',
    ]
    expect(await problemsOf(wasm, lines)).toEqual([])
  })
})

describe('exports', () => {
  test('one for each capability', async () => {
    const capabilities = [
      { kind: 'step_executor', runner: 'demo', default: false },
      { kind: 'output_formatter', name: 'tap', mime: 'text/plain' },
      { kind: 'lifecycle_hook', events: ['build_end'], phase: 'after', timeout_ms: 1000 },
    ]
    const fields = `(func (export "hm_executor_run") (param i32) (result i32) i32.const 0)
      (func (export "hm_output_on_event") (result i32) i32.const 0)
      (global (export "hm_hook_on_event") i32 (i32.const 0))`
    const problems = await problemsOf({ manifest: { ...MANIFEST, capabilities }, fields })
    expect(problems.filter((problem) => problem.startsWith('HM_EXPORT_MISSING'))).toEqual([
      'HM_EXPORT_MISSING: hm calls "hm_executor_run" of the capability "step_executor", and the module exports it as (i32) -> i32.',
      'HM_EXPORT_MISSING: hm calls "hm_output_finalize" of the capability "output_formatter", and the module does not export it.',
      'HM_EXPORT_MISSING: hm calls "hm_hook_on_event" of the capability "lifecycle_hook", and the module exports it as a global.',
    ])
  })

  test('hm_manifest', async () => {
    expect(await problemsOf(compileWat('(module)'))).toEqual([
      'HM_EXPORT_MISSING: hm calls "hm_manifest" of every plugin, and the module does not export it.',
    ])
  })
})

function importOf(module: string, name: string, type: string): string {
  return `(import "${module}" "${name}" (func $it ${type}))`
}

function typeOf([parameters, results]: readonly [number, number]): string {
  return `(param ${'i64 '.repeat(parameters)}) (result ${'i64 '.repeat(results)})`
}

describe('imports', () => {
  test.each([
    ['env', 'abort', '(param i32 i32 i32 i32)', 'HM_IMPORT_UNKNOWN', '--use abort='],
    ['extism:host/user', 'hm_logg', '', 'HM_IMPORT_UNKNOWN', 'did you mean "hm_log"?'],
    ['extism:host/env', 'allocate', '', 'HM_IMPORT_UNKNOWN', 'hm gives no such function.'],
    ['wasi_unstable', 'fd_write', '', 'HM_IMPORT_UNKNOWN', 'hm gives only extism:host/user'],
    ['extism:host/user', 'hm_log', '(param i64)', 'HM_IMPORT_SIGNATURE', 'an i64'],
    ['extism:host/user', 'hm_log', '(param i32 i32)', 'HM_IMPORT_SIGNATURE', 'an i64'],
  ])('%s %s %s', async (...[module, name, type, code, hint]) => {
    const { diagnostics } = await pack(makeModule({ imports: importOf(module, name, type) }))
    expect(diagnostics).toMatchObject([{ code, hint: expect.stringContaining(hint) }])
  })

  test('all that there are, declared and used', async () => {
    const imports = [...HM_HOST_FUNCTIONS].map(
      ([name, arity]) => `(import "extism:host/user" "${name}" (func ${typeOf(arity)}))`,
    )
    expect(imports).toHaveLength(32)
    const names = [...HM_HOST_FUNCTIONS.keys()]
    const module = {
      imports: [
        ...imports,
        '(import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))',
      ],
      manifest: { ...MANIFEST, required_host_fns: names },
    }
    const lines = [...YAML, `    required_host_fns: [${names.join(', ')}]`]
    expect(await problemsOf({ ...module, imports: module.imports.join('\n') }, lines)).toEqual([])
  })

  test('one that is not declared is a warning', async () => {
    const imports = importOf('extism:host/user', 'hm_log', '(param i64 i64)')
    const { ok, diagnostics } = await pack(makeModule({ imports }))
    expect(ok).toBe(true)
    expect(diagnostics).toMatchObject([{ code: 'HM_HOST_FN_UNDECLARED', severity: 'warning' }])
  })

  test("Extism's and WASI's functions, by number", () => {
    expect(EXTISM_FUNCTIONS.size).toBe(27)
    expect(WASI_FUNCTIONS.size).toBe(46)
  })
})

describe('memory', () => {
  test.each([
    ['no maximum', '(memory (export "memory") 1)', 'has no maximum'],
    ['a large maximum', '(memory (export "memory") 1 65536)', 'may grow to 65536 pages of 64 KiB'],
  ])('with %s', async (_what, memory, expected) => {
    expect(await problemsOf({ memory })).toEqual([expect.stringContaining(expected)])
    const { diagnostics } = await pack(makeModule({ memory }))
    expect(diagnostics[0]?.code).toBe('HM_MEMORY_MAXIMUM')
  })

  test('a bomb stays within its maximum', async () => {
    const before =
      '(block $full (loop $more (br_if $full (i32.eq (memory.grow (i32.const 64)) (i32.const -1))) (br $more)))'
    const memory = `(memory (export "memory") 1 ${MAX_MEMORY_PAGES})`
    expect(await problemsOf({ before, memory })).toEqual([])
  })

  test("a bomb in Extism's memory is stopped", async () => {
    const before = '(loop $more (drop (call $alloc (i64.const 1048576))) (br $more))'
    expect(await problemsOf({ before })).toEqual([
      'HM_MANIFEST_FAILED: The module did not give its manifest: it asks Extism for too much memory.',
    ])
  })
})

describe('a module that does not end well', () => {
  test('traps', async () => {
    expect(await problemsOf({ before: 'unreachable' })).toEqual([
      'HM_MANIFEST_FAILED: The module did not give its manifest: unreachable.',
    ])
  })

  test('reports an error', async () => {
    const imports = '(import "extism:host/env" "error_set" (func $error_set (param i64)))'
    const before = `(local.set $block (call $alloc (i64.const 2)))
      (call $store_u8 (local.get $block) (i32.const 110))
      (call $store_u8 (i64.add (local.get $block) (i64.const 1)) (i32.const 111))
      (call $error_set (local.get $block))`
    expect(await problemsOf({ imports, before })).toEqual([
      'HM_MANIFEST_FAILED: The module did not give its manifest: Plugin-originated error: no.',
    ])
  })

  test('leaves its thread', async () => {
    const imports = '(import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))'
    const [problem] = await problemsOf({ imports, before: '(call $exit (i32.const 3))' })
    expect(problem).toMatch(/^HM_MANIFEST_FAILED: /)
  })

  test('loops', async () => {
    const loop = makeModule({ before: '(loop $forever (br $forever))' })
    const start = performance.now()
    expect(await probeModule(loop, { deadlineMs: 300 })).toEqual({ kind: 'timeout' })
    expect(performance.now() - start).toBeLessThan(3000)
    expect(await probeModule(makeModule())).toMatchObject({ kind: 'output' })
  })

  test('loops before it is asked', async () => {
    const fields = '(func $loop (loop $forever (br $forever))) (start $loop)'
    expect(await probeModule(makeModule({ fields }), { deadlineMs: 300 })).toEqual({ kind: 'timeout' })
  })

  test('loops while it is packed', { timeout: 20_000 }, async () => {
    const { ok, diagnostics, packages } = await pack(makeModule({ before: '(loop $forever (br $forever))' }))
    expect({ ok, packages }).toEqual({ ok: false, packages: [] })
    expect(diagnostics).toMatchObject([
      { code: 'HM_DEADLINE', message: expect.stringContaining('after 5 s') },
    ])
  })
})

test.each([
  ['text', Buffer.from('(module)')],
  ['nothing', Buffer.alloc(0)],
  ['a component', Buffer.from('0061736d0d000100', 'hex')],
  ['a module cut off', makeModule().subarray(0, 60)],
])('%s is no module', async (_what, bytes) => {
  const { diagnostics } = await pack(bytes)
  expect(diagnostics).toMatchObject([{ code: 'HM_WASM_INVALID' }])
})

test('a module that the engine refuses', async () => {
  const wasm = compileWat('(module (func (export "hm_manifest") (result i32) i64.const 0))')
  const [problem] = await problemsOf(wasm)
  expect(problem).toMatch(/^HM_MANIFEST_FAILED: .*WebAssembly\.compile/)
})

test('a file that is not there or taken out', async () => {
  const dir = makePlugin({}, YAML)
  const missing = await packPlugin({ dir })
  expect(missing.diagnostics).toMatchObject([
    { code: 'PACK_ENTRY_POINT_NOT_PACKED', path: ['targets', 'hm', 'wasm'] },
  ])
  expect(existsSync(path.join(dir, 'dist'))).toBe(false)
  expect(await problemsOf({}, [...YAML, 'files: ["!build/**"]'])).toEqual([
    expect.stringMatching(/^PACK_ENTRY_POINT_NOT_PACKED: .*the rule "files: !build\/\*\*" takes it out/),
  ])
})
