import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createResolver } from './resolve-specifier.ts'
import { parseModule } from './source-module.ts'
import type { ModuleExport, Parse, SourceModule } from './source-module.ts'

/** The app's own source files and what they import; files are read when they are asked for. */
export interface ModuleGraph {
  /** The folder of the app, absolute, with `/`. */
  readonly root: string
  /** `undefined` for what is no JavaScript or TypeScript, or cannot be read. */
  load(file: string): SourceModule | undefined
  /** The file that an import leads to; `undefined` for packages and for what is not there. */
  resolve(specifier: string, importer: string): string | undefined
  /** Tells whether an import is meant to lead to a file of the app. */
  isOwn(specifier: string, importer: string): boolean
  /** Where a name is exported from in the end: through `export … from` and barrel files. */
  findExport(file: string, name: string): FoundExport | undefined
  /** All files that can be reached from some, in the order of the imports, without going through `except`. */
  reach(entries: readonly string[], except?: ReadonlySet<string>): readonly SourceModule[]
}

/** An export, in the file that declares it. */
export interface FoundExport {
  readonly module: SourceModule
  /** Its name there. */
  readonly name: string
  readonly target: ModuleExport
}

/** Creates a {@link ModuleGraph} over the folder of an app. */
export function createModuleGraph(root: string, parse: Parse): ModuleGraph {
  const modules = new Map<string, SourceModule | undefined>()
  const resolver = createResolver(root, parse)

  function load(file: string): SourceModule | undefined {
    if (!modules.has(file)) modules.set(file, /\.[cm]?[jt]sx?$/.test(file) ? read(file, parse) : undefined)
    return modules.get(file)
  }

  function findExport(
    file: string,
    name: string,
    seen: ReadonlySet<string> = new Set(),
  ): FoundExport | undefined {
    const module = load(file)
    if (module === undefined || seen.has(`${file} ${name}`)) return undefined
    const visited = new Set([...seen, `${file} ${name}`])
    const target = module.exports.get(name)
    if (target === undefined) {
      const inside = module.exportsAllOf.flatMap((specifier) => resolver.resolve(specifier, file) ?? [])
      return inside.map((other) => findExport(other, name, visited)).find((found) => found !== undefined)
    }
    const from =
      'from' in target ? target.from : 'local' in target ? module.imports.get(target.local) : undefined
    const next = from === undefined ? undefined : resolver.resolve(from.specifier, file)
    const isFollowed = from !== undefined && next !== undefined && from.name !== '*'
    return (isFollowed && findExport(next, from.name, visited)) || { module, name, target }
  }

  function reach(entries: readonly string[], except?: ReadonlySet<string>): readonly SourceModule[] {
    const found: SourceModule[] = []
    // Grows while it is walked.
    const files = new Set(entries)
    for (const file of files) {
      const module = except?.has(file) === true ? undefined : load(file)
      if (module === undefined) continue
      found.push(module)
      for (const specifier of module.specifiers) {
        const target = resolver.resolve(specifier, file)
        if (target !== undefined) files.add(target)
      }
    }
    return found
  }

  return { root, load, ...resolver, findExport, reach }
}

function read(file: string, parse: Parse): SourceModule | undefined {
  let code: string
  try {
    code = readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
  return parseModule(toSlashes(resolve(file)), code, parse)
}

/** `C:\app\src` → `C:/app/src`. */
export function toSlashes(path: string): string {
  return path.replaceAll('\\', '/')
}
