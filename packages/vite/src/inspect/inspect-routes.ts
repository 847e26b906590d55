import { comparePagePaths, matchesPagePath, pageHref, resolveText } from '@plugwright/manifest/pages'
import { toFile } from '../merge/plugin-module.ts'
import { compact } from '../merge/registry-records.ts'
import type { PackageJson } from '../package-json.ts'
import type { InspectedProblem, InspectedRoute, RouteConflict } from './inspection.ts'
import type { InspectionSource } from './inspection-source.ts'

/** The pages of all plugins that take part; per plugin in the order in which an address is compared with them. */
export function inspectRoutes({
  state: { merge, options, host },
}: InspectionSource): readonly InspectedRoute[] {
  return merge.plugins.flatMap((plugin) => {
    const { name, pages } = plugin.manifest
    const ranked = pages.toSorted((a, b) => comparePagePaths(a.path, b.path))
    const packageJson = host.packages.read(plugin.realDir)
    return ranked.map((page, index): InspectedRoute =>
      compact({
        plugin: name,
        path: page.path,
        address: pageHref(name, page.path, options.routeBase),
        module: page.module,
        file: toFile(plugin, page.module),
        title: page.title === undefined ? undefined : resolveText(page.title, 'en'),
        permission: page.permission,
        layout: page.layout,
        framework: frameworkOf(page.module, packageJson),
        before: ranked
          .slice(index + 1)
          .filter((other) => commonPath(page.path, other.path) !== undefined)
          .map(({ path }) => path),
      }),
    )
  })
}

/** Problems about pages and nav, and paths that claim the same addresses. */
export function findRouteConflicts(
  routes: readonly InspectedRoute[],
  problems: readonly InspectedProblem[],
): readonly RouteConflict[] {
  const reported = problems.flatMap(({ code, plugin = '', message }, index): RouteConflict[] =>
    /^MANIFEST_(?:PAGE_|NAV_|CASE_|INVALID_PAGE_)/.test(code)
      ? [{ kind: 'problem', plugin, message, addresses: [], problem: index }]
      : [],
  )
  return [...reported, ...routes.flatMap((route) => findOverlaps(route, routes))]
}

function findOverlaps(route: InspectedRoute, routes: readonly InspectedRoute[]): readonly RouteConflict[] {
  return routes
    .filter(({ plugin, path }) => plugin === route.plugin && route.before.includes(path))
    .flatMap((other): RouteConflict[] => {
      const common = commonPath(route.path, other.path)
      // `/customers/new` before `/customers/:id` is what everybody wants.
      if (common === undefined || matchesPagePath(toSample(route.path), other.path)) return []
      return [
        {
          kind: 'overlap',
          plugin: route.plugin,
          message: `${common} fits ${route.path} and ${other.path}; the page of ${route.path} is shown.`,
          addresses: [route.address, other.address],
        },
      ]
    })
}

/**
 * A path that both patterns match.
 *
 *     /customers/:id, /:list/new → /customers/new       /customers, /accounts → undefined
 */
function commonPath(a: string, b: string): string | undefined {
  const [left, right] = [segmentsOf(a), segmentsOf(b)]
  const common: string[] = []
  for (let index = 0; ; index++) {
    const [one, other] = [left[index], right[index]]
    if (one === '*' || other === '*') {
      const rest = (one === '*' ? right : left).slice(index).filter((segment) => segment !== '*')
      return `/${[...common, ...rest].join('/')}`
    }
    if (one === undefined || other === undefined) {
      return one === other ? `/${common.join('/')}` : undefined
    }
    if (!one.startsWith(':') && !other.startsWith(':') && one !== other) return undefined
    common.push(one.startsWith(':') ? other : one)
  }
}

/** A path that only this pattern and wider ones match. */
function toSample(path: string): string {
  return path.replaceAll(/:[^/]+|\*/g, '~')
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '')
}

function frameworkOf(module: string, packageJson: PackageJson | undefined): InspectedRoute['framework'] {
  if (module.endsWith('.vue')) return 'vue'
  if (module.endsWith('.svelte')) return 'svelte'
  return (['react', 'vue'] as const).find(
    (name) =>
      packageJson?.dependencies.has(name) === true || packageJson?.peerDependencies.has(name) === true,
  )
}
