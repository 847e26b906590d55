import type { BundleSession } from './session.ts'
import { canonicalPath, toSourceFile } from './source-path.ts'

/**
 * Names the sources of a source map in a way that is the same on every machine: relative to the plugin folder, or
 * from `node_modules/` on. `folder` is what they are relative to now.
 */
export function toPortableSourceMap(
  text: string,
  { folder, session }: { readonly folder: string; readonly session: BundleSession },
): string {
  const map = JSON.parse(text) as { sources: string[] }
  const sources = map.sources.map((source) => canonicalPath(toSourceFile(source, folder), session.realDir))
  return JSON.stringify({ ...map, sources })
}
