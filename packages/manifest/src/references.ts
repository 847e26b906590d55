import type { ValuePath } from './document.ts'
import type { ManifestSource } from './manifest.generated.ts'
import { toPath } from './plugin-path.ts'
import { parseRouterModule, pythonModuleFiles, routerSpecOf } from './routers.ts'

/** A file or folder that a manifest names. */
export interface Reference {
  readonly kind:
    | 'page'
    | 'block'
    | 'entry'
    | 'translations'
    | 'router'
    | 'python-router'
    | 'dbt'
    | 'handler'
    | 'agent'
  /** What plugin.yaml says. */
  readonly written: string
  /** Paths in the plugin folder, without `./`; any of them will do. */
  readonly paths: readonly string[]
  /** Where in plugin.yaml. */
  readonly at: ValuePath
}

/**
 * Everything in the plugin folder that a manifest names and the rules look for. Whoever prepares a
 * {@link PluginFiles} ahead needs to look at these paths and list the two convention folders, no more.
 */
export function listReferences(source: ManifestSource): readonly Reference[] {
  const references: Reference[] = []
  const add = (
    kind: Reference['kind'],
    written: string | undefined,
    at: ValuePath,
    paths?: readonly string[],
  ) => {
    if (written !== undefined) references.push({ kind, written, at, paths: paths ?? [toPath(written)] })
  }

  source.pages?.forEach((page, index) => add('page', page.module, ['pages', index, 'module']))
  source.blocks?.forEach((block, index) => add('block', block.module, ['blocks', index, 'module']))
  add('entry', source.frontend_entry, ['frontend_entry'])
  add('translations', source.i18n, ['i18n'], source.i18n === undefined ? [] : [translationsDir(source.i18n)])
  source.routers?.forEach((router, index) => {
    const written = routerSpecOf(router)
    const at = typeof router === 'string' ? ['routers', index] : ['routers', index, 'module']
    const parsed = parseRouterModule(written)
    if (parsed.kind === 'file') add('router', written, at, [toPath(parsed.module)])
    else add('python-router', written, at, pythonModuleFiles(parsed.module, source.name))
  })
  const dbt = source.dbt_workspace
  add('dbt', dbt, ['dbt_workspace'], dbt === undefined ? [] : [`${toPath(dbt)}/dbt_project.yml`])
  source.commands?.forEach((command, index) =>
    add('handler', command.handler?.script || undefined, ['commands', index, 'handler', 'script']),
  )
  source.agents?.forEach((agent, index) => add('agent', agent.manifest, ['agents', index, 'manifest']))
  return references
}

/** `frontend/src/locales/{locale}.json` → `frontend/src/locales`. */
function translationsDir(i18n: string): string {
  const fixed = toPath(i18n).split('{')[0] ?? ''
  return fixed.slice(0, Math.max(0, fixed.lastIndexOf('/'))) || '.'
}
