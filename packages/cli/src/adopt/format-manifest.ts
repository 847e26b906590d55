import { pagePathOf } from '@plugwright/manifest'
import { stringify } from 'yaml'
import { PAGES_DIR, toWords } from './page-names.ts'
import type { NavPlan } from './plan-nav.ts'
import type { PagePlan } from './plan-pages.ts'

/** What a plugin.yaml is written from. */
export interface ManifestContent {
  readonly name: string
  /** The name that its addresses suggest. */
  readonly wanted: string
  readonly pages: readonly PagePlan[]
  readonly nav: readonly NavPlan[]
  /** The host's file that the routes were in, relative to the app. */
  readonly routesFile: string
}

/** Writes a plugin.yaml as a person would, with comments where a person has to decide. */
export function formatManifest({ name, wanted, pages, nav, routesFile }: ManifestContent): string {
  const isCopied = pages.every(({ isInPlace }) => !isInPlace)
  const permissions = [...new Set([...pages, ...nav].flatMap(({ permission }) => permission ?? []))].sort()
  return [
    `# Adopted from the routes in ${routesFile}.`,
    ...(isCopied
      ? ["# The page files re-export the host's modules: move the code here when it suits you."]
      : []),
    `name: ${name}`,
    'version: 0.1.0',
    `display_name: ${scalar(toWords(wanted))} # made from the address: write what your users say`,
    '',
    'pages:',
    ...pages.map((page) => `  - ${flow(toPageEntry(page, nav))}${pageComment(page, nav)}`),
    ...(nav.length === 0
      ? [
          '',
          '# No entry of the host’s navigation was found that leads here. One looks like this:',
          '# nav:',
          exampleOf(name, pages),
        ]
      : ['', 'nav:', ...nav.map((entry) => `  - ${flow(toNavEntry(entry))}`)]),
    ...(permissions.length === 0 ? [] : ['', `permissions: [${permissions.map(scalar).join(', ')}]`]),
    '',
  ].join('\n')
}

type Entry = readonly (readonly [key: string, value: string | null | undefined])[]

function toPageEntry(page: PagePlan, nav: readonly NavPlan[]): Entry {
  const { module, path, title, permission } = page
  const isByName = module.startsWith(`${PAGES_DIR}/`) && pagePathOf(module) === path
  return [
    ['module', module],
    ['path', isByName ? undefined : path],
    ['title', title],
    ['permission', permission ?? (hasTwoPermissions(path, nav) ? null : undefined)],
  ]
}

function pageComment({ path, permission }: PagePlan, nav: readonly NavPlan[]): string {
  const isOpen = permission === undefined && hasTwoPermissions(path, nav)
  return isOpen ? ' # nobody asked before, and the nav entries ask for different ones: decide' : ''
}

/** A page takes the permission of the entry that leads to it; of two, it would have to choose. */
function hasTwoPermissions(path: string, nav: readonly NavPlan[]): boolean {
  return new Set(nav.filter(({ pagePath }) => pagePath === path).map(({ permission }) => permission)).size > 1
}

function toNavEntry({ label, path, icon, permission, section }: NavPlan): Entry {
  return [
    ['label', label],
    ['path', path],
    ['icon', icon],
    ['permission', permission],
    ['section', section],
  ]
}

function exampleOf(name: string, pages: readonly PagePlan[]): string {
  const page = pages.find(({ path }) => !/[:*]/.test(path))
  const path = page === undefined || page.path === '/' ? '' : page.path
  return `#   - ${flow([
    ['label', page?.title ?? toWords(name)],
    ['path', `/${name}${path}`],
    ['icon', 'box'],
  ])}`
}

function flow(entry: Entry): string {
  const parts = entry.flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${value === null ? 'null' : scalar(value)}`],
  )
  return `{ ${parts.join(', ')} }`
}

/** A text as YAML writes it inside `{ }`. */
function scalar(text: string): string {
  const line = stringify([text], { collectionStyle: 'flow', lineWidth: 0, singleQuote: true }).trim()
  return line.slice(1, -1).trim()
}
