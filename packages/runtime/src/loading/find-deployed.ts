import { ReloadNeeded } from '../diagnostics.ts'
import type { PluginModule, RegistryData } from '../registry-data.ts'
import { fetchDeployRecord, type DeployPlace } from './deploy-record.ts'
import { findLevel } from './find-level.ts'
import { listLoadedFiles } from './loaded-files.ts'
import { addressOf } from './network-error.ts'

/** What {@link findDeployed} compares the deployed build with. */
export interface PresentPlugin {
  readonly plugin: string
  /** Its second level in this document, if that was loaded. */
  readonly module: PluginModule | undefined
  /** What could not be fetched. */
  readonly error: unknown
}

/** Another build of a plugin, which works in this document. */
export interface NewerPlugin {
  readonly version: string
  readonly module: PluginModule
}

/**
 * Asks the server what is deployed now. A newer build of a plugin is taken if everything that it shares with the host is what
 * this document has loaded already; otherwise there would be two copies of it. `gone`: it is no longer part of the application.
 * `undefined`: it is the one that this document has, or nothing is known.
 *
 * @throws ReloadNeeded where only a new document helps.
 */
export async function findDeployed(
  place: DeployPlace | undefined,
  { plugin, module, error }: PresentPlugin,
): Promise<NewerPlugin | 'gone' | undefined> {
  const record = place && (await fetchDeployRecord(place))
  if (record === undefined) return undefined
  const deployed = record.plugins.get(plugin)
  if (deployed === undefined) return 'gone'
  if (isReplaced(record.shared, listLoadedFiles())) throw new ReloadNeeded(UPDATED)
  const next = await importLevel(deployed.level, plugin)
  if (next !== undefined && next !== module) return { version: deployed.version, module: next }
  if (wasFetched(addressOf(error))) throw new ReloadNeeded(REMEMBERED)
  return undefined
}

/** Puts what was found into the data of a registry. */
export function adoptDeployed(
  data: RegistryData,
  { plugin, found }: { readonly plugin: string; readonly found: NewerPlugin | 'gone' },
): RegistryData {
  const plugins = data.plugins.flatMap((record) => {
    if (record.name !== plugin) return [record]
    if (found === 'gone') return []
    return [{ ...record, version: found.version, load: async () => found.module }]
  })
  return { ...data, plugins }
}

const UPDATED =
  'The application was updated since this page was opened. Reload it to go on with the new version.'
const REMEMBERED =
  'A file that it needs could not be fetched before, and this browser asks for it again only when the page is reloaded.'

/** Whether a shared file took the place of one that this document has. One that it has never had may come. */
function isReplaced(shared: readonly string[], loaded: ReadonlySet<string>): boolean {
  return shared.some((file) => {
    if (loaded.has(file)) return false
    const stem = stemOf(file)
    return [...loaded].some((other) => other.startsWith(stem))
  })
}

/** `…/assets/vendor-DNqOYNIj.js` → `…/assets/vendor-`; a name that is nothing but a hash is like every other in its folder. */
function stemOf(file: string): string {
  return /^.*\/(?:[^/.-]+[.-](?=.*\.))?/.exec(file)?.[0] ?? file
}

async function importLevel(address: string, plugin: string): Promise<PluginModule | undefined> {
  try {
    return findLevel(await import(/* @vite-ignore */ address), plugin)
  } catch {
    return undefined
  }
}

/** What was fetched and could not be imported imports something that this browser does not ask for again. */
function wasFetched(address = ''): boolean {
  const entries = performance.getEntriesByName(address, 'resource') as PerformanceResourceTiming[]
  const { responseStatus, contentType = '' } = (entries.at(-1) ??
    {}) as Partial<PerformanceResourceTiming> & {
    readonly contentType?: string
  }
  return responseStatus === 200 && contentType.includes('javascript')
}
