import path from 'node:path'
import type { BuiltModule } from '@plugwright/pack/bundling'
import { entryIndexOf } from './esbuild-options.ts'
import type { EsbuildOutput } from './finish-bundle.ts'
import type { BundleSession } from './session.ts'

/** Lists the modules that the entry points of a request became, style sheets left out. */
export function toBuiltModules(
  { metafile, outputFiles }: Pick<EsbuildOutput, 'metafile' | 'outputFiles'>,
  { request }: Pick<BundleSession, 'request'>,
): BuiltModule[] {
  const texts = new Map(outputFiles.map((file) => [path.basename(file.path), file]))
  return Object.entries(metafile.outputs).flatMap(([output, { exports }]) => {
    const name = path.basename(output)
    const index = entryIndexOf(name)
    const entryPoint = index === undefined ? undefined : request.entryPoints[index]
    if (entryPoint === undefined || !/\.m?js$/.test(name)) return []
    return [{ entryPoint, exports, text: texts.get(name)?.text ?? '' }]
  })
}
