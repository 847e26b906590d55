import { compact } from '../merge/registry-records.ts'

/** Sizes per plugin as a build left them in `.vite/plugwright.json`. */
export interface BuildSizes {
  /** ISO time of the file. */
  readonly builtAt: string
  readonly plugins: ReadonlyMap<string, BuiltSize>
}

export interface BuiltSize {
  readonly chunks: number
  readonly stylesheets: number
  /** Scripts and stylesheets that hold nothing of another plugin. */
  readonly bytes: number
  /** Only where the build measured it, for the option `budget`. */
  readonly gzipBytes?: number
}

/**
 * Reads a build manifest. Another version may have written it, so whatever is missing or odd counts as nothing.
 *
 * @returns `undefined` where the text is no build manifest at all
 */
export function parseBuildSizes(text: string, builtAt: string): BuildSizes | undefined {
  const plugins = fieldsOf(fieldsOf(parseJson(text))['plugins'])
  const entries = Object.entries(plugins)
  if (entries.length === 0) return undefined
  return {
    builtAt,
    plugins: new Map(entries.map(([name, value]) => [name, toBuiltSize(fieldsOf(value))])),
  }
}

function toBuiltSize(plugin: Readonly<Record<string, unknown>>): BuiltSize {
  const total = fieldsOf(plugin['total'])
  return compact({
    chunks: lengthOf(plugin['chunks']),
    stylesheets: lengthOf(plugin['css']),
    bytes: numberOf(total['bytes']) ?? 0,
    gzipBytes: numberOf(total['gzip']),
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
