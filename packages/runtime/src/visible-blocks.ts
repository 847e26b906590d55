import type { PluginRecord } from './registry-data.ts'
import type { VisibleBlock } from './registry.ts'
import { inOrder } from './visible-nav.ts'

/** The blocks that may be seen, by slot, in order. */
export function toVisibleBlocks(
  plugins: readonly PluginRecord[],
  can: (permission: string) => boolean,
): ReadonlyMap<string, readonly VisibleBlock[]> {
  const bySlot = new Map<string, VisibleBlock[]>()
  const visible = plugins.flatMap(({ name, blocks = [] }) =>
    blocks
      .filter(({ permission }) => !permission || can(permission))
      .map((block): VisibleBlock => Object.assign({ plugin: name, key: `${block.slot}/${block.id}` }, block)),
  )
  for (const block of inOrder(visible, ({ order }) => order)) {
    const blocks = bySlot.get(block.slot)
    if (blocks === undefined) bySlot.set(block.slot, [block])
    else blocks.push(block)
  }
  return bySlot
}
