import path from 'node:path'
import { isSharedImport, NODE_BUILTINS } from '@plugwright/pack/bundling'
import { type BundleSession, SERVER_BODY } from './session.ts'

/** What a `resolveId` hook may answer. */
export interface Resolution {
  readonly id: string
  readonly external?: true
}

/** The entry point of a build that has none, for a plugin without pages: a module that says nothing. */
export const NO_INPUT = 'plugwright-nothing'

const BODY_ID = `\0${SERVER_BODY}`

/** Ids of modules that stand for a `require()` of an external module in an ES module. */
const WRAPPER = '\0plugwright-require:'

/** Where an import is written. Rolldown says its kind; Rollup's plugin for CommonJS makes imports of `require()`. */
export interface ImportPlace {
  readonly importer: string | undefined
  readonly kind: string | undefined
}

/**
 * Keeps shared packages and Node's own modules as imports, wherever the importer lies: a private dependency gets
 * the host's copy too. Node's are written with `node:`.
 */
export function resolveExternal(
  source: string,
  { importer, kind }: ImportPlace,
  session: BundleSession | undefined,
): Resolution | undefined {
  if (source === NO_INPUT) return { id: NO_INPUT }
  if (session === undefined) return undefined
  const { request, isFrontend } = session
  if (source === SERVER_BODY && request.shape === 'server-cjs') return { id: BODY_ID }
  const id = isFrontend ? source : toBuiltin(source)
  const isExternal = id.startsWith('node:') ? !isFrontend : isSharedImport(source, request.external)
  if (!isExternal || kind === 'import-rule' || kind === 'url-token') return undefined
  if (kind === 'require-call' && importer?.startsWith(WRAPPER) !== true) {
    if (request.shape !== 'server-cjs') return { id: `${WRAPPER}${id}` }
    session.required.add(id)
  }
  return { id, external: true }
}

/** The text of a module that {@link resolveExternal} made up. */
export function loadExternal(id: string, session: BundleSession | undefined): string | undefined {
  if (id === NO_INPUT) return ''
  if (session === undefined) return undefined
  const { request, realDir } = session
  if (id === BODY_ID) {
    return request.entryPoints
      .map(({ module }) => {
        const file = path.join(realDir, module)
        return `export * as ${JSON.stringify(module)} from ${JSON.stringify(file)}`
      })
      .join('\n')
  }
  if (!id.startsWith(WRAPPER)) return undefined
  const external = id.slice(WRAPPER.length)
  const clause = external.startsWith('node:') ? 'exported' : '* as exported'
  return `import ${clause} from ${JSON.stringify(external)}\nmodule.exports = exported`
}

const BUILTINS = new Set(NODE_BUILTINS)

function toBuiltin(specifier: string): string {
  return BUILTINS.has(specifier) ? `node:${specifier}` : specifier
}
