import type { Registry } from '@plugwright/runtime'
import { toRenderFailure, type RenderFailureActions } from '@plugwright/runtime/adapter'
import {
  defineComponent,
  h,
  onBeforeUnmount,
  onErrorCaptured,
  shallowRef,
  type DefineSetupFnComponent,
} from 'vue'
import { Card } from './card.ts'
import { isRenderError } from './render-error.ts'

/** What the boundary guards: one page or block. A new key of the element starts it anew. */
export interface ModuleBoundaryProps {
  readonly registry: Registry
  readonly plugin: string
  /** The page's `module` or the block's key. */
  readonly module: string
}

/** Keeps what a plugin's code throws while it is shown to its own place. */
export const ModuleBoundary: DefineSetupFnComponent<ModuleBoundaryProps> = defineComponent(
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
    return () =>
      failed.value === undefined ? slots['default']?.() : h(Card, { subject: failed.value.failure })
  },
  { name: 'PluginBoundary', props: ['registry', 'plugin', 'module'] },
)
