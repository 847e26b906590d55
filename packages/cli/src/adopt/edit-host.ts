import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { insertImports } from './edit-routes.ts'
import type { FileEdits } from './edit-routes.ts'
import type { FileChange } from './format-diff.ts'
import { toSlashes } from './module-graph.ts'
import type { ModuleGraph } from './module-graph.ts'
import { walk } from './source-module.ts'
import type { SourceModule } from './source-module.ts'
import { applyEdits } from './text-edits.ts'

export interface HostChangeOptions {
  readonly graph: ModuleGraph
  readonly typescript: boolean
  /** Below what plugins are, with `/plugins`. */
  readonly routeBase: string
  /** The app shows plugins already. */
  readonly isHost: boolean
}

/** What the host's files become; `config` is undefined where a person has to add the Vite plugin. */
export interface HostChanges {
  readonly changes: readonly FileChange[]
  readonly isConfigured: boolean
}

/** Turns edits into changes of files, and adds what else a host needs: the Vite plugin and the types of its module. */
export function changeHost(edits: FileEdits, options: HostChangeOptions): HostChanges {
  const { graph, typescript, isHost } = options
  const changes = [...edits].map(([module, list]) =>
    toChange(graph.root, module, applyEdits(module.code, list)),
  )
  const config = editConfig(options)
  return {
    changes: [
      ...(typeof config === 'object' ? [config] : []),
      ...changes,
      ...(typescript && !isHost ? declareModule(graph.root) : []),
    ].filter(({ before, after }) => before !== after),
    isConfigured: config !== undefined,
  }
}

/** The Vite configuration with our plugin; `present` where it is there, `undefined` where the list is none. */
function editConfig({ graph, routeBase }: HostChangeOptions): FileChange | 'present' | undefined {
  const names = ['ts', 'js', 'mts', 'mjs'].map((extension) =>
    toSlashes(join(graph.root, `vite.config.${extension}`)),
  )
  const module = names.map((name) => graph.load(name)).find((found) => found !== undefined)
  if (module === undefined) return undefined
  if ([...module.imports.values()].some(({ specifier }) => specifier === '@plugwright/vite')) return 'present'
  for (const node of walk(module.program)) {
    const isPlugins =
      node.type === 'Property' && node.key.type === 'Identifier' && node.key.name === 'plugins'
    if (!isPlugins || node.value.type !== 'ArrayExpression') continue
    const call = routeBase === '/plugins' ? 'plugwright()' : `plugwright({ routeBase: '${routeBase}' })`
    const last = node.value.elements.at(-1)
    const at = last?.end ?? node.value.start + 1
    const edit = { start: at, end: at, text: last == null ? call : `, ${call}` }
    const imported = insertImports(module, [`import { plugwright } from '@plugwright/vite'`])
    return toChange(graph.root, module, applyEdits(module.code, [edit, imported]))
  }
  return undefined
}

/** TypeScript has to be told of `virtual:plugwright`. */
function declareModule(root: string): readonly FileChange[] {
  const path = 'src/vite-env.d.ts'
  const file = join(root, path)
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (before.includes('@plugwright/vite/client')) return []
  return [{ path, before, after: `${before}/// <reference types="@plugwright/vite/client" />\n` }]
}

function toChange(root: string, { file, code }: SourceModule, after: string): FileChange {
  return { path: toSlashes(relative(root, file)), before: code, after }
}
