import type { Diagnostic } from '@plugwright/diagnostics'
import type { CheckContext } from '../../target.ts'
import type { BeamFile } from './beam-file.ts'
import {
  callbackExports,
  flagMapsMissing,
  manifestDiffers,
  manifestIncomplete,
  minSdkVersionMissing,
  notReadable,
  staticDir,
} from './diagnostics.ts'
import { toJson } from './external-term.ts'
import { toHecateManifest } from './manifest-file.ts'
import type { HecateOptions } from './options.ts'
import { STATIC } from './plan-package.ts'

/** What the loader calls before it mounts anything (`hecate_plugin_loader.erl`). */
const CALLED = ['manifest/0', 'routes/0', 'store_config/0', 'static_dir/0', 'init/1']

/** Compares the callback module with what is packed; `file` is its `.beam`. */
export function checkCallback(
  beam: BeamFile,
  { context, file }: { readonly context: CheckContext<HecateOptions>; readonly file: string },
): Diagnostic[] {
  const { options, manifestFile } = context
  const missing = CALLED.filter((name) => !beam.exports.has(name))
  if (missing.length > 0) return [callbackExports(file, beam.module, missing)]

  const diagnostics: Diagnostic[] = []
  if (!beam.exports.has('flag_maps/0')) diagnostics.push(flagMapsMissing(file, beam.module))
  const given = readManifest(beam)
  const served = readStaticDir(beam)
  const computed = [
    ...(given === undefined ? ['manifest/0'] : []),
    ...(served === undefined ? ['static_dir/0'] : []),
  ]
  if (computed.length > 0) diagnostics.push(notReadable(file, computed))
  if (given !== undefined) diagnostics.push(...checkManifest(given, { context, module: beam.module }))
  if (served !== undefined) diagnostics.push(...checkStaticDir(served, { context, file }))
  if (options.min_sdk_version === undefined) {
    const found = given?.get('min_sdk_version')
    diagnostics.push(minSdkVersionMissing(manifestFile, typeof found === 'string' ? found : undefined))
  }
  return diagnostics
}

/** The map that `manifest/0` gives, where it is written out. */
export function readManifest(beam: BeamFile): ReadonlyMap<unknown, unknown> | undefined {
  const term = beam.constant('manifest')
  const value = term === undefined ? undefined : toJson(term)
  return value instanceof Map ? value : undefined
}

function readStaticDir(beam: BeamFile): string | undefined {
  const term = beam.constant('static_dir')
  const value = term === undefined ? undefined : toJson(term)
  return typeof value === 'string' ? value : undefined
}

const REQUIRED = ['name', 'version', 'min_sdk_version']

function checkManifest(
  given: ReadonlyMap<unknown, unknown>,
  { context, module }: { readonly context: CheckContext<HecateOptions>; readonly module: string },
): Diagnostic[] {
  const { manifestFile } = context
  const diagnostics: Diagnostic[] = []
  const written = toHecateManifest(context)
  const differences = Object.entries(written).flatMap(([key, value]) => {
    const other = given.get(key)
    if (other === undefined || show(value) === show(other)) return []
    return [`${key} is ${show(value)} in the one and ${show(other)} in the other`]
  })
  if (differences.length > 0) diagnostics.push(manifestDiffers(manifestFile, module, differences))
  const hasFrontend = context.plan.entries.some(({ path }) => path.startsWith(`${STATIC}/`))
  const missing = [...REQUIRED, ...(hasFrontend ? ['tag'] : [])].filter((key) => !given.has(key))
  if (missing.length > 0) diagnostics.push(manifestIncomplete(manifestFile, module, missing))
  return diagnostics
}

function checkStaticDir(
  given: string,
  { context, file }: { readonly context: CheckContext<HecateOptions>; readonly file: string },
): Diagnostic[] {
  const paths = context.plan.entries.map((entry) => entry.path)
  const packed = paths.filter((path) => path.startsWith(`${STATIC}/`)).length
  if (given === 'none') return packed === 0 ? [] : [staticDir(file, { given, packed })]
  const folder = `${given.replace(/\/+$/, '')}/`
  return paths.some((path) => path.startsWith(folder)) ? [] : [staticDir(file, { given, packed })]
}

/** Keys sorted, so that only the content counts; maps of Erlang have no order. */
function show(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    const entries = part instanceof Map ? [...part] : Object.entries(part)
    return Object.fromEntries(entries.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)))
  })
}
