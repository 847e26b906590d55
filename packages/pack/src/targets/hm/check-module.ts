import type { Diagnostic } from '@plugwright/diagnostics'
import {
  exportMissing,
  hostFunctionUndeclared,
  importSignature,
  importUnknown,
  memoryMaximum,
} from './diagnostics.ts'
import {
  type Arity,
  EXTISM_FUNCTIONS,
  EXTISM_MODULE,
  HM_HOST_FUNCTIONS,
  HM_MODULE,
  WASI_FUNCTIONS,
  WASI_MODULE,
} from './host-functions.ts'
import { CAPABILITY_EXPORTS, type HmManifest } from './plugin-manifest.ts'
import type { FunctionType, WasmImport, WasmModule } from './wasm-module.ts'

/** 256 MiB, in pages of 64 KiB. hm has no limit of its own, and neither has any engine by default. */
export const MAX_MEMORY_PAGES = 4096

const I32 = 0x7f
const I64 = 0x7e

/** Finds what keeps a module from being loaded by hm, or from being run here. Empty: it may be asked for its manifest. */
export function checkModule(file: string, { memories, imports, exports }: WasmModule): Diagnostic[] {
  const unbounded = memories.filter(({ maximumPages = Infinity }) => maximumPages > MAX_MEMORY_PAGES)
  return [
    ...unbounded.map((memory) => memoryMaximum(file, { memory, allowedPages: MAX_MEMORY_PAGES })),
    ...imports.flatMap((one) => checkImport(file, one) ?? []),
    ...checkExport(file, { name: 'hm_manifest', exports, neededBy: 'every plugin' }),
  ]
}

/** Finds what the manifest promises and the module does not have, or uses and does not declare. */
export function checkPromises(
  file: string,
  { module, manifest }: { readonly module: WasmModule; readonly manifest: HmManifest },
): Diagnostic[] {
  const { imports, exports } = module
  const kinds = [...new Set(manifest.capabilities.map(({ kind }) => kind))]
  const declared = new Set(manifest.required_host_fns)
  const used = imports.filter((one) => one.module === HM_MODULE).map(({ name }) => name)
  return [
    ...kinds.flatMap((kind) =>
      CAPABILITY_EXPORTS[kind].flatMap((name) =>
        checkExport(file, { name, exports, neededBy: `the capability "${kind}"` }),
      ),
    ),
    ...used.filter((name) => !declared.has(name)).map((name) => hostFunctionUndeclared(file, name)),
  ]
}

function checkImport(file: string, { module, name, kind, type }: WasmImport): Diagnostic | undefined {
  const known: ReadonlyMap<string, Iterable<string>> = new Map<string, Iterable<string>>([
    [HM_MODULE, HM_HOST_FUNCTIONS.keys()],
    [EXTISM_MODULE, EXTISM_FUNCTIONS],
    [WASI_MODULE, WASI_FUNCTIONS],
  ])
  const names = [...(known.get(module) ?? [])]
  if (kind !== 'function' || !names.includes(name)) {
    return importUnknown(file, { module, name, kind, names, modules: [...known.keys()] })
  }
  const arity = module === HM_MODULE ? HM_HOST_FUNCTIONS.get(name) : undefined
  if (arity === undefined || (type !== undefined && hasArity(type, arity))) return undefined
  return importSignature(file, { name, arity, found: formatType(type) })
}

function hasArity({ parameters, results }: FunctionType, arity: Arity): boolean {
  const isAll64 = [...parameters, ...results].every((code) => code === I64)
  return isAll64 && parameters.length === arity[0] && results.length === arity[1]
}

function checkExport(
  file: string,
  on: { readonly name: string; readonly exports: WasmModule['exports']; readonly neededBy: string },
): Diagnostic[] {
  const { name, exports, neededBy } = on
  const found = exports.find((one) => one.name === name)
  const isFit =
    found?.type !== undefined &&
    found.type.parameters.length === 0 &&
    found.type.results.length === 1 &&
    found.type.results[0] === I32
  if (isFit) return []
  const what = found === undefined ? undefined : found.type ? formatType(found.type) : `a ${found.kind}`
  return [exportMissing(file, { name, neededBy, found: what })]
}

const VALUE_TYPES: ReadonlyMap<number, string> = new Map([
  [I32, 'i32'],
  [I64, 'i64'],
  [0x7d, 'f32'],
  [0x7c, 'f64'],
])

/** `(i64, i64) -> i64` */
function formatType(type: FunctionType | undefined): string {
  if (type === undefined) return 'no function'
  return `(${formatCodes(type.parameters)}) -> ${type.results.length === 1 ? formatCodes(type.results) : `(${formatCodes(type.results)})`}`
}

function formatCodes(codes: readonly number[]): string {
  return codes.map((code) => VALUE_TYPES.get(code) ?? 'another type').join(', ')
}
