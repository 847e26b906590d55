import type { BlockContext, PageContext, SlotName } from '@plugwright/runtime'
import { createContext, useContext, type Context } from 'react'

/** Carries a page's context to {@link usePage}. */
export const PageReactContext: Context<PageContext | undefined> = createContext<PageContext | undefined>(
  undefined,
)

/** Carries a block's context to {@link useBlock}. */
export const BlockReactContext: Context<BlockContext | undefined> = createContext<BlockContext | undefined>(
  undefined,
)

/** The context of the page that this is rendered in. Throws outside of a page. */
export function usePage(): PageContext {
  const page = useContext(PageReactContext)
  if (page === undefined) throw new Error('usePage() works in the pages of plugins only.')
  return page
}

/** The context of the block that this is rendered in. Throws outside of a block. */
export function useBlock<Slot extends SlotName = SlotName>(): BlockContext<Slot> {
  const block = useContext(BlockReactContext)
  if (block === undefined) throw new Error('useBlock() works in the blocks of plugins only.')
  return block as BlockContext<Slot>
}
