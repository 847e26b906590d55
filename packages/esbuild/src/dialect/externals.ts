import { isSharedImport, NODE_BUILTINS } from '@plugwright/pack/bundling'
import type { Plugin } from 'esbuild'
import { escapePattern } from './escape-pattern.ts'

const WRAPPER_NAMESPACE = 'plugwright-require'

/**
 * Keeps packages as imports, each with its subpaths: `react` covers `react/jsx-runtime`. Nothing else is matched,
 * not where the importer lies: a private dependency gets the host's copy too.
 */
export function sharedPackages(names: readonly string[]): Plugin {
  const filter = new RegExp(`^(?:${names.map(escapePattern).join('|')})(?:/|$)`)
  return {
    name: 'plugwright-shared-packages',
    setup(build) {
      if (names.length === 0) return
      const isEsm = build.initialOptions.format === 'esm'
      build.onResolve({ filter }, ({ path, kind, namespace }) => {
        if (!isSharedImport(path, names) || kind === 'import-rule' || kind === 'url-token') return undefined
        return isEsm && kind === 'require-call' && namespace !== WRAPPER_NAMESPACE
          ? { path, namespace: WRAPPER_NAMESPACE, pluginData: '* as exported' }
          : { path, external: true }
      })
      addWrapper(build)
    },
  }
}

/** Keeps Node's own modules as imports, written with `node:`. */
export function nodeBuiltins(): Plugin {
  const filter = new RegExp(`^(?:node:.+|${NODE_BUILTINS.map(escapePattern).join('|')})$`)
  return {
    name: 'plugwright-node-builtins',
    setup(build) {
      const isEsm = build.initialOptions.format === 'esm'
      build.onResolve({ filter }, ({ path, kind, namespace }) => {
        const builtin = path.startsWith('node:') ? path : `node:${path}`
        return isEsm && kind === 'require-call' && namespace !== WRAPPER_NAMESPACE
          ? { path: builtin, namespace: WRAPPER_NAMESPACE, pluginData: 'exported' }
          : { path: builtin, external: true }
      })
      addWrapper(build)
    },
  }
}

/**
 * `require('react')` in a bundled CommonJS module has no `require` to call in an ES module. It gets a wrapper module
 * that imports instead; `pluginData` is the import clause.
 */
function addWrapper(build: Parameters<Plugin['setup']>[0]): void {
  build.onLoad({ filter: /.*/, namespace: WRAPPER_NAMESPACE }, ({ path, pluginData }) => {
    const contents = `import ${pluginData} from ${JSON.stringify(path)}\nmodule.exports = exported`
    return { contents, loader: 'js' }
  })
}
