import path from 'node:path'
import type { BuiltEntryPoint, BundleRequest } from '@plugwright/pack'
import type { Metafile } from 'esbuild'
import { entryIndexOf } from './esbuild-options.ts'

/** Says what became of each entry point of a request. `names` are the new names of the outputs by their old ones. */
export function toBuiltEntryPoints(
  metafile: Metafile,
  { request, names }: { readonly request: BundleRequest; readonly names: ReadonlyMap<string, string> },
): BuiltEntryPoint[] {
  const { entryPoints, shape } = request
  const outputs = new Map(
    Object.keys(metafile.outputs).flatMap((output) => {
      const index =
        output.endsWith('.map') || output.endsWith('.css') ? undefined : entryIndexOf(path.basename(output))
      return index === undefined ? [] : [[index, output] as const]
    }),
  )
  const nameOf = (output: string): string => names.get(path.basename(output)) ?? path.basename(output)
  return entryPoints.map(({ name, module }, index) => {
    const output = outputs.get(shape === 'server-cjs' ? 0 : index)
    if (output === undefined) throw new Error(`esbuild made no output for the entry point ${module}.`)
    const { cssBundle } = metafile.outputs[output] ?? {}
    return {
      name,
      module,
      file: nameOf(output),
      css: cssBundle === undefined || request.css === 'inject' ? [] : [nameOf(cssBundle)],
      imports: staticImports(output, metafile).map(nameOf).toSorted(),
    }
  })
}

/** The outputs that are loaded together with one, without itself. */
function staticImports(start: string, { outputs }: Metafile): string[] {
  const found = new Set([start])
  for (const output of found) {
    for (const { path: target, kind, external } of outputs[output]?.imports ?? []) {
      if (kind === 'import-statement' && external !== true) found.add(target)
    }
  }
  found.delete(start)
  return [...found]
}
