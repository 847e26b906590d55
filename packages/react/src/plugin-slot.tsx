import {
  createBlockContext,
  type BlockContext,
  type SlotName,
  type SlotProps,
  type VisibleBlock,
} from '@plugwright/runtime'
import { useMemo, type ReactElement, type ReactNode } from 'react'
import { Card } from './card.tsx'
import { useHostSettings, useRegistrySnapshot } from './host-settings.ts'
import { LoadingNotice } from './loading-notice.tsx'
import { BlockReactContext } from './module-context.ts'
import { ModuleView } from './module-view.tsx'
import { useBlockState, useHostEnvironment } from './use-page-state.ts'

/** Props of {@link PluginSlot}. */
export interface PluginSlotProps<Slot extends SlotName = SlotName> {
  readonly name: Slot
  /** What the blocks get as `context.props`; a new object is a new context. */
  readonly props?: SlotProps<Slot>
  /** An own place for each block, by its size for example. Default: a `div` each. */
  readonly children?: (block: VisibleBlock, content: ReactNode) => ReactNode
  /** What to show when there is no block. */
  readonly fallback?: ReactNode
}

/** Where the blocks of a slot appear, in order; each loads and fails for itself. */
export function PluginSlot<Slot extends SlotName>(slot: PluginSlotProps<Slot>): ReactElement {
  const blocks = useRegistrySnapshot().blocks(slot.name)
  if (blocks.length === 0) return <>{slot.fallback}</>
  return (
    <>
      {blocks.map((block) => {
        const key = `${block.plugin} ${block.key}`
        const content = (
          <Block key={key} block={block} props={slot.props as BlockContext['props'] | undefined} />
        )
        if (slot.children !== undefined) return slot.children(block, content)
        return (
          <div key={key} data-plugwright-block={`${block.plugin}/${block.id}`}>
            {content}
          </div>
        )
      })}
    </>
  )
}

function Block({
  block,
  props = NO_PROPS,
}: {
  readonly block: VisibleBlock
  readonly props: BlockContext['props'] | undefined
}): ReactElement {
  const { registry } = useHostSettings()
  const environment = useHostEnvironment()
  const state = useBlockState(block)
  const value = useMemo(
    () => createBlockContext(registry, block, { ...environment, props }),
    [registry, block, environment, props],
  )
  if (state.kind === 'loading') return <LoadingNotice />
  if (!('revision' in state)) return <Card subject={state} />
  return (
    <ModuleView
      loaded={state}
      plugin={block.plugin}
      module={block.key}
      value={value}
      context={BlockReactContext}
    />
  )
}

const NO_PROPS: BlockContext['props'] = {}
