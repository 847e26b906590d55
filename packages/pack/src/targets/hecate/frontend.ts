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
 * can import nothing beside it, and brings its CSS itself. None where the module is missing, which the check tells.
 */
export async function requestComponent({
  dir,
  options,
}: TargetContext<HecateOptions>): Promise<BundleRequest[]> {
  if (!isBundled(options.frontend)) return []
  const module = await findFile(dir, candidatesOf(options.frontend))
  if (module === undefined) return []
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

/** The files that the component may be, the first one that is there. */
export function candidatesOf(frontend: 'component' | { readonly component: string }): readonly string[] {
  return frontend === COMPONENT ? CONVENTION : [frontend.component.replace(/^\.\//, '')]
}

const CONVENTION = ['ts', 'tsx', 'js', 'jsx'].map((ending) => `frontend/src/component.${ending}`)

async function findFile(dir: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const isFile = await stat(path.join(dir, name)).then(
      (found) => found.isFile(),
      () => false,
    )
    if (isFile) return name
  }
  return undefined
}
