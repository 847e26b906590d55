import type { Block } from '@plugwright/manifest'
import { toBlockKey, toFile } from '../merge/plugin-module.ts'
import { compact } from '../merge/registry-records.ts'
import type { MergedPlugin } from '../merge/registry-records.ts'
import type { InspectedBlock, InspectedSlot } from './inspection.ts'
import type { InspectionSource } from './inspection-source.ts'

/** The slots that the host declares, also empty ones, then those that only blocks name. */
export function inspectSlots({ state: { options, merge } }: InspectionSource): readonly InspectedSlot[] {
  const blocks = merge.plugins.flatMap((plugin) =>
    plugin.manifest.blocks.map((block) => ({ slot: block.slot, shown: toInspected(block, plugin) })),
  )
  const names = new Set([...Object.keys(options.slots), ...blocks.map(({ slot }) => slot)])
  return [...names].map((name) =>
    compact({
      name,
      declared: Object.hasOwn(options.slots, name),
      description: options.slots[name]?.description,
      blocks: blocks
        .filter(({ slot }) => slot === name)
        .map(({ shown }) => shown)
        .toSorted((a, b) => a.order - b.order),
    }),
  )
}

function toInspected(block: Block, plugin: MergedPlugin): InspectedBlock {
  return {
    plugin: plugin.name,
    id: block.id,
    key: toBlockKey(block),
    module: block.module,
    file: toFile(plugin, block.module),
    order: block.order,
    permission: block.permission,
  }
}
