import { readFile } from 'node:fs/promises'
import { realpathSync } from 'node:fs'
import path from 'node:path'
import type { BundleRequest } from '@plugwright/pack'
import { isFrontend, toContentHash, toFileStem } from '@plugwright/pack/bundling'
import { mediaTypeOf } from './dialect/media-types.ts'

/** A file that is copied beside the bundle. */
export interface EmittedAsset {
  /** The source, absolute. */
  readonly source: string
  readonly bytes: Uint8Array
}

/** What the parts of the dialect know and collect while one request is bundled. */
export interface BundleSession {
  readonly request: BundleRequest
  /** The plugin folder, absolute, as the caller named it. */
  readonly dir: string
  /** The same with links followed; esbuild reports sources by their real paths. */
  readonly realDir: string
  readonly pluginName: string
  /** Runs in a browser. */
  readonly isFrontend: boolean
  /** Output name (`assets/logo-<hash>.png`) → content. */
  readonly assets: Map<string, EmittedAsset>
  /** Files that went into the bundle without esbuild's knowledge, absolute. */
  readonly sources: Set<string>
}

/** Creates the state of one bundle. */
export function createSession(
  request: BundleRequest,
  plugin: { readonly dir: string; readonly name: string },
): BundleSession {
  return {
    request,
    dir: path.resolve(plugin.dir),
    realDir: realpathSync(plugin.dir),
    pluginName: plugin.name,
    isFrontend: isFrontend(request),
    assets: new Map(),
    sources: new Set(),
  }
}

/**
 * Puts a file beside the bundle and returns its URL, relative to it: `logo.png` → `./assets/logo-<16 hex of SHA-256>.png`.
 * All modules and style sheets lie in one folder, so it is right in each of them. A module that brings its CSS
 * itself is to work from wherever it is loaded: there the file becomes part of it, as a `data:` URL.
 */
export async function emitAsset(session: BundleSession, source: string): Promise<string> {
  const bytes = await readFile(source)
  const { name, ext } = path.parse(source)
  if (session.request.css === 'inject') {
    session.sources.add(source)
    return `data:${mediaTypeOf(ext)};base64,${bytes.toString('base64')}`
  }
  const output = `assets/${toFileStem(name)}-${toContentHash(bytes)}${ext.toLowerCase()}`
  session.assets.set(output, { source, bytes })
  return `./${output}`
}
