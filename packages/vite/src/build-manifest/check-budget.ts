import { toBytes } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import { overBudget } from '../diagnostics.ts'
import type { Budget } from '../options.ts'
import type { BuildManifest, BuiltPlugin, FileSet } from './build-manifest.ts'

/** What a budget may be for, in the order of the reports. */
export type BudgetSubject = 'start' | 'plugin' | 'level' | 'page'

/** Lists what is larger than its budget, after gzip: the start page, then plugin by plugin. */
export function checkBudget(
  { start, plugins, files }: BuildManifest,
  {
    budget,
    manifestFileOf,
  }: { readonly budget: Budget; readonly manifestFileOf: (plugin: string) => string | undefined },
): readonly Diagnostic[] {
  const severity = budget.fail === false ? 'warning' : 'error'

  function check(
    subject: BudgetSubject,
    measured: FileSet,
    about: { readonly words: string; readonly file?: string | undefined },
  ): Diagnostic[] {
    const limit = budget[subject]
    const sizeInBytes = measured.gzip ?? measured.bytes
    if (limit === undefined || sizeInBytes <= toBytes(limit)) return []
    const largest = measured.files
      .map((path) => ({ path, size: files[path]?.gzip ?? files[path]?.bytes ?? 0 }))
      .toSorted((a, b) => b.size - a.size)
      .slice(0, 5)
    const { words, file } = about
    return [overBudget(words, { subject, severity, sizeInBytes, maximum: toBytes(limit), largest, file })]
  }

  function checkPlugin([name, { total, level, pages }]: [string, BuiltPlugin]): Diagnostic[] {
    const file = manifestFileOf(name)
    const levelFiles = { files: [level], ...(files[level] ?? { bytes: 0 }) }
    return [
      ...check('plugin', total, { words: `The plugin ${name}`, file }),
      ...check('level', levelFiles, { words: `The list of the pages of the plugin ${name}`, file }),
      ...pages.flatMap((page) =>
        check('page', page, { words: `The page ${page.path} of the plugin ${name}`, file }),
      ),
    ]
  }

  return [
    ...Object.entries(start).flatMap(([name, set]) =>
      check('start', set, { words: `What ${name} loads first` }),
    ),
    ...Object.entries(plugins).flatMap(checkPlugin),
  ]
}
