/** Types of what `@plugwright/vite` provides to a host's own code. Name it in `types`, or reference it from a `.d.ts` file. */
declare module 'virtual:plugwright' {
  import type { Registry } from '@plugwright/runtime'

  /** The plugins of this host; one object for as long as the page lives. */
  export const registry: Registry
}
