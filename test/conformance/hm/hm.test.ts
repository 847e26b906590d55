import { createHash } from 'node:crypto'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { copyWithPackages } from '../../copy-with-packages.ts'
import { root } from '../../repository.ts'
import { runModule, type RunningModule } from './kernel.ts'

const bin = join(root, 'packages/cli/dist/bin.js')
const python = spawnSync('python3', ['--version']).status === 0

/** Each example with its package, and what the module imports and exports for functions. */
const GOLDEN = {
  'hm-executor': {
    name: 'echo-executor',
    imports: [
      'extism:host/env alloc',
      'extism:host/env input_length',
      'extism:host/env input_load_u64',
      'extism:host/env input_load_u8',
      'extism:host/env output_set',
      'extism:host/env store_u64',
      'extism:host/env store_u8',
      'extism:host/user hm_log',
    ],
    exports: ['abort', 'hm_executor_run', 'hm_manifest'],
  },
  'hm-hook': {
    name: 'weekday-hook',
    imports: [
      'extism:host/env alloc',
      'extism:host/env output_set',
      'extism:host/env store_u64',
      'extism:host/env store_u8',
      'wasi_snapshot_preview1 clock_time_get',
    ],
    exports: ['abort', 'hm_hook_on_event', 'hm_manifest'],
  },
  'hm-formatter': {
    name: 'lines-formatter',
    imports: [
      'extism:host/env alloc',
      'extism:host/env input_length',
      'extism:host/env input_load_u64',
      'extism:host/env input_load_u8',
      'extism:host/env output_set',
      'extism:host/env store_u64',
      'extism:host/env store_u8',
      'extism:host/user hm_write_stdout',
    ],
    exports: ['abort', 'hm_manifest', 'hm_output_finalize', 'hm_output_on_event'],
  },
  'hm-subcommand': {
    name: 'hello-command',
    imports: [
      'extism:host/env alloc',
      'extism:host/env input_length',
      'extism:host/env input_load_u64',
      'extism:host/env input_load_u8',
      'extism:host/env output_set',
      'extism:host/env store_u64',
      'extism:host/env store_u8',
      'extism:host/user hm_write_stdout',
    ],
    exports: ['abort', 'hm_manifest', 'hm_subcommand_run'],
  },
} as const
type Example = keyof typeof GOLDEN
const EXAMPLES = Object.keys(GOLDEN) as Example[]

let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plugwright-hm-'))
  const dirs = EXAMPLES.map((example) => join(folder, example))
  for (const example of EXAMPLES)
    await copyWithPackages(join(root, 'examples/targets', example), join(folder, example))
  // One compiler for all: it takes longer to start than to compile.
  execFileSync(process.execPath, [join(import.meta.dirname, 'compile-all.mjs'), ...dirs])
  for (const dir of dirs)
    expect(build(dir)).toMatchObject({ status: 0, value: { ok: true, diagnostics: [] } })
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** As the example's own `build` does, without what only an installed folder has. */
function compile(dir: string): void {
  const compiler = join(dir, 'node_modules/assemblyscript/bin/asc.js')
  execFileSync(process.execPath, [compiler, 'assembly/index.ts', '--target', 'release'], { cwd: dir })
}

function build(...args: string[]): { status: number | null; value: Record<string, unknown> } {
  const { status, stdout } = spawnSync(process.execPath, [bin, 'build', ...args, '--json'], {
    encoding: 'utf8',
  })
  return { status, value: JSON.parse(stdout) as Record<string, unknown> }
}

const fileOf = (example: Example): string => join(folder, example, 'dist', `${GOLDEN[example].name}.wasm`)

function bytesOf(example: Example): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(fileOf(example)))
}

describe.each(EXAMPLES)('%s', (example) => {
  const { name, imports, exports } = GOLDEN[example]

  test('is one module with its digest and a report', () => {
    const sha256 = createHash('sha256').update(bytesOf(example)).digest('hex')
    expect(readdirSync(join(folder, example, 'dist')).toSorted()).toEqual([
      `${name}-0.1.0-build-report.json`,
      `${name}.wasm`,
      `${name}.wasm.sha256`,
    ])
    expect(readFileSync(`${fileOf(example)}.sha256`, 'utf8')).toBe(`${sha256}  ${name}.wasm\n`)
  })

  test('imports and exports what it should', async () => {
    const module = await WebAssembly.compile(bytesOf(example))
    const functions = WebAssembly.Module.exports(module).filter(({ kind }) => kind === 'function')
    expect(functions.map((one) => one.name).toSorted()).toEqual(exports)
    const asked = WebAssembly.Module.imports(module).map((one) => `${one.module} ${one.name}`)
    expect(asked.toSorted()).toEqual(imports)
  })

  test('has a memory with a maximum, says Python', ({ skip }) => {
    skip(!python, 'there is no python3 on PATH')
    const script = join(import.meta.dirname, 'memory-limits.py')
    const limits: unknown = JSON.parse(
      execFileSync('python3', [script, fileOf(example)], { encoding: 'utf8' }),
    )
    expect(limits).toEqual([expect.any(Number), 256])
  })

  test('gives the manifest that plugin.yaml says', async () => {
    const module = await runModule(bytesOf(example), new Date())
    const manifest: unknown = JSON.parse(module.call('hm_manifest'))
    const yaml = parseYaml(readFileSync(join(folder, example, 'plugin.yaml'), 'utf8')) as {
      name: string
      version: string
      description: string
      targets: { hm: { capabilities: object[]; required_host_fns: string[] } }
    }
    expect(manifest).toMatchObject({
      api_version: 1,
      name: yaml.name,
      version: yaml.version,
      description: yaml.description,
      capabilities: yaml.targets.hm.capabilities,
      required_host_fns: yaml.targets.hm.required_host_fns,
    })
  })
})

async function run(example: Example, now = '2026-11-21T12:00:00Z'): Promise<RunningModule> {
  return runModule(bytesOf(example), new Date(now))
}

describe('what the examples do', () => {
  test('the executor logs its step', async () => {
    const module = await run('hm-executor')
    expect(JSON.parse(module.call('hm_executor_run', '{"step":{"key":"tëst"}}'))).toEqual({
      exit_code: 0,
      committed_snapshot: null,
      artifacts: [],
    })
    expect(module.calls).toEqual([
      { name: 'hm_log', arguments: ['"info"', 'would run {"step":{"key":"tëst"}}'] },
    ])
  })

  test('the hook stops builds on Sundays only', async () => {
    const saturday = await run('hm-hook', '2026-11-21T23:59:59Z')
    expect(JSON.parse(saturday.call('hm_hook_on_event', '{}'))).toEqual({ kind: 'continue' })
    const sunday = await run('hm-hook', '2026-11-22T00:00:00Z')
    expect(JSON.parse(sunday.call('hm_hook_on_event', '{}'))).toEqual({
      kind: 'abort',
      reason: 'It is Sunday.',
    })
  })

  test('the formatter writes one line for each event', async () => {
    const module = await run('hm-formatter')
    for (const event of ['{"kind":"build_start"}', '{"kind":"build_end"}'])
      module.call('hm_output_on_event', event)
    expect(module.call('hm_output_finalize')).toBe('')
    expect(module.calls.flatMap((call) => call.arguments).join('')).toBe(
      '{"kind":"build_start"}\n{"kind":"build_end"}\n',
    )
  })

  test('the subcommand says hello', async () => {
    const module = await run('hm-subcommand')
    const input = '{"verb_path":["hello","world"],"args":null,"env":{}}'
    expect(JSON.parse(module.call('hm_subcommand_run', input))).toEqual({ exit_code: 0 })
    expect(module.calls).toEqual([{ name: 'hm_write_stdout', arguments: [`Hello, ${input}\n`] }])
  })
})

test('two compilations at other places are equal byte for byte', { timeout: 60_000 }, async () => {
  const far = join(folder, 'far/down/in/a/tree/plugin')
  await copyWithPackages(join(root, 'examples/targets/hm-executor'), far)
  compile(far)
  expect(build(far).status).toBe(0)
  expect(readFileSync(join(far, 'dist/echo-executor.wasm')).equals(readFileSync(fileOf('hm-executor')))).toBe(
    true,
  )
})

type Manifest = Record<string, unknown> & { capabilities: Record<string, unknown>[] }

/**
 * Puts another manifest into a compiled example: the text is a constant in UTF-16, and JSON may end with spaces. So the
 * errors of hm's documentation come from modules of a real compiler.
 */
function withManifest(bytes: Uint8Array, change: (manifest: Manifest) => unknown): Buffer {
  const wasm = Buffer.from(bytes)
  const start = wasm.indexOf(Buffer.from('{\n    "api_version"', 'utf16le'))
  const end = wasm.indexOf(Buffer.from('\n  }', 'utf16le'), start) + 8
  const text = wasm.subarray(start, end).toString('utf16le')
  const changed = JSON.stringify(change(JSON.parse(text) as Manifest))
  expect(changed.length).toBeLessThanOrEqual(text.length)
  wasm.write(changed.padEnd(text.length), start, 'utf16le')
  return wasm
}

test.for<[string, Example, (manifest: Manifest) => unknown]>([
  ['HM_API_VERSION', 'hm-executor', (manifest) => ({ ...manifest, api_version: 9999 })],
  ['HM_MISSING_HOST_FN', 'hm-executor', (manifest) => ({ ...manifest, required_host_fns: ['hm_warp'] })],
  ['HM_NO_CAPABILITIES', 'hm-executor', (manifest) => ({ ...manifest, capabilities: [] })],
  [
    'HM_BAD_RUNNER_NAME',
    'hm-executor',
    (manifest) => ({ ...manifest, capabilities: [{ ...manifest.capabilities[0], runner: 'e o' }] }),
  ],
  [
    'HM_DUPLICATE_VERB',
    'hm-subcommand',
    ({ capabilities: [verb], ...manifest }) => ({
      ...manifest,
      description: '',
      capabilities: Array.from({ length: 2 }, () => Object.assign({}, verb, { about: '' })),
    }),
  ],
  ['HM_MANIFEST_INVALID', 'hm-hook', (manifest) => ({ ...manifest, name: null })],
  ['HM_MANIFEST_MISMATCH', 'hm-hook', (manifest) => ({ ...manifest, version: '0.1.1' })],
  [
    'HM_EXPORT_MISSING',
    'hm-hook',
    (manifest) => ({
      ...manifest,
      capabilities: [{ kind: 'step_executor', runner: 'x', default: false }],
    }),
  ],
])('%s stops the build, and the package of before stays', ([code, example, change]) => {
  const dir = join(folder, example)
  const file = join(dir, 'build/plugin.wasm')
  const before = bytesOf(example)
  try {
    writeFileSync(file, withManifest(before, change))
    const { status, value } = build(dir)
    expect(status).toBe(1)
    const { diagnostics } = value as { diagnostics: { code: string; severity: string }[] }
    const errors = diagnostics.filter(({ severity }) => severity === 'error').map((one) => one.code)
    expect(errors[0]).toBe(code)
    expect(bytesOf(example)).toEqual(before)
  } finally {
    writeFileSync(file, before)
  }
})
