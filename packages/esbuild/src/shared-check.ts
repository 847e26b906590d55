import type { Diagnostic } from '@plugwright/diagnostics'
import type { Metafile } from 'esbuild'
import { sharedBundled } from './diagnostics.ts'
import type { BundleSession } from './session.ts'
import { canonicalPath, packageNameOf, toShownPath, toSlashes, toSourceFile } from './source-path.ts'

/**
 * Finds shared packages that got into the bundle past {@link sharedPackages}: through a path into `node_modules`,
 * an alias, or a package's own import map. One problem for each package, with the shortest chain of imports.
 */
export function findBundledShared(
  metafile: Metafile,
  session: BundleSession & { readonly workingDir: string },
): Diagnostic[] {
  const shared = new Set(session.request.external)
  const problems = new Map<string, Diagnostic>()
  const nameOf = (input: string): string =>
    canonicalPath(toSourceFile(input, session.workingDir), session.realDir)
  const shownOf = (input: string): string =>
    toShownPath(toSourceFile(input, session.workingDir), session.realDir)
  for (const chain of walk(metafile)) {
    const input = chain.at(-1) ?? ''
    const name = sharedNameOf(nameOf(input))
    // Style sheets of a shared package are no second copy of its code.
    if (name === undefined || !shared.has(name) || problems.has(name)) continue
    if (metafile.inputs[input]?.format === undefined) continue
    const own = chain.findLast((link) => !nameOf(link).startsWith('node_modules/')) ?? input
    const file = toSlashes(toSourceFile(own, session.workingDir))
    problems.set(name, sharedBundled(name, chain.map(shownOf), { file }))
  }
  return [...problems.values()]
}

function sharedNameOf(canonical: string): string | undefined {
  return canonical.startsWith('node_modules/')
    ? packageNameOf(canonical.slice('node_modules/'.length))
    : undefined
}

/** The chains of imports that lead to each input, shortest first. */
function* walk({ inputs, outputs }: Metafile): Generator<readonly string[]> {
  const entries = Object.values(outputs).flatMap(({ entryPoint }) => entryPoint ?? [])
  const queue: (readonly string[])[] = entries.map((entry) => [entry])
  const seen = new Set(entries)
  for (const chain of queue) {
    yield chain
    for (const { path: next, external } of inputs[chain.at(-1) ?? '']?.imports ?? []) {
      if (external === true || seen.has(next)) continue
      seen.add(next)
      queue.push([...chain, next])
    }
  }
}
