import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { BundleRequest } from '../../bundler.ts'
import { toEntryPoints } from '../../entry-points.ts'
import type { TargetContext } from '../../target.ts'
import { engineKindOf } from './engine.ts'
import { findImports } from './imports.ts'
import { type ArcanOptions, resolveArcanOptions } from './options.ts'
import { tokenize } from './source-tokens.ts'

/** The id of the bundle of an engine. */
export const ENGINE_REQUEST = 'arcan-engine'

/**
 * An engine is packed as its author wrote it, since Arcan's registry compiles it, unless it is TypeScript that
 * imports something: then it is bundled, since a package has room for one file. What `peerDependencies` of the
 * plugin's package.json name is there where the engine runs, so it stays an import and is no reason to bundle.
 */
export async function engineRequests(context: TargetContext<ArcanOptions>): Promise<BundleRequest[]> {
  const { dir, peerDependencies } = context
  const { engine } = resolveArcanOptions(context.options)
  if (engineKindOf(engine) !== 'ts') return []
  // A file that is not there is told with the plan.
  const source = await readFile(path.join(dir, engine), 'utf8').catch(() => '')
  const imports = findImports(tokenize(source, 'typescript'))
  const isProvided = (name: string | undefined): boolean =>
    name !== undefined && peerDependencies.some((peer) => name === peer || name.startsWith(`${peer}/`))
  if (imports.every(isProvided)) return []
  return [
    {
      id: ENGINE_REQUEST,
      entryPoints: toEntryPoints([engine], ''),
      shape: 'single-module',
      css: 'file',
      external: peerDependencies,
    },
  ]
}
