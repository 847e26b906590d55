import type { BlockContext, MountAdapter, MountPlace, PageContext } from '@plugwright/runtime'
import { Component, Suspense, type ComponentType, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { LoadingNotice } from './loading-notice.tsx'
import { BlockReactContext, PageReactContext } from './module-context.ts'

/**
 * Turns a module with a React component into one without a framework, for hosts that are not written in React. `usePage()` and
 * `useBlock()` work inside; what the component throws while it renders goes to the host, which shows its card.
 */
export const toMount: MountAdapter['toMount'] = (namespace) => {
  const { default: Shown } = namespace as { readonly default: ComponentType }
  return {
    mount(element, context, { onError }) {
      const root = createRoot(element)
      const show = (next: PageContext | BlockContext): void =>
        root.render(
          <ErrorReport onError={onError}>
            <ContextProvider value={next}>
              <Suspense fallback={<LoadingNotice />}>
                <Shown />
              </Suspense>
            </ContextProvider>
          </ErrorReport>,
        )
      show(context)
      return { update: show, unmount: () => root.unmount() }
    },
  }
}

function ContextProvider({
  value,
  children,
}: {
  readonly value: PageContext | BlockContext
  readonly children: ReactNode
}): ReactNode {
  if ('slot' in value)
    return <BlockReactContext.Provider value={value}>{children}</BlockReactContext.Provider>
  return <PageReactContext.Provider value={value}>{children}</PageReactContext.Provider>
}

/** React tells about errors through a component above only. */
class ErrorReport extends Component<MountPlace & { readonly children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true }
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError(error)
  }

  override render(): ReactNode {
    return this.state.isBroken ? null : this.props.children
  }
}
