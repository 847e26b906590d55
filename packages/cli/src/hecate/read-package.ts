import { listArchive, readArchiveFiles } from '@plugwright/archive'
import { PluginError } from '@plugwright/diagnostics'
import { callbackNotLoadable, ebinNotFound, notHecatePackage } from './diagnostics.ts'

/** What installing needs to know of a package. */
export interface HecatePackage {
  /** The archive, absolute. */
  readonly file: string
  readonly name: string
  readonly version: string
  readonly callbackModule: string
}

/**
 * Reads a package for Hecate, ours or made by `tar czf`, and finds what the daemon would stumble over. Throws `ARCHIVE_…` for
 * a damaged archive, `HECATE_NOT_A_PACKAGE`, `HECATE_EBIN_NOT_FOUND` and `HECATE_CALLBACK_NOT_LOADABLE`.
 */
export async function readHecatePackage(file: string, signal: AbortSignal): Promise<HecatePackage> {
  const options = { profile: 'foreign', signal } as const
  const names = new Set((await listArchive(file, options)).entries.map((entry) => entry.path))
  if (!names.has('manifest.json')) {
    const nested = [...names].find((name) => /^[^/]+\/(?:manifest\.json|ebin\/)/.test(name))
    if (nested === undefined) throw new PluginError([notHecatePackage(file, 'it has no manifest.json')])
    throw new PluginError([
      ebinNotFound(`the archive is not flat, everything is in ${nested.split('/')[0]}/`),
    ])
  }
  const files = await readArchiveFiles(file, ['manifest.json'], options)
  const found = parsePackage(new TextDecoder().decode(files.get('manifest.json')))
  if (typeof found === 'string') throw new PluginError([notHecatePackage(file, found)])
  if (![...names].some((name) => name.startsWith('ebin/')))
    throw new PluginError([ebinNotFound('the archive has no folder ebin/ at its top')])
  if (!names.has(`ebin/${found.callbackModule}.beam`))
    throw new PluginError([
      callbackNotLoadable(found.callbackModule, 'has no .beam file in ebin/ of the archive'),
    ])
  return { file, ...found }
}

/** The package, or why it is none. */
function parsePackage(text: string): Omit<HecatePackage, 'file'> | string {
  const fields = parseRecord(text)
  if (fields === undefined) return 'its manifest.json is no JSON object'
  const { name, version, callback_module: callbackModule, plugin_type: type } = fields
  if (type !== 'in_vm') return 'plugin_type in its manifest.json is not in_vm'
  // It becomes the name of a folder.
  if (typeof name !== 'string' || !/^_?[a-z0-9][a-z0-9_-]*$/.test(name))
    return 'its manifest.json has no usable name'
  if (typeof version !== 'string') return 'its manifest.json has no version'
  if (typeof callbackModule !== 'string') return 'its manifest.json has no callback_module'
  return { name, version, callbackModule }
}

function parseRecord(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isRecord ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
