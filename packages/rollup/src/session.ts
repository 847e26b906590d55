import { realpathSync } from 'node:fs'
import path from 'node:path'
import type { BundleEntryPoint, BundleRequest } from '@plugwright/pack'
import { isFrontend, toFileStem } from '@plugwright/pack/bundling'
import type { BundlePlace } from '@plugwright/pack/bundling'

/** The module id of the one entry point of a `server-cjs` bundle. */
export const SERVER_BODY = 'plugwright-server-body'

/** What is known and collected while one request is bundled. */
export interface BundleSession extends BundlePlace {
  /** Runs in a browser. */
  readonly isFrontend: boolean
  /** The files of the request's entry points, links followed, in its order. */
  readonly entryFiles: readonly string[]
  /** External modules that CommonJS code requires. */
  readonly required: Set<string>
  /** Files that plugins of the build have read beside modules, absolute. */
  readonly read: Set<string>
}

/** Creates the state of one bundle. `dir` is the plugin folder. */
export function createSession(request: BundleRequest, dir: string): BundleSession {
  const realDir = realpathSync(dir)
  return {
    request,
    dir: path.resolve(dir),
    realDir,
    isFrontend: isFrontend(request),
    entryFiles: request.entryPoints.map(({ module }) => toRealFile(path.join(realDir, module))),
    required: new Set(),
    read: new Set(),
  }
}

/** The input of the build: entry points by the names of their outputs. */
export function toInput({ request, entryFiles }: BundleSession): Record<string, string> {
  if (request.shape === 'server-cjs') return { [entryName(0)]: SERVER_BODY }
  return Object.fromEntries(entryFiles.map((file, index) => [entryName(index), file]))
}

/** How the output of an entry point is named until it is named after its content. */
export function entryName(index: number): string {
  return `plugwright-entry-${index}`
}

/** The entry point that a name of {@link entryName} stands for; none for the body, which is of all. */
export function entryPointOf(
  fileName: string,
  { request }: BundleSession,
): (BundleEntryPoint & { readonly stem: string }) | undefined {
  const index = /^plugwright-entry-(\d+)\./.exec(fileName)?.[1]
  if (index === undefined) return undefined
  const entryPoint = request.entryPoints[Number(index)]
  if (entryPoint === undefined) throw new Error(`The output ${fileName} is of no entry point.`)
  return { ...entryPoint, stem: toFileStem(request.shape === 'server-cjs' ? request.id : entryPoint.name) }
}

/** The file behind a module id: without Rollup's mark of virtual modules, without a query. */
export function fileOfModule(id: string): string {
  return id.replace(/^\0/, '').replace(/[?#].*$/, '')
}

function toRealFile(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    return file
  }
}
