import { createLineIndex } from '@plugwright/diagnostics'
import type { Diagnostic, LineIndex, Place } from '@plugwright/diagnostics'
import type * as Vite from 'vite'
import type { ESTree } from 'vite'
import { syntaxError } from './diagnostics.ts'

export type Node = ESTree.Node

/** Vite's parser. */
export type Parse = typeof Vite.parseSync

/** A source file of the app, parsed and never run. */
export interface SourceModule {
  /** Absolute, with `/`. */
  readonly file: string
  readonly code: string
  readonly lines: LineIndex
  readonly program: ESTree.Program
  /** By local name. */
  readonly imports: ReadonlyMap<string, ModuleImport>
  /** What a name stands for, wherever in the file it is declared; `undefined` for one that is declared twice. */
  readonly declarations: ReadonlyMap<string, Node | undefined>
  /** By exported name: the local name, the expression of an `export default`, or where it comes from. */
  readonly exports: ReadonlyMap<string, ModuleExport>
  /** Files that are exported from as a whole: `export * from './pages'`. */
  readonly exportsAllOf: readonly string[]
  /** Every file that is imported, also later: `import('./page')`. */
  readonly specifiers: readonly string[]
  readonly problems: readonly Diagnostic[]
}

export interface ModuleImport {
  readonly specifier: string
  /** `default`, `*` for the whole module, or a name. */
  readonly name: string
}

export type ModuleExport =
  | { readonly local: string }
  | { readonly node: Node }
  | { readonly from: ModuleImport }

/** Parses a file of JavaScript or TypeScript with JSX. Problem: `ADOPT_SYNTAX_ERROR`. */
export function parseModule(file: string, code: string, parse: Parse): SourceModule {
  const language = /\.[cm]?js$/.test(file) ? ({ lang: 'jsx' } as const) : {}
  const { errors, program, module } = parse(file, code, { ...language, preserveParens: false })
  const lines = createLineIndex(code)
  const error = errors.find(({ severity }) => severity === 'Error')
  const { start = 0, end = 0 } = error?.labels[0] ?? {}
  const statics = module.staticImports.map(({ moduleRequest }) => moduleRequest.value)
  const reExports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap((e) => e.moduleRequest ?? []),
  )
  return {
    file,
    code,
    lines,
    program,
    imports: listImports(program),
    declarations: listDeclarations(program),
    ...listExports(program),
    specifiers: [...statics, ...reExports.map(({ value }) => value), ...listDynamicImports(program)],
    problems:
      error === undefined ? [] : [syntaxError(error.message, { file, span: lines.spanOf(start, end) })],
  }
}

/** Where a node stands. */
export function placeOf({ file, lines }: SourceModule, { start, end }: Pick<Node, 'start' | 'end'>): Place {
  return { file, span: lines.spanOf(start, end) }
}

/** All nodes below a node, itself first, in the order of the text. */
export function* walk(node: Node): Generator<Node> {
  yield node
  for (const child of childrenOf(node)) yield* walk(child)
}

/** The nodes directly below a node. */
export function childrenOf(node: Node): readonly Node[] {
  return Object.values(node).flatMap((value: unknown) =>
    (Array.isArray(value) ? value : [value]).filter(isNode),
  )
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

function listImports(program: ESTree.Program): ReadonlyMap<string, ModuleImport> {
  const imports = new Map<string, ModuleImport>()
  for (const node of program.body) {
    if (node.type !== 'ImportDeclaration' || node.importKind === 'type') continue
    const specifier = node.source.value
    for (const item of node.specifiers) {
      const isNamed = item.type === 'ImportSpecifier'
      const name = isNamed ? nameOf(item.imported) : item.type === 'ImportDefaultSpecifier' ? 'default' : '*'
      imports.set(item.local.name, { specifier, name })
    }
  }
  return imports
}

function listDeclarations(program: ESTree.Program): ReadonlyMap<string, Node | undefined> {
  const declarations = new Map<string, Node | undefined>()
  const declare = (name: string, node: Node | undefined): void => {
    declarations.set(name, declarations.has(name) ? undefined : node)
  }
  for (const node of walk(program)) {
    if (node.type === 'VariableDeclaration') {
      for (const { id, init } of node.declarations) {
        if (id.type === 'Identifier')
          declare(id.name, node.kind === 'const' ? (init ?? undefined) : undefined)
      }
    }
    const isNamed = node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration'
    if (isNamed && node.id !== null) declare(node.id.name, node)
    if (node.type === 'TSEnumDeclaration') declare(node.id.name, node)
  }
  return declarations
}

function listExports(program: ESTree.Program): Pick<SourceModule, 'exports' | 'exportsAllOf'> {
  const exports = new Map<string, ModuleExport>()
  const exportsAllOf: string[] = []
  for (const node of program.body) {
    if (node.type === 'ExportAllDeclaration' && node.exported === null) exportsAllOf.push(node.source.value)
    if (node.type === 'ExportDefaultDeclaration') exports.set('default', toDefaultExport(node.declaration))
    if (node.type !== 'ExportNamedDeclaration' || node.exportKind === 'type') continue
    for (const { local, exported } of node.specifiers) {
      const from = node.source === null ? undefined : { specifier: node.source.value, name: nameOf(local) }
      exports.set(nameOf(exported), from === undefined ? { local: nameOf(local) } : { from })
    }
    for (const local of declaredNames(node.declaration)) exports.set(local, { local })
  }
  return { exports, exportsAllOf }
}

function toDefaultExport(node: ESTree.ExportDefaultDeclarationKind): ModuleExport {
  return node.type === 'Identifier' ? { local: node.name } : { node }
}

function declaredNames(declaration: ESTree.Declaration | null): readonly string[] {
  if (declaration === null) return []
  if (declaration.type === 'VariableDeclaration')
    return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
  const isNamed = /^(Function|Class|TSEnum)Declaration$/.test(declaration.type)
  const id = isNamed && 'id' in declaration ? declaration.id : null
  return id?.type === 'Identifier' ? [id.name] : []
}

function listDynamicImports(program: ESTree.Program): readonly string[] {
  const found: string[] = []
  for (const node of walk(program)) {
    if (node.type !== 'ImportExpression') continue
    const { source } = node
    if (source.type === 'Literal' && typeof source.value === 'string') found.push(source.value)
  }
  return found
}

/** The name in an import or export list: `a` and `'a'` are the same. */
export function nameOf(name: ESTree.ModuleExportName): string {
  return name.type === 'Literal' ? name.value : name.name
}
