import type { FailedModule, Registry } from '@plugwright/runtime'
import { toRenderFailure, type RenderFailureActions } from '@plugwright/runtime/adapter'
import {
  defineComponent,
  onBeforeUnmount,
  onErrorCaptured,
  shallowRef,
  type DefineSetupFnComponent,
  type SlotsType,
} from 'vue'
import { isRenderError } from './render-error.ts'

/** What the boundary guards: one page or block. A new key of the element starts it anew. */
export interface ModuleBoundaryProps {
  readonly registry: Registry
  readonly plugin: string
  /** The page's `module` or the block's key. */
  readonly module: string
}

/** Slots of {@link ModuleBoundary}. */
export type ModuleBoundarySlots = SlotsType<{
  default?: Record<string, never>
  /** What stands for it when it failed. */
  failure?: { readonly failure: FailedModule }
}>

/** Keeps what a plugin's code throws while it is shown to its own place. */
export const ModuleBoundary: DefineSetupFnComponent<ModuleBoundaryProps, {}, ModuleBoundarySlots> =
  defineComponent(
    (props: ModuleBoundaryProps, { slots }) => {
      const failed = shallowRef<RenderFailureActions>()
      const restart = (): void => {
        failed.value = undefined
      }
      onErrorCaptured((error, _instance, kind) => {
        if (!isRenderError(kind)) return undefined
        // The first error is the reason; what fails because of it is not.
        if (failed.value === undefined) {
          failed.value = toRenderFailure(props, { error, restart })
          failed.value.report()
        }
        return false
      })
      onBeforeUnmount(() => failed.value?.forget())
      return () => {
        if (failed.value === undefined) return slots.default?.({})
        const { failure } = failed.value
        return slots.failure?.({ failure })
      }
    },
    { name: 'PluginBoundary', props: ['registry', 'plugin', 'module'] },
  )
