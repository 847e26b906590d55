import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { BundleRequest } from '../../bundler.ts'
import type { TargetContext } from '../../target.ts'
import type { HecateOptions } from './options.ts'

/** The id of the bundle. */
export const COMPONENT = 'component'

/** Tells whether the frontend is a module to bundle; otherwise it is files to copy. */
export function isBundled(
  frontend: HecateOptions['frontend'],
): frontend is 'component' | { readonly component: string } {
  return frontend === COMPONENT || (frontend !== undefined && COMPONENT in frontend)
}

/**
 * The request for the one module that hecate-web loads. It fetches the text and imports it from a `blob:` URL, so the module
 * can import nothing beside it, and brings its CSS itself.
 */
export async function requestComponent({
  dir,
  options,
}: TargetContext<HecateOptions>): Promise<BundleRequest[]> {
  if (!isBundled(options.frontend)) return []
  const module = await componentModule(dir, options.frontend)
  return [
    {
      id: COMPONENT,
      entryPoints: [{ name: COMPONENT, module }],
      shape: 'single-module',
      css: 'inject',
      external: [],
    },
  ]
}

const CONVENTION = ['ts', 'tsx', 'js', 'jsx'].map((ending) => `frontend/src/component.${ending}`)

/** Where no file has the conventional name, the first of them is asked for, and the bundler says that it is missing. */
async function componentModule(
  dir: string,
  frontend: 'component' | { readonly component: string },
): Promise<string> {
  if (frontend !== COMPONENT) return frontend.component.replace(/^\.\//, '')
  for (const module of CONVENTION) {
    const isFile = await stat(path.join(dir, module)).then(
      (found) => found.isFile(),
      () => false,
    )
    if (isFile) return module
  }
  return CONVENTION[0] ?? ''
}
