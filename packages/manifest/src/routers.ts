import type { Router, RouterSource } from './manifest.generated.ts'
import { toPath } from './plugin-path.ts'

/** A router's module and what it exports, by the kind of host that serves it. */
export type RouterModule =
  | { readonly kind: 'file'; readonly module: string; readonly export: string }
  | { readonly kind: 'python'; readonly module: string; readonly attribute: string }

/** The module as written: `backend/routers/customers.ts:router`. */
export function routerSpecOf(router: RouterSource): string {
  return typeof router === 'string' ? router : router.module
}

/**
 * Reads `file:export` or `dotted.python.path:attribute`. A slash or the extension of a script makes it a file.
 * The schema has made sure of the colon and of the name after it.
 */
export function parseRouterModule(spec: string): RouterModule {
  const colon = spec.lastIndexOf(':')
  const module = spec.slice(0, colon)
  const name = spec.slice(colon + 1)
  const isFile = module.includes('/') || /\.([cm]?[jt]sx?|py)$/.test(module)
  return isFile
    ? { kind: 'file', module: toPath(module), export: name }
    : { kind: 'python', module, attribute: name }
}

/** A router in its normal form. */
export function toRouter(router: RouterSource): Router {
  const { path = '/', permission = null } = typeof router === 'string' ? {} : router
  return { ...parseRouterModule(routerSpecOf(router)), path, permission }
}

/** The files that a dotted Python path may stand for, in a folder of the plugin: `plugins.crm.backend.x` → `backend/x.py`. */
export function pythonModuleFiles(module: string, pluginName: string): readonly string[] {
  const prefix = `plugins.${pluginName}.`
  if (!module.startsWith(prefix)) return []
  const path = module.slice(prefix.length).replaceAll('.', '/')
  return [`${path}.py`, `${path}/__init__.py`]
}
