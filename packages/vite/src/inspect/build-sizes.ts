/** Sizes per plugin as a build left them in `.vite/plugwright.json`. */
export interface BuildSizes {
  /** ISO time of the file. */
  readonly builtAt: string
  readonly plugins: ReadonlyMap<string, BuiltSize>
}

export interface BuiltSize {
  readonly chunks: number
  readonly stylesheets: number
  readonly bytes: number
  readonly gzipBytes: number
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
  const chunks = listOf(plugin['chunks'])
  const stylesheets = listOf(plugin['css'])
  const files = [...chunks, ...stylesheets].map(fieldsOf)
  return {
    chunks: chunks.length,
    stylesheets: stylesheets.length,
    bytes: numberOf(plugin['bytes']) ?? sumOf(files, 'bytes'),
    gzipBytes: numberOf(plugin['gzip']) ?? numberOf(plugin['gzipBytes']) ?? sumOf(files, 'gzip'),
  }
}

function sumOf(files: readonly Readonly<Record<string, unknown>>[], field: string): number {
  return files.reduce((sum, file) => sum + (numberOf(file[field]) ?? 0), 0)
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

/** A list, or the values of an object with one entry per file. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : Object.values(fieldsOf(value))
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
