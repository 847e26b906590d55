import type { BlockContext, PageContext, SlotName } from '@plugwright/runtime'
import { inject, type InjectionKey } from 'vue'

/** Carries a page's context to {@link usePage}. */
export const pageKey: InjectionKey<PageContext> = Symbol('plugwright page')

/** Carries a block's context to {@link useBlock}. */
export const blockKey: InjectionKey<BlockContext> = Symbol('plugwright block')

/**
 * The context of the page that this is called in, as a reactive object: read its fields where they are used, as with
 * `useRoute()`. Throws outside of a page.
 */
export function usePage(): PageContext {
  const page = inject(pageKey, undefined)
  if (page === undefined) throw new Error('usePage() works in the pages of plugins only.')
  return page
}

/** The context of the block that this is called in, as a reactive object. Throws outside of a block. */
export function useBlock<Slot extends SlotName = SlotName>(): BlockContext<Slot> {
  const block = inject(blockKey, undefined)
  if (block === undefined) throw new Error('useBlock() works in the blocks of plugins only.')
  return block as BlockContext<Slot>
}
