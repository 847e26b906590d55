import type { Plugin } from 'vite'
import type { Context } from '../context.ts'
import { formatLayerOrder, ordersLayers, OUTER_LAYER, PACKAGE_LAYER } from '../layers/layer-order.ts'
import { wrapInLayer } from '../layers/wrap-in-layer.ts'
import type { PrivateDependencies } from '../private-dependencies.ts'

/** What Vite takes for a stylesheet. */
const stylesheetPattern = /\.(?:css|less|sass|scss|styl|stylus|pcss|postcss|sss)(?:$|\?)/

/** What is no stylesheet in spite of its name, because the query asks for something else. */
const otherQueryPattern = /[?&](?:worker|sharedworker|raw|url|commonjs-proxy)\b/

/** Puts every stylesheet of a plugin into a cascade layer of that plugin, and fixes the order of the layers. */
export function layersPlugin(context: Context, privates: PrivateDependencies): Plugin {
  /** Not by who brought a package: that is known bit by bit, and the result may not depend on what is opened first. */
  function layerOf(file: string): string | undefined {
    const owner = context.merge.owners.of(file)
    if (owner !== undefined) return `${OUTER_LAYER}.${owner.name}`
    return privates.isInside(file) ? `${OUTER_LAYER}.${PACKAGE_LAYER}` : undefined
  }

  return {
    name: 'plugwright:layers',
    apply: () => context.options.layers,
    applyToEnvironment: ({ config }) => config.consumer === 'client',

    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const order = formatLayerOrder(context.merge.plugins.map(({ name }) => name))
        const injectTo = ordersLayers(html) ? 'head' : 'head-prepend'
        return [{ tag: 'style', children: order, injectTo }]
      },
    },

    // Between the plugins of Vite that make CSS of all dialects and that make JavaScript of it.
    transform: {
      filter: { id: { include: stylesheetPattern, exclude: otherQueryPattern } },
      handler(code, id) {
        const layer = layerOf(id.replace(/[?#].*$/, ''))
        // Every rule keeps its line, so maps stay true.
        return layer === undefined ? null : { code: wrapInLayer(code, layer), map: null }
      },
    },
  }
}
