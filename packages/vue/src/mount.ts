import type { BlockContext, MountAdapter, PageContext } from '@plugwright/runtime'
import { createApp, h, shallowReactive, Suspense, type App, type Component } from 'vue'
import { LoadingNotice } from './loading-notice.ts'
import { blockKey, pageKey } from './module-context.ts'
import { isRenderError } from './render-error.ts'

/**
 * Turns a module with a Vue component into one without a framework, for hosts that are not written in Vue. `usePage()` and
 * `useBlock()` work inside; what the component throws while it is shown goes to the host, which shows its card.
 */
export const toMount: MountAdapter['toMount'] = (namespace) => {
  const { default: Shown } = namespace as { readonly default: Component }
  return {
    mount(element, first, { onError }) {
      const context = shallowReactive({ ...first })
      const app = createApp(() =>
        h(Suspense, null, { default: () => h(Shown), fallback: () => h(LoadingNotice) }),
      )
      provideContext(app, context)
      app.config.errorHandler = (error, _instance, kind) => {
        if (isRenderError(kind)) onError(error)
        else globalThis.reportError(error)
      }
      app.mount(element)
      return { update: (next) => void Object.assign(context, next), unmount: () => app.unmount() }
    },
  }
}

function provideContext(app: App, context: PageContext | BlockContext): void {
  if ('slot' in context) app.provide(blockKey, context)
  else app.provide(pageKey, context)
}
