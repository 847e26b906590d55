import type { Diagnostic, Place } from '@plugwright/diagnostics'
import { packedFormat, packedInvalid, packedNotJson, packedTooLarge } from './diagnostics.ts'
import { LIMITS } from './limits.ts'
import type { PackedManifest, PackedPlugin } from './manifest.generated.ts'
import type { Manifest } from './manifest.ts'
import { PACKED_KEYS } from './packed-keys.generated.ts'
import type { SchemaError } from './schema-problems.ts'
import { validatePackedManifest } from './validate.generated.ts'

/** Name and version of the package format that this version writes and reads. */
export const PACKED_FORMAT = 'plugwright/1'

/** What {@link parsePackedManifest} gives. */
export interface ParsedPackedManifest {
  /** Absent where there are diagnostics. */
  readonly packed?: PackedManifest
  /** The `format` that the document names, supported or not; a manifest.json of another system has none of ours. */
  readonly format?: unknown
  readonly diagnostics: readonly Diagnostic[]
}

/** Turns a manifest into the `plugin` of a packed manifest: plain JSON, keys in the order of the schema. */
export function toPackedPlugin(manifest: Manifest): PackedPlugin {
  const { files: _files, secrets: _secrets, targets: _targets, requires, ...plugin } = manifest
  return inSchemaOrder({
    ...plugin,
    requires: { ...requires, plugins: Object.fromEntries(requires.plugins) },
  })
}

/** Turns the `plugin` of a packed manifest back into a manifest; what matters only for packing is empty. */
export function fromPackedPlugin(plugin: PackedPlugin): Manifest {
  const { requires, ...rest } = plugin
  return {
    ...rest,
    requires: { ...requires, plugins: new Map(Object.entries(requires.plugins)) },
    files: [],
    secrets: { allow: [] },
    targets: new Map(),
  }
}

/**
 * Parses the manifest.json of a package and checks its shape. Unknown fields are ignored, so that later versions of
 * `plugwright/1` may add some. Never throws; verifies no digest.
 *
 * Errors: PACKED_TOO_LARGE, PACKED_INVALID_JSON, PACKED_UNSUPPORTED_FORMAT, PACKED_INVALID.
 */
export function parsePackedManifest(
  content: string | Uint8Array,
  options: { readonly file?: string } = {},
): ParsedPackedManifest {
  const place: Place = options.file === undefined ? {} : { file: options.file }
  const size = typeof content === 'string' ? content.length : content.byteLength
  if (size > LIMITS.packedManifestBytes)
    return refuse(packedTooLarge(`has ${size} bytes; at most ${LIMITS.packedManifestBytes} are read`, place))
  let value: unknown
  try {
    const text =
      typeof content === 'string' ? content : new TextDecoder('utf-8', { fatal: true }).decode(content)
    if (isTooDeep(text)) return refuse(packedTooLarge(`is nested deeper than ${JSON_DEPTH} levels`, place))
    value = JSON.parse(text)
  } catch (error) {
    return refuse(packedNotJson(error instanceof Error ? error.message : String(error), place))
  }
  const format = formatOf(value)
  if (format !== PACKED_FORMAT) return { ...refuse(packedFormat(format ?? null, place)), format }
  if (validatePackedManifest(value)) return { packed: value as PackedManifest, format, diagnostics: [] }
  const errors = (validatePackedManifest.errors ?? []).slice(0, LIMITS.problems)
  return { ...refuse(...errors.map((error) => toDiagnostic(error, place))), format }
}

function formatOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined
}

function refuse(...diagnostics: Diagnostic[]): ParsedPackedManifest {
  return { diagnostics }
}

/** The levels of plugin.yaml and those that a packed manifest puts around it. */
const JSON_DEPTH = LIMITS.depth + 8

/** The validator recurses along the nav; JSON.parse itself does not mind. */
function isTooDeep(text: string): boolean {
  let depth = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/gs)) {
    if (token === '[' || token === '{') depth++
    else if (token === ']' || token === '}') depth--
    if (depth > JSON_DEPTH) return true
  }
  return false
}

function toDiagnostic(error: SchemaError, place: Place): Diagnostic {
  const { instancePath, keyword, params } = error
  const path = instancePath.slice(1).replaceAll('/', '.')
  if (keyword === 'required') {
    const field = `${path === '' ? '' : `${path}.`}${String(params['missingProperty'])}`
    return packedInvalid(field, 'is missing', place)
  }
  const expected = keyword === 'type' ? ` (${[params['type']].flat().join(' or ')} expected)` : ''
  return packedInvalid(path, `has a wrong ${keyword === 'type' ? 'type' : 'value'}${expected}`, place)
}

function inSchemaOrder(plugin: PackedPlugin): PackedPlugin {
  const entries = PACKED_KEYS.flatMap((key) =>
    plugin[key] === undefined ? [] : [[key, plugin[key]] as const],
  )
  return Object.fromEntries(entries) as unknown as PackedPlugin
}
