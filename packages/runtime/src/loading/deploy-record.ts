/** Where the record of a build lies. */
export interface DeployPlace {
  /** Address of a file of the build that asks. */
  readonly from: string
  /** From there to the build's base: `../`. */
  readonly base: string
  /** From the base to the record: `assets/plugins/registry.json`. */
  readonly record: string
}

/** What the build that is deployed now says about itself, with whole addresses. */
export interface DeployRecord {
  /** Files that plugins import statically and share with the host or each other. */
  readonly shared: readonly string[]
  readonly plugins: ReadonlyMap<string, DeployedPlugin>
}

/** One plugin of a {@link DeployRecord}. */
export interface DeployedPlugin {
  readonly version: string
  /** The file with its second level. */
  readonly level: string
}

/** Long enough for a slow line; a card waits for it. */
const TIMEOUT_MS = 10_000

/**
 * Fetches the record of the build that is deployed now, past every cache. `undefined` when it cannot be had or is not in order;
 * only files below the build's base count.
 */
export async function fetchDeployRecord(place: DeployPlace): Promise<DeployRecord | undefined> {
  try {
    const base = new URL(place.base, place.from).href
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(new URL(place.record, base), { cache: 'no-store', signal })
    return response.ok ? parseDeployRecord(await response.json(), base) : undefined
  } catch {
    return undefined
  }
}

/** Reads a record; one path that leads out of the base spoils it. */
export function parseDeployRecord(record: unknown, base: string): DeployRecord | undefined {
  const { shared, plugins } = (record ?? {}) as { readonly shared?: unknown; readonly plugins?: unknown }
  if (!Array.isArray(shared) || !isRecord(plugins)) return undefined
  const files = shared.map((path) => toAddress(path, base))
  const entries = Object.entries(plugins).map(([name, plugin]) => {
    const { version, level } = (plugin ?? {}) as { readonly version?: unknown; readonly level?: unknown }
    return [name, { version: String(version), level: toAddress(level, base) }] as const
  })
  const isInOrder = !files.includes('') && entries.every(([, { level }]) => level !== '')
  return isInOrder ? { shared: files, plugins: new Map(entries) } : undefined
}

/** The empty string for what is no script below the base. */
function toAddress(path: unknown, base: string): string {
  if (typeof path !== 'string' || !URL.canParse(path, base)) return ''
  const { href } = new URL(path, base)
  return href.startsWith(base) && /\.m?js$/.test(href) ? href : ''
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
