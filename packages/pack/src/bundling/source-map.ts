/**
 * Names the sources of a source map in a way that is the same on every machine. `nameOf` gets each source as the map
 * has it; see `canonicalPath`.
 */
export function toPortableSourceMap(text: string, nameOf: (source: string) => string): string {
  const map = JSON.parse(text) as { sources: string[] }
  return JSON.stringify({ ...map, sources: map.sources.map(nameOf) })
}
