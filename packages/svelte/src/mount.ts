import type { MountAdapter } from '@plugwright/runtime'
import { mount, unmount, type Component } from 'svelte'
import ErrorBoundary from '../components/error-boundary.svelte'
import { createLiveContext } from './module-context.ts'

/**
 * Turns a module with a Svelte component into one without a framework. `usePage()` and `useBlock()` work inside; what the
 * component throws while it is shown goes to the host, which shows its card. Compiled by the host's Svelte plugin for Vite.
 */
export const toMount: MountAdapter['toMount'] = (namespace) => {
  const { default: component } = namespace as { readonly default: Component }
  return {
    mount(element, first, { onError }) {
      const live = createLiveContext(first)
      const shown = mount(ErrorBoundary, {
        target: element,
        context: live.contexts,
        props: { component, onError },
      })
      return { update: (next) => live.set(next), unmount: () => void unmount(shown) }
    },
  }
}
