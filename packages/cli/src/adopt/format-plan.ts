import { formatTable } from '../format-table.ts'
import { countOf } from '../report.ts'
import type { Style } from '../terminal.ts'
import type { AdoptPlan, PluginPlan } from './adopt-plan.ts'
import { formatDiff } from './format-diff.ts'
import { formatPlace } from './host-steps.ts'
import type { PagePlan } from './plan-pages.ts'

export interface FormatOptions {
  readonly style: Style
  /** Whether the plugins have been written. */
  readonly isWritten: boolean
  /** Whether the changes of the host's files have been written as a patch. */
  readonly isPatchWritten: boolean
}

/** The plan for a person: each plugin with its pages, what stays the host's, what is left to do. */
export function formatPlan(plan: AdoptPlan, { style, isWritten, isPatchWritten }: FormatOptions): string {
  const { plugins, left, steps, redirects, changes } = plan
  const pages = plugins.flatMap((plugin) => plugin.pages).length
  const files = plugins.flatMap((plugin) => plugin.files).length
  const diff = formatDiff(changes)
  const hint = `${isPatchWritten ? 'no plugin' : 'nothing'} was written, --write writes the plugins`
  const summary = [
    `${countOf(plugins.length, 'plugin')} with ${countOf(pages, 'page')}`,
    `${countOf(left.length, 'route')} left to the host`,
    countOf(files, isWritten ? 'file written' : 'file').replace(/file writtens$/, 'files written'),
  ].join(' · ')
  return [
    ...plugins.map((plugin) => formatPlugin(plugin, plan, style)),
    ...(left.length === 0 ? [] : [`${style.bold('left to the host')}\n${indent(formatLeft(plan))}`]),
    ...(redirects.length === 0
      ? []
      : [
          `${style.bold('old addresses lead on')}\n${indent(formatTable(redirects.map(({ path, to }) => [path, `→ ${to}`])))}`,
        ]),
    ...(steps.length === 0 ? [] : [`${style.bold('in the host, by hand')}\n${indent(formatSteps(steps))}`]),
    ...(diff === '' ? [] : [diff.trimEnd()]),
    [
      summary,
      ...(isPatchWritten ? ['patch written'] : []),
      ...(isWritten || plugins.length === 0 ? [] : [hint]),
    ].join(' · '),
  ].join('\n\n')
}

function formatPlugin(
  { name, dir, pages, nav, permissions, files }: PluginPlan,
  plan: AdoptPlan,
  style: Style,
): string {
  const { root, routeBase } = plan
  const table = pages.map((page) => [
    page.route.path,
    `${routeBase}/${name}${page.path === '/' ? '' : page.path}`,
    page.title,
    page.permission ?? navPermission(page, nav),
    page.module,
    sourceOf(page, root),
  ])
  const entries = nav.map(({ label, path, icon, permission, section }) => [
    label,
    path,
    [icon, permission, section].filter((text) => text !== undefined).join(', '),
  ])
  const rows = [
    formatTable([['was', 'address', 'title', 'permission', 'module', 'from'], ...table]),
    ...(entries.length === 0 ? [] : [`nav\n${indent(formatTable(entries))}`]),
    ...(permissions.length === 0 ? [] : [`permissions  ${permissions.join(', ')}`]),
    `files\n${indent(files.map(({ file }) => `+ ${file.slice(root.length + 1)}`).join('\n'))}`,
  ]
  return `${style.bold(name)}  ${dir.slice(root.length + 1)}\n${indent(rows.join('\n'))}`
}

/** A page without a permission takes that of the entries that lead to it. */
function navPermission({ path }: PagePlan, nav: PluginPlan['nav']): string {
  const found = new Set(nav.filter(({ pagePath }) => pagePath === path).map(({ permission }) => permission))
  const [permission] = found
  return found.size === 1 && permission !== undefined ? `${permission} (nav)` : ''
}

/** `src/crm/customers.tsx in CrmLayout` */
function sourceOf({ use, wrappers, isInPlace }: PagePlan, root: string): string {
  const { from, exportName } = use.component
  const file = 'file' in from ? from.file.slice(root.length + 1) : from.package
  const name = exportName === 'default' ? '' : `#${exportName}`
  const around = wrappers.map((wrapper) => wrapper.use.component.name)
  const place = isInPlace ? 'is there already' : `${file}${name}`
  return around.length === 0 ? place : `${place} in ${around.join(' > ')}`
}

function formatLeft({ left, root }: AdoptPlan): string {
  return formatTable(
    left.map(({ path, place, reason, problem }) => [
      path,
      formatPlace(place, root),
      problem === undefined ? reason : problem.code,
    ]),
  )
}

function formatSteps(steps: readonly string[]): string {
  return steps.map((step, index) => `${index + 1}. ${step.replaceAll('\n', '\n   ')}`).join('\n')
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ')
}
