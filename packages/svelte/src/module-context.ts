import type { BlockContext, PageContext, SlotName } from '@plugwright/runtime'
import { getContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'

const PAGE = Symbol.for('plugwright page')
const BLOCK = Symbol.for('plugwright block')

/**
 * The context of the page that this is called in. Its fields are reactive: read them where they are used, or with
 * `$derived(page.params.id)`. To be called while a component is set up. Throws outside of a page.
 */
export function usePage(): PageContext {
  const page = getContext<PageContext | undefined>(PAGE)
  if (page === undefined) throw new Error('usePage() works in the pages of plugins only.')
  return page
}

/** The context of the block that this is called in; reactive as that of a page. Throws outside of a block. */
export function useBlock<Slot extends SlotName = SlotName>(): BlockContext<Slot> {
  const block = getContext<BlockContext<Slot> | undefined>(BLOCK)
  if (block === undefined) throw new Error('useBlock() works in the blocks of plugins only.')
  return block
}

/** A context that components read, and that is replaced while they are shown. */
export interface LiveContext {
  /** For Svelte's `mount`. */
  readonly contexts: Map<symbol, unknown>
  set(next: PageContext | BlockContext): void
}

/** Creates the context of a page or block on screen. */
export function createLiveContext(first: PageContext | BlockContext): LiveContext {
  let current = first
  const updates = new Set<() => void>()
  const subscribe = createSubscriber((update) => {
    updates.add(update)
    return () => updates.delete(update)
  })
  // Every context of a page has the same fields.
  const fields = Object.keys(first) as (keyof typeof first)[]
  const properties = fields.map((field) => [field, { enumerable: true, get: () => read(field) }] as const)
  function read(field: keyof typeof first): unknown {
    subscribe()
    return current[field]
  }
  const context = Object.defineProperties({}, Object.fromEntries(properties))
  return {
    contexts: new Map([['slot' in first ? BLOCK : PAGE, context]]),
    set(next) {
      current = next
      for (const update of updates) update()
    },
  }
}
