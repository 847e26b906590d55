import { matchPath, splitPath } from './match-path.ts'
import type { Loading, PageMatch, PluginFailure } from './page-match.ts'
import { toFailure } from './plugin-failure.ts'
import type { PluginModule } from './registry-data.ts'

/** What decides where an address leads. */
export interface PageFinder {
  readonly routeBase: string
  readonly can: (permission: string) => boolean
  /** The second level of a plugin, why there is none, or `undefined` while it is not loaded. */
  readonly find: (plugin: string) => PluginModule | PluginFailure | undefined
}

/** Says where an address of the host leads, with what is known by now. */
export function matchPage(pathname: string, { routeBase, can, find }: PageFinder): PageMatch | Loading {
  const base = splitPath(routeBase).decoded
  const { raw, decoded } = splitPath(pathname)
  if (base.some((segment, index) => segment !== decoded[index])) return { kind: 'outside' }
  const [plugin, ...segments] = decoded.slice(base.length)
  if (plugin === undefined) return { kind: 'index' }
  const level = find(plugin)
  if (level === undefined) return { kind: 'loading', plugin }
  if ('kind' in level) return level

  const inside = `/${raw.slice(base.length + 1).join('/')}`
  const found = matchPath(level.pages, segments)
  if (found === undefined) return toFailure('not-found', plugin, { reason: `It has no page at ${inside}.` })
  const { permission } = found.route
  if (permission && !can(permission))
    return {
      ...toFailure('forbidden', plugin, { reason: `It needs the permission ${permission}.` }),
      permission,
    }
  return {
    kind: 'page',
    plugin,
    page: found.route,
    params: found.params,
    pathname: inside,
    href: `/${raw.join('/')}`,
  }
}
