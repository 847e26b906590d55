import type { Rolldown } from 'vite'

/** The scripts and stylesheets of a build, and what each of them needs. */
export interface ChunkGraph {
  /** Scripts by file name. */
  readonly chunks: ReadonlyMap<string, Rolldown.OutputChunk>
  /** The script that holds a module; `undefined` where its code is in none. */
  chunkOf(id: string): Rolldown.OutputChunk | undefined
  /** Scripts and all that they import statically, then the stylesheets of all of them in the order of the cascade. */
  filesOf(roots: readonly Rolldown.OutputChunk[]): ReadonlySet<string>
  /** Scripts and all that they import, lazily too, except the given files. */
  reach(
    roots: readonly Rolldown.OutputChunk[],
    except: ReadonlySet<string>,
  ): ReadonlySet<Rolldown.OutputChunk>
}

/** Reads the chunks of a bundle as a {@link ChunkGraph}. */
export function createChunkGraph(bundle: Rolldown.OutputBundle): ChunkGraph {
  const chunks = new Map<string, Rolldown.OutputChunk>()
  const holders = new Map<string, Rolldown.OutputChunk>()
  for (const file of Object.values(bundle)) {
    if (file.type !== 'chunk') continue
    chunks.set(file.fileName, file)
    for (const id of file.moduleIds) holders.set(id, file)
  }
  let facades: ReadonlyMap<string | null, Rolldown.OutputChunk> | undefined

  function walk(chunk: Rolldown.OutputChunk, { scripts, sheets }: Walk): void {
    if (scripts.has(chunk.fileName)) return
    scripts.add(chunk.fileName)
    for (const name of chunk.imports) {
      const imported = chunks.get(name)
      if (imported !== undefined) walk(imported, { scripts, sheets })
    }
    // What a script imports is evaluated before it, and so its styles come first.
    for (const sheet of chunk.viteMetadata?.importedCss ?? []) sheets.add(sheet)
  }

  return {
    chunks,
    chunkOf(id) {
      const holder = holders.get(id)
      if (holder !== undefined) return holder
      // A file that only passes on what others export has no code of its own.
      facades ??= new Map(Array.from(chunks.values(), (chunk) => [chunk.facadeModuleId, chunk]))
      return facades.get(id)
    },
    filesOf(roots) {
      const found: Walk = { scripts: new Set(), sheets: new Set() }
      for (const root of roots) walk(root, found)
      return new Set([...found.scripts, ...found.sheets])
    },
    reach(roots, except) {
      const found = new Set(roots)
      // Grows while it is walked.
      for (const chunk of found) {
        for (const name of [...chunk.imports, ...chunk.dynamicImports]) {
          const imported = except.has(name) ? undefined : chunks.get(name)
          if (imported !== undefined) found.add(imported)
        }
      }
      return found
    },
  }
}

interface Walk {
  readonly scripts: Set<string>
  readonly sheets: Set<string>
}
