import { relative } from 'node:path'
import { isReservedName } from '@plugwright/manifest'
import { toSlashes } from './module-graph.ts'
import { segmentsOf } from './page-route.ts'

/** How routes become plugins. */
export type GroupBy =
  | { readonly kind: 'segment' }
  | { readonly kind: 'folder' }
  /** Names of plugins with the addresses below which their pages are: `crm` → `['/customers', '/accounts']`. */
  | { readonly kind: 'map'; readonly prefixes: ReadonlyMap<string, readonly string[]> }

/** The plugin that a route goes to, or why it goes to none, as a sentence. */
export type Group =
  | {
      readonly name: string
      /** The name that it would have if that were allowed. */
      readonly wanted: string
      /** The path of the page below its plugin. */
      readonly path: string
    }
  | { readonly reason: string }

export interface GroupOptions {
  readonly by: GroupBy
  /** The app's folder. */
  readonly root: string
  /** What all addresses begin with, before the part that names the plugin: `/app`; `/` for nothing. */
  readonly under: string
}

/** Finds the plugin of a route. `file` is that of its page, where it is known. */
export function groupOf(path: string, file: string | undefined, { by, root, under }: GroupOptions): Group {
  const base = segmentsOf(under)
  const all = segmentsOf(path)
  if (base.some((segment, index) => all[index] !== segment)) return { reason: `It is not below ${under}.` }
  const segments = all.slice(base.length)
  const [first] = segments
  if (first === undefined) return { reason: 'It is the start page of the host.' }
  if (first === '*') return { reason: 'It takes every address that no other route has.' }
  if (first.startsWith(':'))
    return {
      reason: `Its address begins with the parameter ${first}, so there is nothing to name a plugin after.`,
    }
  const [, second] = segments
  if (first === 'plugins' && second !== undefined && toPluginName(second) === second)
    return toGroup(second, segments.slice(2))
  if (by.kind === 'segment') return bySegment(first, segments)
  const wanted = by.kind === 'folder' ? featureOf(file, root) : mappedName(segments, by.prefixes)
  if (wanted === undefined) {
    return by.kind === 'folder'
      ? { reason: 'Its page is in no folder of a feature.' }
      : { reason: 'The map has no plugin for it.' }
  }
  const name = by.kind === 'folder' ? toPluginName(wanted) : wanted
  if (name === undefined) return { reason: `No plugin can have a name made of "${wanted}".` }
  return toGroup(name, toPluginName(first) === name ? segments.slice(1) : segments)
}

function bySegment(first: string, segments: readonly string[]): Group {
  const name = toPluginName(first)
  if (name === undefined) return { reason: `No plugin can have a name made of "${first}".` }
  return toGroup(name, segments.slice(1))
}

function toGroup(wanted: string, rest: readonly string[]): Group {
  return { name: isReservedName(wanted) ? `${wanted}-pages` : wanted, wanted, path: `/${rest.join('/')}` }
}

/** `userAdmin` → `user-admin`; `undefined` where no name can be made. */
export function toPluginName(text: string): string | undefined {
  const name = text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return /^[a-z]/.test(name) && name.length <= 64 ? name : undefined
}

/** Folders that hold features and are none. */
const CONTAINERS: ReadonlySet<string> = new Set(
  'app apps client components domains feature features frontend lib modules module packages page pages routes screens src views web'.split(
    ' ',
  ),
)

/** `src/features/crm/pages/customers.tsx` → `crm` */
function featureOf(file: string | undefined, root: string): string | undefined {
  if (file === undefined) return undefined
  const folders = toSlashes(relative(root, file)).split('/').slice(0, -1)
  return folders.find((folder) => folder !== '..' && !CONTAINERS.has(folder.toLowerCase()))
}

/** The plugin whose prefix is the longest. */
function mappedName(
  segments: readonly string[],
  prefixes: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  let best: { name: string; length: number } | undefined
  for (const [name, list] of prefixes) {
    for (const prefix of list) {
      const wanted = segmentsOf(prefix).filter((segment) => segment !== '*')
      const fits = wanted.every((segment, index) => segments[index] === segment)
      if (fits && wanted.length > (best?.length ?? 0)) best = { name, length: wanted.length }
    }
  }
  return best?.name
}
