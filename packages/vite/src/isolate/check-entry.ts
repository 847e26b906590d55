import { readFileSync, statSync } from 'node:fs'
import type { Diagnostic, Place } from '@plugwright/diagnostics'
import { transformWithOxc } from 'vite'
import { missingExport } from '../diagnostics.ts'
import { analyzablePattern, analyzeModule } from './analyze-module.ts'
import type { ModuleFacts, ModuleImport } from './analyze-module.ts'

/** Resolves an import as the bundler will; `undefined` where it leads nowhere. */
export type ResolveImport = (specifier: string, importer: string) => Promise<string | undefined>

/** Checks what a page or block needs before it is loaded, so that one broken file costs one page and nothing else. */
export interface EntryChecker {
  /**
   * The problems of a source file and of all plugin sources that it imports, in import order: syntax errors, imports that
   * lead nowhere, names that the other file does not export. Empty where it can be loaded.
   */
  check(entry: string, resolve: ResolveImport): Promise<readonly Diagnostic[]>
  /** Forgets where imports lead, after files came or went. */
  forgetImports(): void
}

export interface EntryCheckerOptions {
  /** Tells whether a file is a plugin's own, as opposed to a package's or the host's. */
  readonly isSource: (file: string) => boolean
  /** The problem of an import that leads nowhere. */
  readonly toUnresolved: (specifier: string, place: Place & { readonly file: string }) => Diagnostic
}

interface KnownModule {
  readonly stamp: string
  readonly code: string
  readonly facts: ModuleFacts
  /** Where the imports lead, as far as they lead anywhere. */
  readonly targets: Map<string, string>
}

/**
 * Creates an {@link EntryChecker}. Each file is parsed once until it changes, and each of its imports resolved once until files
 * come or go.
 */
export function createEntryChecker({ isSource, toUnresolved }: EntryCheckerOptions): EntryChecker {
  const known = new Map<string, KnownModule>()

  function read(file: string): KnownModule | undefined {
    // Components of a single file are for their own Vite plugin to read.
    if (!analyzablePattern.test(file)) return undefined
    const stamp = stampOf(file)
    const found = known.get(file)
    if (stamp === undefined || found?.stamp === stamp) return stamp === undefined ? undefined : found
    const code = readFileSync(file, 'utf8')
    const targets = found?.targets ?? new Map<string, string>()
    const module = { stamp, code, facts: analyzeModule(file, code), targets }
    known.set(file, module)
    return module
  }

  /** What is wrong with one import, and the source file that it leads to. */
  async function follow(file: string, item: ModuleImport, resolve: ResolveImport): Promise<Followed> {
    const { specifier, span } = item
    const targets = known.get(file)?.targets
    const target = targets?.get(specifier) ?? (await resolve(specifier, file))
    if (target === undefined) return { suspects: [toUnresolved(specifier, { file, span })] }
    targets?.set(specifier, target)
    if (!analyzablePattern.test(target) || !isSource(target)) return { suspects: [] }
    return { suspects: listMissing(file, item, { target, exports: read(target)?.facts.exports }), target }
  }

  async function check(entry: string, resolve: ResolveImport): Promise<readonly Diagnostic[]> {
    const problems: Diagnostic[] = []
    // Grows while it is walked.
    const files = new Set([entry])
    for (const file of files) {
      const module = read(file)
      problems.push(...(module?.facts.problems ?? []))
      for (const item of module?.facts.imports ?? []) {
        const { suspects, target } = await follow(file, item, resolve)
        if (target !== undefined) files.add(target)
        if (suspects.length > 0 && !(await isElided(file, { code: module?.code ?? '', item })))
          problems.push(...suspects)
      }
    }
    return problems
  }

  return {
    check,
    forgetImports() {
      for (const { targets } of known.values()) targets.clear()
    },
  }
}

interface Followed {
  readonly suspects: readonly Diagnostic[]
  readonly target?: string
}

/** Changes with the file; two writes within one clock tick and of one size are one to it. */
function stampOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats?.isFile() === true ? `${stats.mtimeMs} ${stats.size} ${stats.ino}` : undefined
}

function listMissing(
  file: string,
  { names }: ModuleImport,
  { target, exports }: { readonly target: string; readonly exports: ReadonlySet<string> | undefined },
): Diagnostic[] {
  if (exports === undefined) return []
  const related = [{ message: 'the file that should export it', file: target }]
  return names
    .filter(({ name }) => !exports.has(name))
    .map(({ name, span }) => missingExport(name, { file, span, related }))
}

/** TypeScript drops imports that are only used as types, and what is not there cannot fail. */
async function isElided(
  file: string,
  { code, item }: { readonly code: string; readonly item: ModuleImport },
): Promise<boolean> {
  if (!/\.[cm]?tsx?$/.test(file)) return false
  const output = await transformWithOxc(code, file, { jsx: 'preserve', sourcemap: false })
  const { imports } = analyzeModule(`${file}.jsx`, output.code)
  return !imports.some(({ specifier }) => specifier === item.specifier)
}
