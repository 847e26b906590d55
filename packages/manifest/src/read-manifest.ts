import { realpath } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { hasErrors, PluginError } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import { manifestNotFound, manifestUnreadable, notUtf8, pathOutside, tooLarge } from './diagnostics.ts'
import { errorCode, lstatPath, readSmallFile, statIfAny } from './file-system.ts'
import { LIMITS } from './limits.ts'
import type { Manifest } from './manifest.ts'
import { parseManifest } from './parse-manifest.ts'
import type { ParsedManifest } from './parse-manifest.ts'
import { listReferences } from './references.ts'
import { resolveManifest } from './resolve-manifest.ts'
import { snapshotFiles } from './snapshot-files.ts'

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
  const isFile = (await statIfAny(dirOrFile))?.isDirectory() !== true && /\.ya?ml$/.test(dirOrFile)
  const dir = isFile ? dirname(dirOrFile) : dirOrFile
  const { manifest, diagnostics, file } = await readManifestIn(dir, {
    fileName: isFile ? basename(dirOrFile) : MANIFEST_FILE,
  })
  return { ...(manifest !== undefined && { manifest }), diagnostics, file, dir }
}

/** The same as {@link readManifest}, but throws a `PluginError` with all diagnostics where any is an error. */
export async function loadManifest(dirOrFile: string): Promise<LoadedManifest> {
  const { manifest, ...rest } = await readManifest(dirOrFile)
  if (manifest === undefined || hasErrors(rest.diagnostics)) throw new PluginError(rest.diagnostics)
  return { manifest, ...rest }
}

/** What {@link readManifestIn} gives. */
export interface ReadManifestIn {
  readonly manifest?: Manifest
  readonly diagnostics: readonly Diagnostic[]
  readonly file: string
  readonly parsed?: ParsedManifest
  /** Folders whose change may change the result; see {@link snapshotFiles}. */
  readonly watched: readonly string[]
}

/**
 * Reads the manifest of a folder; `folderName` where the plugin's name must equal it, `realDir` where it is known.
 * Never throws.
 */
export async function readManifestIn(
  dir: string,
  options: { readonly fileName?: string; readonly folderName?: string; readonly realDir?: string } = {},
): Promise<ReadManifestIn> {
  const file = join(dir, options.fileName ?? MANIFEST_FILE)
  const text = await readText(file, dir)
  if (typeof text !== 'string') return { diagnostics: [text], file, watched: [dir] }
  const parsed = parseManifest(text, { file })
  if (parsed.source === undefined) return { diagnostics: parsed.diagnostics, file, parsed, watched: [dir] }
  const paths = listReferences(parsed.source).flatMap((reference) => reference.paths)
  const realDir = options.realDir ?? (await realpath(dir).catch(() => dir))
  const { files, watched } = await snapshotFiles({ dir, realDir }, paths, options.folderName)
  const { manifest, diagnostics } = resolveManifest(parsed, files)
  const all = [...parsed.diagnostics, ...diagnostics]
  return { ...(manifest !== undefined && { manifest }), diagnostics: all, file, parsed, watched }
}

/** The text of a file, or why there is none. */
async function readText(file: string, dir: string): Promise<string | Diagnostic> {
  try {
    // A link out of the folder would show another file's content in code frames.
    if (
      (await lstatPath(file)).isSymbolicLink() &&
      !(await realpath(file)).startsWith((await realpath(dir)) + sep)
    )
      return pathOutside({ field: '', value: basename(file) }, { file })
    const content = await readSmallFile(file, LIMITS.manifestBytes)
    if ('notAFile' in content) return manifestUnreadable('it is not a regular file', { file })
    if ('sizeInBytes' in content) return tooLarge(content.sizeInBytes, LIMITS.manifestBytes, { file })
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content.bytes)
  } catch (error) {
    if (error instanceof TypeError) return notUtf8({ file })
    const code = errorCode(error)
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? manifestNotFound(basename(file), { file })
      : manifestUnreadable(code, { file })
  }
}
