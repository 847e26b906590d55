import { createLineIndex } from '@plugwright/diagnostics'
import type { Diagnostic, LineIndex, Span } from '@plugwright/diagnostics'
import { parseSync } from 'vite'
import type { ParseResult } from 'vite'
import { syntaxError } from '../diagnostics.ts'

/** What a source file imports and exports, as far as its text tells. */
export interface ModuleFacts {
  readonly problems: readonly Diagnostic[]
  readonly imports: readonly ModuleImport[]
  /** Exported names, those of types included; `undefined` where they cannot be known (`export *`, CommonJS). */
  readonly exports: ReadonlySet<string> | undefined
}

/** One `import`, `export … from` or `import('…')`. */
export interface ModuleImport {
  readonly specifier: string
  /** Where the specifier stands. */
  readonly span: Span
  /** The names taken from the other module. */
  readonly names: readonly ImportedName[]
}

export interface ImportedName {
  readonly name: string
  readonly span: Span
}

type EsModule = ParseResult['module']
type ExportEntry = EsModule['staticExports'][number]['entries'][number]

/** Names of files that {@link analyzeModule} understands; others are left to their Vite plugins. */
export const analyzablePattern: RegExp = /\.[cm]?[jt]sx?$/

/** Reads the imports and exports of JavaScript or TypeScript. A syntax error is a problem; nothing throws. */
export function analyzeModule(file: string, code: string): ModuleFacts {
  // Whether a .js file may hold JSX is for the host's Vite config to say.
  const language = /\.[cm]?js$/.test(file) ? ({ lang: 'jsx' } as const) : {}
  const { errors, module } = parseSync(file, code, { ...language, showSemanticErrors: true })
  const lines = createLineIndex(code)
  // What follows the first error is often only its echo.
  const error = errors.find(({ severity }) => severity === 'Error')
  if (error !== undefined) {
    const { start = 0, end = 0 } = error.labels[0] ?? {}
    const problem = syntaxError(error.message, { file, span: lines.spanOf(start, end) })
    return { problems: [problem], imports: [], exports: undefined }
  }
  const imports = [
    ...listStaticImports(module, lines),
    ...listReExports(module, lines),
    ...listDynamicImports(module, { code, lines }),
  ]
  return { problems: [], imports, exports: listExports(module) }
}

function listStaticImports(module: EsModule, lines: LineIndex): ModuleImport[] {
  return module.staticImports
    .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
    .map(({ moduleRequest, entries }) => ({
      specifier: moduleRequest.value,
      span: lines.spanOf(moduleRequest.start, moduleRequest.end),
      names: entries
        .filter(({ isType }) => !isType)
        .flatMap(({ importName }) => toImportedName(importName, lines)),
    }))
}

function listReExports(module: EsModule, lines: LineIndex): ModuleImport[] {
  return listExportEntries(module).flatMap(({ moduleRequest, importName, isType }) =>
    moduleRequest === null || isType
      ? []
      : [
          {
            specifier: moduleRequest.value,
            span: lines.spanOf(moduleRequest.start, moduleRequest.end),
            names: toImportedName(importName, lines),
          },
        ],
  )
}

/** Only those whose address is a plain string. */
function listDynamicImports(
  module: EsModule,
  { code, lines }: { readonly code: string; readonly lines: LineIndex },
): ModuleImport[] {
  return module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const specifier = /^(['"])([^'"\\]+)\1$/.exec(code.slice(start, end))?.[2]
    return specifier === undefined ? [] : [{ specifier, span: lines.spanOf(start, end), names: [] }]
  })
}

function listExports(module: EsModule): ReadonlySet<string> | undefined {
  const entries = listExportEntries(module)
  const isOpen = entries.some(
    ({ importName, exportName }) => importName.kind === 'AllButDefault' && exportName.kind === 'None',
  )
  if (isOpen || !module.hasModuleSyntax) return undefined
  return new Set(
    entries.flatMap(({ exportName: { kind, name } }) => (kind === 'Default' ? ['default'] : (name ?? []))),
  )
}

function listExportEntries(module: EsModule): ExportEntry[] {
  return module.staticExports.flatMap(({ entries }) => entries)
}

function toImportedName(
  { kind, name, start, end }: { kind: string; name: string | null; start: number | null; end: number | null },
  lines: LineIndex,
): ImportedName[] {
  const imported = kind === 'Default' ? 'default' : kind === 'Name' ? name : null
  return imported === null ? [] : [{ name: imported, span: lines.spanOf(start ?? 0, end ?? 0) }]
}
