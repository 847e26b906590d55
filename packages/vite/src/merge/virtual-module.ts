import { createHash } from 'node:crypto'
import { toSource } from './source-text.ts'

/** A virtual module as it is served. */
export interface VirtualModule {
  readonly text: string
  /** In development: a digest of the text, which browsers tell when they have loaded it. */
  readonly revision?: string
}

/**
 * Adds to the text of a virtual module what development needs: an update that was sent before a browser had the module would be
 * lost; the server compares revisions, and sends it again.
 */
export function createVirtualModule(
  id: string,
  { text, dev }: { readonly text: string; readonly dev: boolean },
): VirtualModule {
  if (!dev) return { text }
  const revision = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return {
    text: `${text}\nimport.meta.hot.send('plugwright:loaded', ${toSource({ id, revision })})`,
    revision,
  }
}
