import { matchesPagePath } from '@plugwright/manifest/pages'
import type { InspectedRoute } from './inspection.ts'

/** The page of a plugin that a path inside it leads to. */
export function findRoute(
  routes: readonly InspectedRoute[],
  { plugin, path }: { readonly plugin: string; readonly path: string },
): InspectedRoute | undefined {
  return routes.find((route) => route.plugin === plugin && matchesPagePath(path, route.path))
}
