/** The layer around all others. */
export const OUTER_LAYER = 'plugwright'

/** The layer of packages that several plugins may bring: no plugin has such a name. */
export const PACKAGE_LAYER = '--packages'

/**
 * The order of the layers: packages first, then the plugins from last to first, so that of two the one that ranks first wins.
 * Layers are ordered where they are first named, which would otherwise be the order in which pages are opened.
 */
export function formatLayerOrder(plugins: readonly string[]): string {
  return `@layer ${OUTER_LAYER}{@layer ${[PACKAGE_LAYER, ...plugins.toReversed()].join(',')}}`
}

/**
 * Whether a document decides itself where the outer layer stands among its own.
 *
 *     <style>@layer reset, plugwright, components;</style>
 */
export function ordersLayers(html: string): boolean {
  return /@layer\b[^;{}]*\bplugwright\b/.test(html)
}
