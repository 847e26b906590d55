import {
  createBlockContext,
  type BlockContext,
  type SlotName,
  type SlotProps,
  type VisibleBlock,
} from '@plugwright/runtime'
import { computed, defineComponent, h, type DefineSetupFnComponent, type SlotsType, type VNode } from 'vue'
import { Card } from './card.ts'
import { useHost } from './host-settings.ts'
import { LoadingNotice } from './loading-notice.ts'
import { blockKey } from './module-context.ts'
import { ModuleView } from './module-view.ts'
import { useBlockState, useHostEnvironment } from './use-page-state.ts'

/** Props of {@link PluginSlot}. */
export interface PluginSlotProps<Slot extends SlotName = SlotName> {
  readonly name: Slot
  /** What the blocks get as `context.props`; a new object is a new context. */
  readonly props?: SlotProps<Slot>
}

/** Slots of {@link PluginSlot}. */
export type PluginSlotSlots = SlotsType<{
  /** An own place for each block, by its size for example: `<component :is="content" />`. Default: a `div` each. */
  default?: { readonly block: VisibleBlock; readonly content: VNode }
  /** What to show when there is no block. */
  fallback?: Record<string, never>
}>

/** Where the blocks of a slot appear, in order; each loads and fails for itself. */
export const PluginSlot: DefineSetupFnComponent<PluginSlotProps, {}, PluginSlotSlots> = defineComponent(
  (slot: PluginSlotProps, { slots }) => {
    const { snapshot } = useHost()
    return () => {
      const blocks = snapshot.value.blocks(slot.name)
      if (blocks.length === 0) return slots.fallback?.({})
      return blocks.map((block) => {
        const key = `${block.plugin} ${block.key}`
        const content = h(Block, { key, block, props: slot.props })
        return (
          slots.default?.({ block, content }) ??
          h('div', { key, 'data-plugwright-block': `${block.plugin}/${block.id}` }, content)
        )
      })
    }
  },
  { name: 'PluginSlot', props: ['name', 'props'] },
)

interface BlockProps {
  readonly block: VisibleBlock
  readonly props: BlockContext['props'] | undefined
}

const Block: DefineSetupFnComponent<BlockProps> = defineComponent(
  (shown: BlockProps) => {
    const { settings } = useHost()
    const environment = useHostEnvironment()
    const state = useBlockState(() => shown.block)
    const value = computed((): Omit<BlockContext, 'signal'> =>
      createBlockContext(settings.value.registry, shown.block, {
        ...environment.value,
        props: shown.props ?? NO_PROPS,
      }),
    )
    return () => {
      const { block } = shown
      if (state.value.kind === 'loading') return h(LoadingNotice)
      if (!('revision' in state.value)) return h(Card, { subject: state.value })
      return h(ModuleView, {
        loaded: state.value,
        plugin: block.plugin,
        module: block.key,
        value: value.value,
        contextKey: blockKey,
      } as InstanceType<typeof ModuleView>['$props'])
    }
  },
  { props: ['block', 'props'] },
)

const NO_PROPS: BlockContext['props'] = {}
