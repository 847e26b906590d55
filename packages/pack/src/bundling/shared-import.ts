import { builtinModules } from 'node:module'
import { packageNameOf } from './source-path.ts'

/** Parts of a shared package that are no modules, and so no imports for the host to answer: style sheets, images. */
const NO_MODULE = /\.(?!(?:[cm]?js)$)[a-z0-9]+$|\?/i

/** Tells whether a specifier names a module of one of the packages: `react` covers `react/jsx-runtime`. */
export function isSharedImport(specifier: string, packages: readonly string[]): boolean {
  const name = packageNameOf(specifier)
  if (name === undefined || !packages.includes(name)) return false
  return !NO_MODULE.test(specifier.slice(name.length))
}

/** Node's own modules, without `node:`. */
export const NODE_BUILTINS: readonly string[] = builtinModules.filter(
  (name) => !name.startsWith('_') && !name.startsWith('node:'),
)
