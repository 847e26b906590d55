import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { Manifest, Text } from '@plugwright/manifest'
import { entryPointNotPacked } from '../../diagnostics.ts'
import { escapeGlob } from '../../file-pattern.ts'
import type { DefaultPattern } from '../../select-files.ts'
import type { CheckContext, PlanEntry, Target } from '../../target.ts'
import { localizedText, permissionForm } from './diagnostics.ts'
import { checkRouters } from './router-files.ts'

/**
 * The plugin folder for Honeyframe, `{name}-{version}.tar.gz`: everything below one folder `{name}/`, to be extracted into
 * `plugins/` of the installation or of its data. Sources of the frontend are in it; the host builds them itself.
 * Described in docs/targets/honeyframe.md.
 */
export const honeyframe: Target = {
  name: 'honeyframe',
  optionsSchema: {
    type: 'object',
    additionalProperties: false,
    properties: { formats: { type: 'array', items: { type: 'string' } } },
  },
  formats: ['tar.gz'],
  fileName: ({ name, version }) => `${name}-${version}.tar.gz`,
  bundles: () => [],

  async plan({ manifest, manifestFile, select }) {
    const manifestName = path.basename(manifestFile)
    const selection = await select(wholeFolder(manifest, manifestName))
    const entries = selection.files.map(({ path: from, why, executable }): PlanEntry => {
      // A folder of its own for every file: nothing lands at plugins/__init__.py, which would hide the other root.
      const inArchive = `${manifest.name}/${from === manifestName ? 'plugin.yaml' : from}`
      return { path: inArchive, from, why, ...(executable && { executable }) }
    })
    return { entries, excluded: selection.excluded, diagnostics: selection.diagnostics }
  },

  check: async (context) => [
    ...checkDeclaredFiles(context),
    ...(await checkRouters(context)),
    ...checkPermissions(context),
    ...checkTexts(context),
  ],
}

function wholeFolder({ dbt_workspace: dbt }: Manifest, manifestName: string): DefaultPattern[] {
  return [
    { glob: '**', why: 'plugin folder' },
    // Another plugin.yaml of the folder is not the manifest of this package.
    ...(manifestName === 'plugin.yaml' ? [] : [{ glob: '!plugin.yaml', why: 'other-manifest' }]),
    { glob: escapeGlob(manifestName), why: 'plugin.yaml' },
    ...(dbt === undefined ? [] : dbtPatterns(escapeGlob(dbt))),
  ]
}

function dbtPatterns(workspace: string): DefaultPattern[] {
  return [
    // dbt's own tests are part of what a workspace does.
    { glob: `${workspace}/tests/**`, why: 'dbt_workspace' },
    // What dbt writes: compiled models with times in them, logs, packages that `dbt deps` fetches again.
    ...['target', 'logs', 'dbt_packages'].map((name) => ({
      glob: `!${workspace}/${name}/**`,
      why: 'dbt-output',
    })),
  ]
}

function checkDeclaredFiles({ manifest, manifestFile, plan }: CheckContext): Diagnostic[] {
  const packed = new Set(plan.entries.map((entry) => entry.from))
  const { dbt_workspace: dbt, frontend_entry: entry, pages, blocks } = manifest
  const declared = [
    { path: path.basename(manifestFile), field: [] },
    ...(dbt === undefined ? [] : [{ path: `${dbt}/dbt_project.yml`, field: ['dbt_workspace'] }]),
    ...(entry === undefined ? [] : [{ path: entry, field: ['frontend_entry'] }]),
    ...[...pages, ...blocks].map(({ module }) => ({ path: module, field: [] })),
  ]
  return declared
    .filter((file) => !packed.has(file.path))
    .map(({ path: name, field }) => {
      const rule = plan.excluded.find((excluded) => excluded.path === name)?.rule
      const reason = rule === undefined ? 'there is no such file' : `the rule "${rule}" takes it out`
      return entryPointNotPacked(manifestFile, { path: name, field, reason })
    })
}

/** The form that the matrix of the catalog takes; groups hold only permissions of the list, so they need no own check. */
const PERMISSION = /^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/

function checkPermissions({ manifest, manifestFile }: CheckContext): Diagnostic[] {
  return manifest.permissions.flatMap((permission, index) =>
    PERMISSION.test(permission) ? [] : [permissionForm(manifestFile, { index, permission })],
  )
}

function checkTexts({ manifest, manifestFile }: CheckContext): Diagnostic[] {
  const texts: { readonly text: Text; readonly at: readonly (string | number)[] }[] = [
    { text: manifest.display_name, at: ['display_name'] },
    ...manifest.nav.map(({ label }, index) => ({ text: label, at: ['nav', index, 'label'] })),
  ]
  return texts.flatMap(({ text, at }) => (typeof text === 'string' ? [] : [localizedText(manifestFile, at)]))
}
