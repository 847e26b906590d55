import { readFileSync } from 'node:fs'
import wabt from 'wabt'

const compiler = await wabt()

/** Compiles WebAssembly text. */
export function compileWat(text: string): Uint8Array {
  const module = compiler.parseWat('test.wat', text)
  try {
    return module.toBinary({}).buffer
  } finally {
    module.destroy()
  }
}

/** A manifest that hm accepts. */
export const MANIFEST: Readonly<Record<string, unknown>> = {
  api_version: 1,
  name: 'demo',
  version: '1.0.0',
  description: 'A demo',
  capabilities: [{ kind: 'step_executor', runner: 'demo', default: false, step_schema: null }],
  required_host_fns: [],
  config_schema: null,
  allowed_hosts: [],
}

/** What a test module is made of. */
export interface TestModule {
  /** What `hm_manifest` gives. @default MANIFEST */
  readonly manifest?: unknown
  /** Further fields of the module. @default the export of a step executor */
  readonly fields?: string
  /** Instructions before the manifest is written. */
  readonly before?: string
  /** @default '(memory (export "memory") 1 16)' */
  readonly memory?: string
  /** Import fields. */
  readonly imports?: string
}

/** A module whose `hm_manifest` writes a constant, as WebAssembly text around it in `fixtures/hm/manifest.wat`. */
export function makeModule(module: TestModule = {}): Uint8Array {
  const { manifest = MANIFEST, fields = EXECUTOR, before = '', imports = '' } = module
  const { memory = '(memory (export "memory") 1 16)' } = module
  const bytes = Buffer.from(typeof manifest === 'string' ? manifest : JSON.stringify(manifest))
  const values: Record<string, string> = {
    imports,
    memory,
    fields,
    before,
    length: String(bytes.length),
    data: [...bytes].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join(''),
  }
  return compileWat(TEMPLATE.replace(/\{\{(\w+)\}\}/g, (_found, key: string) => values[key] ?? ''))
}

const EXECUTOR = '(func (export "hm_executor_run") (result i32) i32.const 0)'

const TEMPLATE = readFileSync(new URL('../../../fixtures/hm/manifest.wat', import.meta.url), 'utf8')
