import type { Plugin } from 'esbuild'
import type { BundleSession } from '../session.ts'

/** The specifier of the one entry point of a `server-cjs` bundle. */
export const SERVER_BODY = 'plugwright-server-body'

/** The entry point of a `server-cjs` bundle: it exports the namespace of each module by its path. */
export function serverBody({ realDir, request }: BundleSession): Plugin {
  return {
    name: SERVER_BODY,
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${SERVER_BODY}$`) }, () => ({
        path: 'entry',
        namespace: SERVER_BODY,
      }))
      build.onLoad({ filter: /.*/, namespace: SERVER_BODY }, () => ({
        contents: request.entryPoints
          .map(({ module }) => `export * as ${JSON.stringify(module)} from ${JSON.stringify(`./${module}`)}`)
          .join('\n'),
        resolveDir: realDir,
      }))
    },
  }
}
