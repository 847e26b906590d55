import { isUtf8 } from 'node:buffer'
import { basename, dirname, join } from 'node:path'
import { hasErrors, PluginError } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import { manifestNotFound, manifestUnreadable, notUtf8, pathOutside, tooLarge } from './diagnostics.ts'
import { errorCode, readSmallFile, realPathIfAny, statIfAny } from './file-system.ts'
import { LIMITS } from './limits.ts'
import type { ManifestSource } from './manifest.generated.ts'
import type { Manifest, PluginFiles } from './manifest.ts'
import type { ParsedManifest } from './parse-manifest.ts'
import { openPluginFolder } from './plugin-folder.ts'
import type { PluginFolder } from './plugin-folder.ts'
import { readPlainYaml } from './read-plain-yaml.ts'
import { resolveManifest } from './resolve-manifest.ts'
import { validateManifestSource } from './validate.generated.ts'

/** Name of the file that makes a folder a plugin. */
export const MANIFEST_FILE = 'plugin.yaml'

/** A manifest with the place it was read from. */
export interface ReadManifest {
  /** Absent where any diagnostic is an error. */
  readonly manifest?: Manifest
  readonly diagnostics: readonly Diagnostic[]
  /** The plugin.yaml, below the path that was given. */
  readonly file: string
  /** Its folder. */
  readonly dir: string
}

/** A valid manifest with the place it was read from. */
export interface LoadedManifest extends ReadManifest {
  readonly manifest: Manifest
}

/**
 * Reads the plugin.yaml of a folder, or a file given itself, and checks everything. Never throws.
 *
 * Adds MANIFEST_NOT_FOUND, MANIFEST_UNREADABLE, MANIFEST_NOT_UTF8 and MANIFEST_PATH_OUTSIDE to the problems of
 * {@link parseManifest} and {@link resolveManifest}.
 */
export async function readManifest(dirOrFile: string): Promise<ReadManifest> {
  const isFile = statIfAny(dirOrFile)?.isDirectory() !== true && /\.ya?ml$/.test(dirOrFile)
  const dir = isFile ? dirname(dirOrFile) : dirOrFile
  const fileName = isFile ? basename(dirOrFile) : MANIFEST_FILE
  const file = join(dir, fileName)
  const folder = openFolder({ dir, realDir: realPathIfAny(dir) ?? dir }, file)
  if ('code' in folder) return { diagnostics: [folder], file, dir }
  const { manifest, diagnostics } = await readManifestIn(folder, { fileName })
  return { ...(manifest !== undefined && { manifest }), diagnostics, file, dir }
}

/** The same as {@link readManifest}, but throws a `PluginError` with all diagnostics where any is an error. */
export async function loadManifest(dirOrFile: string): Promise<LoadedManifest> {
  const { manifest, ...rest } = await readManifest(dirOrFile)
  if (manifest === undefined || hasErrors(rest.diagnostics)) throw new PluginError(rest.diagnostics)
  return { manifest, ...rest }
}

/** The folder, or why the manifest in it, `file`, cannot be looked for. */
export function openFolder(
  place: { readonly dir: string; readonly realDir: string },
  file: string,
): PluginFolder | Diagnostic {
  try {
    return openPluginFolder(place)
  } catch (error) {
    return unreadable(error, file)
  }
}

/** What {@link readManifestIn} gives. */
export interface ReadManifestIn {
  readonly manifest?: Manifest
  readonly diagnostics: readonly Diagnostic[]
  readonly file: string
  readonly parsed?: ParsedManifest
}

/** Reads the manifest of an open folder; `folderName` where the plugin's name must equal it. Never throws. */
export async function readManifestIn(
  folder: PluginFolder,
  options: { readonly fileName?: string; readonly folderName?: string } = {},
): Promise<ReadManifestIn> {
  const { fileName = MANIFEST_FILE, folderName } = options
  const file = join(folder.dir, fileName)
  const text = readText(folder, fileName, file)
  if (typeof text !== 'string') return { diagnostics: [text], file }
  const { stat, list } = folder
  const files = { ...(folderName !== undefined && { folderName }), stat, list }
  const plain = parsePlain(text, file)
  if (plain !== undefined) {
    const read = resolve(plain, files, file)
    if (read.diagnostics.length === 0) return read
  }
  const { parseManifest } = await import('./parse-manifest.ts')
  return resolve(parseManifest(text, { file }), files, file)
}

/**
 * A manifest that is plain and has the right shape, as most do. Its places are not known; so where it has problems it
 * is parsed again. Until there is one, the YAML parser is not even loaded.
 */
function parsePlain(text: string, file: string): ParsedManifest | undefined {
  const value = readPlainYaml(text)
  if (value === undefined || !validateManifestSource(value)) return undefined
  const source = value as unknown as ManifestSource
  const { name, version } = source
  return { file, name, version, source, diagnostics: [], spanOf: () => undefined }
}

function resolve(parsed: ParsedManifest, files: PluginFiles, file: string): ReadManifestIn {
  const { manifest, diagnostics } = resolveManifest(parsed, files)
  const all = [...parsed.diagnostics, ...diagnostics]
  return { ...(manifest !== undefined && { manifest }), diagnostics: all, file, parsed }
}

/** The text of a file, or why there is none. */
function readText(folder: PluginFolder, fileName: string, file: string): string | Diagnostic {
  if (!folder.has(fileName)) return manifestNotFound(fileName, { file })
  // A link out of the folder would show another file's content in code frames.
  if (folder.stat(fileName) === 'outside') return pathOutside({ field: '', value: fileName }, { file })
  try {
    const content = readSmallFile(file, LIMITS.manifestBytes)
    if ('notAFile' in content) return manifestUnreadable('it is not a regular file', { file })
    if ('sizeInBytes' in content) return tooLarge(content.sizeInBytes, LIMITS.manifestBytes, { file })
    return isUtf8(content.bytes) ? content.bytes.toString('utf8') : notUtf8({ file })
  } catch (error) {
    return unreadable(error, file)
  }
}

/** Why a manifest could not be read, by the error of the system. */
function unreadable(error: unknown, file: string): Diagnostic {
  const code = errorCode(error)
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? manifestNotFound(basename(file), { file })
    : manifestUnreadable(code, { file })
}
