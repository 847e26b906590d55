import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import { entryPointNotPacked } from '../../diagnostics.ts'
import { escapeGlob } from '../../file-pattern.ts'
import type { CheckContext, Target } from '../../target.ts'
import { whyNotPacked } from '../../why-not-packed.ts'
import { compareManifests, validateAsHost } from './check-manifest.ts'
import { checkModule, checkPromises } from './check-module.ts'
import { deadlinePassed, manifestFailed, manifestInvalid, wasmInvalid } from './diagnostics.ts'
import { HM_OPTIONS_SCHEMA, type HmOptions } from './options.ts'
import { decodeManifest } from './plugin-manifest.ts'
import { DEFAULT_DEADLINE_MS, probeModule } from './probe.ts'
import { parseWasmModule } from './wasm-module.ts'

/**
 * A plugin of hm 0.0.1: one WebAssembly module, `{name}.wasm`, which tells its manifest itself. The module is built by the
 * plugin's own tools; here it is asked for its manifest in Extism, and judged as hm does, and a bit more.
 */
export const hm: Target<HmOptions> = {
  name: 'hm',
  optionsSchema: HM_OPTIONS_SCHEMA,
  formats: ['file'],
  fileName: ({ name }) => `${name}.wasm`,
  bundles: () => [],

  async plan({ manifest, options, select }) {
    const wasm = normalise(options.wasm)
    const selection = await select([{ glob: escapeGlob(wasm), why: 'targets.hm.wasm' }])
    const others = selection.files.filter((file) => file.path !== wasm)
    return {
      entries: selection.files
        .filter((file) => file.path === wasm)
        .map(({ why }) => ({ path: `${manifest.name}.wasm`, from: wasm, why })),
      excluded: [...selection.excluded, ...others.map((file) => ({ path: file.path, rule: 'hm: one file' }))],
      diagnostics: selection.diagnostics,
    }
  },

  async check(context) {
    const { dir, plan, manifestFile } = context
    const [entry] = plan.entries
    if (entry !== undefined) return checkWasm(path.join(dir, entry.from), context)
    const wasm = normalise(context.options.wasm)
    const field = ['targets', 'hm', 'wasm']
    return [entryPointNotPacked(manifestFile, { path: wasm, field, reason: whyNotPacked(plan, wasm) })]
  },
}

/** What the engine cannot bound is looked at before the module runs; what it says of itself, after. */
async function checkWasm(file: string, context: CheckContext<HmOptions>): Promise<Diagnostic[]> {
  const bytes = await readFile(file)
  const module = parseWasmModule(bytes)
  if (module === undefined) return [wasmInvalid(file)]
  const problems = checkModule(file, module)
  if (problems.length > 0) return problems

  const result = await probeModule(bytes)
  if (result.kind === 'timeout') return [deadlinePassed(file, DEFAULT_DEADLINE_MS)]
  if (result.kind !== 'output') return [manifestFailed(file, result.reason)]
  const decoded = await decodeManifest(result.output)
  if ('problem' in decoded) return [manifestInvalid(file, decoded.problem)]
  const { manifest } = decoded
  return [
    ...validateAsHost(file, manifest),
    ...checkPromises(file, { module, manifest }),
    ...compareManifests(manifest, context),
  ]
}

/** plugin.yaml may write `./build/plugin.wasm`. */
function normalise(name: string): string {
  return path.posix.normalize(name)
}
