import type { ValuePath } from './document.ts'
import type { ManifestSource, RouterSource } from './manifest.generated.ts'
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
 * {@link PluginFiles} ahead needs to look at these paths and at the two convention folders with what is above them.
 */
export function listReferences(source: ManifestSource): readonly Reference[] {
  const references: Reference[] = []
  const add = (reference: NamedFile): void => {
    const { written, paths = [toPath(written ?? '')] } = reference
    if (written !== undefined) references.push({ ...reference, written, paths })
  }

  const { frontend_entry: entry, i18n, dbt_workspace: dbt } = source
  source.pages?.forEach(({ module }, index) =>
    add({ kind: 'page', written: module, at: ['pages', index, 'module'] }),
  )
  source.blocks?.forEach(({ module }, index) =>
    add({ kind: 'block', written: module, at: ['blocks', index, 'module'] }),
  )
  add({ kind: 'entry', written: entry, at: ['frontend_entry'] })
  add({ kind: 'translations', written: i18n, at: ['i18n'], paths: [translationsDir(i18n ?? '')] })
  source.routers?.forEach((router, index) => add(routerFile(router, index, source.name)))
  add({ kind: 'dbt', written: dbt, at: ['dbt_workspace'], paths: [`${toPath(dbt ?? '')}/dbt_project.yml`] })
  source.commands?.forEach(({ handler }, index) =>
    add({
      kind: 'handler',
      written: handler?.script || undefined,
      at: ['commands', index, 'handler', 'script'],
    }),
  )
  source.agents?.forEach((agent, index) =>
    add({ kind: 'agent', written: agent.manifest, at: ['agents', index, 'manifest'] }),
  )
  return references
}

/** A reference that may not be written, whose path may be what is written. */
interface NamedFile extends Pick<Reference, 'kind' | 'at'> {
  readonly written: string | undefined
  readonly paths?: readonly string[]
}

function routerFile(router: RouterSource, index: number, pluginName: string): Reference {
  const written = routerSpecOf(router)
  const at = typeof router === 'string' ? ['routers', index] : ['routers', index, 'module']
  const { kind, module } = parseRouterModule(written)
  return kind === 'file'
    ? { kind: 'router', written, at, paths: [module] }
    : { kind: 'python-router', written, at, paths: pythonModuleFiles(module, pluginName) }
}

/** `frontend/src/locales/{locale}.json` → `frontend/src/locales`. */
function translationsDir(i18n: string): string {
  const fixed = toPath(i18n).split('{')[0] ?? ''
  return fixed.slice(0, Math.max(0, fixed.lastIndexOf('/'))) || '.'
}
