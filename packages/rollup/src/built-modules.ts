import type { BuiltModule } from '@plugwright/pack/bundling'
import type { BuiltOutput } from './built-output.ts'
import { type BundleSession, entryPointOf } from './session.ts'

/** Lists the modules that the entry points of a request became. */
export function toBuiltModules({ chunks }: BuiltOutput, session: BundleSession): BuiltModule[] {
  return chunks.flatMap(({ fileName, exports, code: text }) => {
    const entryPoint = entryPointOf(fileName, session)
    return entryPoint === undefined ? [] : [{ entryPoint, exports, text }]
  })
}
