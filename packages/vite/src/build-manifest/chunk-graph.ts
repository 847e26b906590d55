import type { Rolldown } from 'vite'

/** What is asked about a script of a build. The bundler makes each answer when it is asked, so each is asked for once. */
export interface Chunk {
  readonly fileName: string
  readonly name: string
  readonly isEntry: boolean
  readonly facadeModuleId: string | null
  readonly moduleIds: readonly string[]
  /** Files that it imports statically. */
  readonly imports: readonly string[]
  readonly dynamicImports: readonly string[]
  /** Stylesheets that are applied with it. */
  readonly sheets: readonly string[]
  /** Images, fonts and other files that it names. */
  readonly assets: readonly string[]
}

/** The scripts and stylesheets of a build, and what each of them needs. */
export interface ChunkGraph {
  /** Scripts by file name. */
  readonly chunks: ReadonlyMap<string, Chunk>
  /** The script that holds a module; `undefined` where its code is in none. */
  chunkOf(id: string): Chunk | undefined
  /**
   * Scripts and all that they import statically, then the stylesheets of all of them in the order of the cascade; without the
   * given files and what only these need.
   */
  filesOf(roots: readonly Chunk[], except?: ReadonlySet<string>): readonly string[]
  /** Scripts and all that they import, lazily too, except the given files. */
  reach(roots: readonly Chunk[], except: ReadonlySet<string>): ReadonlySet<Chunk>
}

/** Reads the chunks of a bundle as a {@link ChunkGraph}. */
export function createChunkGraph(bundle: Rolldown.OutputBundle): ChunkGraph {
  const chunks = new Map<string, Chunk>()
  const holders = new Map<string, Chunk>()
  for (const file of Object.values(bundle)) {
    if (file.type !== 'chunk') continue
    const chunk = toChunk(file)
    chunks.set(chunk.fileName, chunk)
    for (const id of chunk.moduleIds) holders.set(id, chunk)
  }
  let facades: ReadonlyMap<string | null, Chunk> | undefined

  function walk({ fileName, imports, sheets: applied }: Chunk, found: Walk): void {
    const { scripts, sheets, except } = found
    if (scripts.has(fileName) || except.has(fileName)) return
    scripts.add(fileName)
    for (const name of imports) {
      const imported = chunks.get(name)
      if (imported !== undefined) walk(imported, found)
    }
    // What a script imports is evaluated before it, and so its styles come first.
    for (const sheet of applied) if (!except.has(sheet)) sheets.add(sheet)
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

function toChunk(output: Rolldown.OutputChunk): Chunk {
  const { fileName, name, isEntry, facadeModuleId, moduleIds, imports, dynamicImports } = output
  const { importedCss = [], importedAssets = [] } = output.viteMetadata ?? {}
  return {
    fileName,
    name,
    isEntry,
    facadeModuleId,
    moduleIds,
    imports,
    dynamicImports,
    sheets: [...importedCss],
    assets: [...importedAssets],
  }
}

const NOTHING: ReadonlySet<string> = new Set()

interface Walk {
  readonly except: ReadonlySet<string>
  readonly scripts: Set<string>
  readonly sheets: Set<string>
}
