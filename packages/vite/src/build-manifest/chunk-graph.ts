import type { Rolldown } from 'vite'

/** The scripts and stylesheets of a build, and what each of them needs. */
export interface ChunkGraph {
  /** Scripts by file name. */
  readonly chunks: ReadonlyMap<string, Rolldown.OutputChunk>
  /** The script that holds a module; `undefined` where its code is in none. */
  chunkOf(id: string): Rolldown.OutputChunk | undefined
  /**
   * Scripts and all that they import statically, then the stylesheets of all of them in the order of the cascade; without the
   * given files and what only these need.
   */
  filesOf(roots: readonly Rolldown.OutputChunk[], except?: ReadonlySet<string>): readonly string[]
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

  function walk({ fileName, imports, viteMetadata }: Rolldown.OutputChunk, found: Walk): void {
    const { scripts, sheets, except } = found
    if (scripts.has(fileName) || except.has(fileName)) return
    scripts.add(fileName)
    for (const name of imports) {
      const imported = chunks.get(name)
      if (imported !== undefined) walk(imported, found)
    }
    // What a script imports is evaluated before it, and so its styles come first.
    for (const sheet of viteMetadata?.importedCss ?? []) if (!except.has(sheet)) sheets.add(sheet)
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
    filesOf(roots, except = NOTHING) {
      const found: Walk = { scripts: new Set(), sheets: new Set(), except }
      for (const root of roots) walk(root, found)
      return [...found.scripts, ...found.sheets]
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

const NOTHING: ReadonlySet<string> = new Set()

interface Walk {
  readonly except: ReadonlySet<string>
  readonly scripts: Set<string>
  readonly sheets: Set<string>
}
