import type { Diagnostic } from '@plugwright/diagnostics'
import { sharedBundled } from './diagnostics.ts'
import { canonicalPath, packageNameOf, toShownPath, toSlashes } from './source-path.ts'
import type { BundlePlace } from './write-bundle.ts'

/** What a bundler knows of the modules in a bundle, by whatever ids it gives them. */
export interface BundledModules {
  readonly entries: readonly string[]
  /** The modules in the bundle that one imports. */
  importsOf(id: string): Iterable<string>
  /** It is code, and not a style sheet or an image. */
  isCode(id: string): boolean
  /** Its file, absolute. */
  fileOf(id: string): string
}

/**
 * Finds shared packages that got into the bundle though they are external: through a path into `node_modules`,
 * an alias, or a package's own import map. One problem for each package, with the shortest chain of imports.
 */
export function findBundledShared(
  modules: BundledModules,
  { request, realDir }: Pick<BundlePlace, 'request' | 'realDir'>,
): Diagnostic[] {
  const shared = new Set(request.external)
  const problems = new Map<string, Diagnostic>()
  const nameOf = (id: string): string => canonicalPath(modules.fileOf(id), realDir)
  const shownOf = (id: string): string => toShownPath(modules.fileOf(id), realDir)
  for (const chain of walk(modules)) {
    const id = chain.at(-1) ?? ''
    const name = sharedNameOf(nameOf(id))
    // Style sheets of a shared package are no second copy of its code.
    if (name === undefined || !shared.has(name) || problems.has(name) || !modules.isCode(id)) continue
    const own = chain.findLast((link) => !nameOf(link).startsWith('node_modules/')) ?? id
    problems.set(name, sharedBundled(name, chain.map(shownOf), { file: toSlashes(modules.fileOf(own)) }))
  }
  return [...problems.values()]
}

function sharedNameOf(canonical: string): string | undefined {
  return canonical.startsWith('node_modules/')
    ? packageNameOf(canonical.slice('node_modules/'.length))
    : undefined
}

/** The chains of imports that lead to each module, shortest first. */
function* walk(modules: BundledModules): Generator<readonly string[]> {
  const queue: (readonly string[])[] = modules.entries.map((entry) => [entry])
  const seen = new Set(modules.entries)
  for (const chain of queue) {
    yield chain
    for (const next of modules.importsOf(chain.at(-1) ?? '')) {
      if (seen.has(next)) continue
      seen.add(next)
      queue.push([...chain, next])
    }
  }
}
