import { readFileSync, statSync } from 'node:fs'
import type { Diagnostic } from '@plugwright/diagnostics'
import { transformWithOxc } from 'vite'
import { missingExport, unresolvedImport } from '../diagnostics.ts'
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
}

interface KnownModule {
  readonly stamp: string
  readonly code: string
  readonly facts: ModuleFacts
}

/**
 * Creates an {@link EntryChecker}. Each file is parsed once until it changes.
 *
 * @param isSource tells whether a file is a plugin's own, as opposed to a package's or the host's.
 */
export function createEntryChecker(isSource: (file: string) => boolean): EntryChecker {
  const known = new Map<string, KnownModule>()

  function read(file: string): KnownModule | undefined {
    const stamp = stampOf(file)
    const found = known.get(file)
    if (stamp === undefined || found?.stamp === stamp) return stamp === undefined ? undefined : found
    const code = readFileSync(file, 'utf8')
    const module = { stamp, code, facts: analyzeModule(file, code) }
    known.set(file, module)
    return module
  }

  async function check(entry: string, resolve: ResolveImport): Promise<readonly Diagnostic[]> {
    const problems: Diagnostic[] = []
    const files = new Set([entry])
    for (const file of files) {
      const module = read(file)
      if (module === undefined) continue
      problems.push(...module.facts.problems)
      for (const item of module.facts.imports) {
        const target = await resolve(item.specifier, file)
        if (target === undefined)
          problems.push(...(await unlessElided(file, module, [toUnresolved(file, item)])))
        else if (analyzablePattern.test(target) && isSource(target)) {
          files.add(target)
          const missing = listMissing(file, item, { target, exports: read(target)?.facts.exports })
          problems.push(...(await unlessElided(file, module, missing)))
        }
      }
    }
    return problems
  }

  return { check }
}

/** Changes with the file; two writes within one clock tick and of one size are one to it. */
function stampOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats?.isFile() === true ? `${stats.mtimeMs} ${stats.size} ${stats.ino}` : undefined
}

interface Suspect {
  readonly specifier: string
  readonly diagnostic: Diagnostic
}

function toUnresolved(file: string, { specifier, span }: ModuleImport): Suspect {
  return { specifier, diagnostic: unresolvedImport(specifier, { file, span }) }
}

function listMissing(
  file: string,
  { specifier, names }: ModuleImport,
  { target, exports }: { readonly target: string; readonly exports: ReadonlySet<string> | undefined },
): Suspect[] {
  if (exports === undefined) return []
  return names
    .filter(({ name }) => !exports.has(name))
    .map(({ name, span }) => ({
      specifier,
      diagnostic: missingExport(name, {
        file,
        span,
        related: [{ message: 'the file that should export it', file: target }],
      }),
    }))
}

/** TypeScript drops imports that are only used as types, so a suspect counts only if it is still there in the JavaScript. */
async function unlessElided(
  file: string,
  { code }: KnownModule,
  suspects: readonly Suspect[],
): Promise<Diagnostic[]> {
  if (suspects.length === 0) return []
  if (!/\.[cm]?tsx?$/.test(file)) return suspects.map(({ diagnostic }) => diagnostic)
  const output = await transformWithOxc(code, file, { jsx: 'preserve', sourcemap: false })
  const left = new Set(analyzeModule(`${file}.jsx`, output.code).imports.map(({ specifier }) => specifier))
  return suspects.filter(({ specifier }) => left.has(specifier)).map(({ diagnostic }) => diagnostic)
}
