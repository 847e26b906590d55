import type { Diagnostic } from '@plugwright/diagnostics'
import { findBundledShared } from '@plugwright/pack/bundling'
import type { Metafile } from 'esbuild'
import type { BundleSession } from './session.ts'
import { toSourceFile } from './source-path.ts'

/** Finds shared packages that got into the bundle past the plugin that keeps them out. */
export function checkShared(
  { inputs, outputs }: Metafile,
  session: BundleSession & { readonly workingDir: string },
): Diagnostic[] {
  return findBundledShared(
    {
      entries: Object.values(outputs).flatMap(({ entryPoint }) => entryPoint ?? []),
      importsOf: (input) =>
        (inputs[input]?.imports ?? []).filter(({ external }) => external !== true).map(({ path }) => path),
      isCode: (input) => inputs[input]?.format !== undefined,
      fileOf: (input) => toSourceFile(input, session.workingDir),
    },
    session,
  )
}
