import type { Manifest, Router } from '@plugwright/manifest'
import { escapeGlob } from '../file-pattern.ts'
import type { DefaultPattern } from '../select-files.ts'

/** A file that the manifest declares; one of several spellings has to be packed. */
export interface DeclaredFile {
  readonly anyOf: readonly string[]
  /** Where it is declared, as keys of plugin.yaml. */
  readonly field: readonly (string | number)[]
}

/**
 * What a `.plug` holds of the plugin folder without any `files`: the manifest, the documents people look for, and
 * what the manifest declares and no bundle holds. Sources of pages and routers are not in it; their bundles are.
 */
export function defaultPatterns(manifest: Manifest, manifestName: string): DefaultPattern[] {
  const patterns: DefaultPattern[] = [
    { glob: escapeGlob(manifestName), why: 'plugin.yaml' },
    { glob: DOCUMENTS, why: 'document' },
  ]
  const { dbt_workspace: dbt, i18n } = manifest
  if (dbt !== undefined) patterns.push(...dbtPatterns(escapeGlob(dbt)))
  if (i18n !== undefined) patterns.push({ glob: localeGlob(i18n), why: 'i18n' })
  for (const glob of new Set(manifest.routers.flatMap((router) => pythonGlobs(router, manifest.name)))) {
    patterns.push({ glob, why: 'routers' })
  }
  for (const { anyOf, field } of declaredFiles(manifest)) {
    if (field[0] === 'commands' || field[0] === 'agents') {
      patterns.push(...anyOf.map((path) => ({ glob: escapeGlob(path), why: String(field[0]) })))
    }
  }
  return patterns
}

/** The files without which the package would not be what plugin.yaml says. */
export function declaredFiles(manifest: Manifest): DeclaredFile[] {
  const declared: DeclaredFile[] = [{ anyOf: ['plugin.yaml'], field: [] }]
  for (const [index, router] of manifest.routers.entries()) {
    const anyOf = pythonFiles(router, manifest.name)
    if (anyOf.length > 0) declared.push({ anyOf, field: ['routers', index] })
  }
  if (manifest.dbt_workspace !== undefined) {
    declared.push({ anyOf: [`${manifest.dbt_workspace}/dbt_project.yml`], field: ['dbt_workspace'] })
  }
  for (const [index, { handler }] of manifest.commands.entries()) {
    if (handler !== undefined)
      declared.push({ anyOf: [handler.script], field: ['commands', index, 'handler', 'script'] })
  }
  for (const [index, agent] of manifest.agents.entries()) {
    if (agent.manifest !== undefined)
      declared.push({ anyOf: [agent.manifest], field: ['agents', index, 'manifest'] })
  }
  return declared
}

const DOCUMENTS =
  '{README,Readme,readme,LICENSE,License,license,LICENCE,CHANGELOG,Changelog,changelog}{,.md,.txt}'

function dbtPatterns(workspace: string): DefaultPattern[] {
  return [
    { glob: `${workspace}/**`, why: 'dbt_workspace' },
    // dbt's own tests are part of what a workspace does.
    { glob: `${workspace}/tests/**`, why: 'dbt_workspace' },
    // What dbt writes: compiled models with times in them, logs, packages that `dbt deps` fetches again.
    ...['target', 'logs', 'dbt_packages'].map((name) => ({
      glob: `!${workspace}/${name}/**`,
      why: 'dbt-output',
    })),
  ]
}

function localeGlob(i18n: string): string {
  return i18n.split('{locale}').map(escapeGlob).join('*')
}

/** A Python module may import whatever lies beside it, so the Python files of its whole top folder go along. */
function pythonGlobs(router: Router, pluginName: string): string[] {
  const [file] = pythonFiles(router, pluginName)
  if (file === undefined) return []
  const slash = file.indexOf('/')
  return slash === -1 ? ['*.py'] : ['__init__.py', `${escapeGlob(file.slice(0, slash))}/**/*.py`]
}

/** `plugins.crm.backend.routers.a` → `backend/routers/a.py` or, for a package, `backend/routers/a/__init__.py`. */
function pythonFiles(router: Router, pluginName: string): string[] {
  if (router.kind === 'file') return router.module.endsWith('.py') ? [router.module] : []
  const prefix = `plugins.${pluginName}.`
  if (!router.module.startsWith(prefix)) return []
  const path = router.module.slice(prefix.length).replaceAll('.', '/')
  return [`${path}.py`, `${path}/__init__.py`]
}
