import { basename, join } from 'node:path'
import { hasErrors } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import { manifestUnreadable, packedTooLarge, pluginSourceRefused } from './diagnostics.ts'
import type { DiscoveredPlugin } from './discovery.ts'
import { errorCode, readSmallFile } from './file-system.ts'
import { LIMITS } from './limits.ts'
import { fromPackedPlugin, parsePackedManifest } from './packed-manifest.ts'
import type { PluginFolder } from './plugin-folder.ts'
import { MANIFEST_FILE, openFolder, readManifestIn } from './read-manifest.ts'
import { checkName } from './rules/plugin-name.ts'

/** Name of the file that makes a folder a prebuilt plugin. */
export const PACKED_MANIFEST_FILE = 'manifest.json'

/** Where a plugin folder was found. */
export interface FoundFolder {
  readonly dir: string
  /** The same, links resolved. */
  readonly realDir: string
  readonly source: string
  readonly rootIndex: number
  readonly trust: 'source' | 'packages'
}

/** A plugin, and what its result depends on. */
export interface ReadPlugin {
  /** `undefined`: the folder has no manifest and is no plugin. */
  readonly plugin: DiscoveredPlugin | undefined
  readonly dependsOn: readonly string[]
}

/** Reads the manifest of one folder. Runs and parses nothing else of the plugin, and never throws. */
export async function readPlugin(found: FoundFolder): Promise<ReadPlugin> {
  const manifestFile = join(found.dir, MANIFEST_FILE)
  const folder = openFolder(found, manifestFile)
  if ('code' in folder) {
    const plugin = toPlugin(found, { kind: 'source', manifestFile, diagnostics: [folder] })
    return { plugin: folder.code === 'MANIFEST_NOT_FOUND' ? undefined : plugin, dependsOn: [found.dir] }
  }
  const packed = readPacked(found, folder)
  if (packed?.kind === 'ours') return packed.read
  const read = await readSource(found, folder)
  return read.plugin === undefined && packed?.kind === 'broken' ? packed.read : read
}

async function readSource(found: FoundFolder, folder: PluginFolder): Promise<ReadPlugin> {
  const { dir, rootIndex, trust } = found
  const read = await readManifestIn(folder, rootIndex >= 0 ? { folderName: basename(dir) } : {})
  // A file that is not there is seen by its folder; a manifest.json of another system may be overwritten by ours.
  const present = [MANIFEST_FILE, PACKED_MANIFEST_FILE].filter((name) => folder.has(name))
  const dependsOn = [...folder.watched(), ...present.map((name) => join(dir, name))]
  if (read.diagnostics[0]?.code === 'MANIFEST_NOT_FOUND') return { plugin: undefined, dependsOn }
  const refused = trust === 'packages' ? [pluginSourceRefused({ file: read.file })] : []
  const { parsed, manifest } = read
  const plugin = toPlugin(found, {
    kind: 'source',
    manifestFile: read.file,
    diagnostics: [...refused, ...read.diagnostics],
    ...(parsed?.name !== undefined && { name: parsed.name }),
    ...(parsed?.version !== undefined && { version: parsed.version }),
    ...(manifest !== undefined && { manifest }),
  })
  return { plugin, dependsOn }
}

/** `broken`: a manifest.json that is not JSON; ours only if there is no plugin.yaml that says otherwise. */
function readPacked(
  found: FoundFolder,
  folder: PluginFolder,
): { readonly kind: 'ours' | 'broken'; readonly read: ReadPlugin } | undefined {
  const manifestFile = join(found.dir, PACKED_MANIFEST_FILE)
  const bytes = folder.has(PACKED_MANIFEST_FILE) ? readBytes(manifestFile) : undefined
  if (bytes === undefined) return undefined
  const dependsOn = [found.dir, manifestFile]
  const refuse = (diagnostics: readonly Diagnostic[]): ReadPlugin => ({
    plugin: toPlugin(found, { kind: 'prebuilt', manifestFile, diagnostics }),
    dependsOn,
  })
  if ('code' in bytes) return { kind: 'broken', read: refuse([bytes]) }

  const { packed, format, diagnostics } = parsePackedManifest(bytes, { file: manifestFile })
  if (packed === undefined) {
    const ours = typeof format === 'string' && format.startsWith('plugwright/')
    // JSON without a format of ours belongs to another system; the plugin.yaml beside it counts.
    if (!ours && diagnostics[0]?.code === 'PACKED_UNSUPPORTED_FORMAT') return undefined
    return { kind: ours ? 'ours' : 'broken', read: refuse(diagnostics) }
  }
  const manifest = fromPackedPlugin(packed.plugin)
  const { name, version } = manifest
  const folderName = found.rootIndex >= 0 ? basename(found.dir) : undefined
  const checked = [...checkName(name, folderName, () => ({ file: manifestFile }))]
  const plugin = toPlugin(found, {
    kind: 'prebuilt',
    manifestFile,
    diagnostics: checked,
    name,
    version,
    ...(!hasErrors(checked) && { manifest, packed }),
  })
  return { kind: 'ours', read: { plugin, dependsOn } }
}

/** The bytes of a file, why it cannot be read, or nothing where it does not exist. */
function readBytes(file: string): Uint8Array | Diagnostic | undefined {
  try {
    const content = readSmallFile(file, LIMITS.packedManifestBytes)
    if ('bytes' in content) return content.bytes
    if ('notAFile' in content) return manifestUnreadable('it is not a regular file', { file })
    const { packedManifestBytes } = LIMITS
    return packedTooLarge(`has ${content.sizeInBytes} bytes; at most ${packedManifestBytes} are read`, {
      file,
    })
  } catch (error) {
    const code = errorCode(error)
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : manifestUnreadable(code, { file })
  }
}

type PluginPart = Pick<DiscoveredPlugin, 'kind' | 'manifestFile' | 'diagnostics'> &
  Partial<Pick<DiscoveredPlugin, 'name' | 'version' | 'manifest' | 'packed'>>

function toPlugin(found: FoundFolder, part: PluginPart): DiscoveredPlugin {
  const { dir, realDir, source, rootIndex } = found
  const folderName = basename(dir)
  // Below a root the folder is the name: a copied plugin that still says `crm` must not shadow the real one.
  const name = rootIndex >= 0 ? folderName : (part.name ?? folderName)
  const state = hasErrors(part.diagnostics) ? 'invalid' : 'valid'
  const { manifest, ...rest } = part
  return {
    ...rest,
    name,
    dir,
    realDir,
    source,
    state,
    ...(state === 'valid' && manifest !== undefined && { manifest }),
    rootIndex,
  }
}
