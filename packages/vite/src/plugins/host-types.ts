import type { Plugin } from 'vite'
import type { Context } from '../context.ts'
import { writeHostTypes } from '../host-types.ts'

/** Writes `.plugwright/types.d.ts` at the start of a server or build; `plugwright:live` does it on each change. */
export function hostTypesPlugin(context: Context): Plugin {
  return {
    name: 'plugwright:types',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    async buildStart() {
      if (context.options.types) await writeHostTypes(context.root, context.merge.discovery, context.options)
    },
  }
}
