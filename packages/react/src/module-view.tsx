import {
  mountPage,
  type BlockContext,
  type LoadedModule,
  type MountedPage,
  type MountFunction,
  type PageContext,
} from '@plugwright/runtime'
import {
  Suspense,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ComponentType,
  type Context,
  type CSSProperties,
  type ReactElement,
} from 'react'
import { Card } from './card.tsx'
import { useHostSettings, useRegistrySnapshot } from './host-settings.ts'
import { LoadingNotice } from './loading-notice.tsx'
import { ModuleBoundary } from './module-boundary.tsx'

/** What page and block have in common when they are shown. */
export interface ModuleViewProps<Kind extends PageContext | BlockContext> {
  readonly loaded: LoadedModule<Kind>
  readonly plugin: string
  /** The page's `module` or the block's key. */
  readonly module: string
  /** The context; the signal is added here. */
  readonly value: Omit<Kind, 'signal'>
  /** Where a component finds the context. */
  readonly context: Context<Kind | undefined>
}

/**
 * Shows a loaded page or block inside its own error boundary; another module, or a new version of it, starts anew. The element
 * around it takes no part in the layout; it says whose code this is, in development and in a build.
 */
export function ModuleView<Kind extends PageContext | BlockContext>(
  props: ModuleViewProps<Kind>,
): ReactElement {
  const { registry } = useHostSettings()
  const { loaded, plugin, module } = props
  return (
    <div data-plugwright-plugin={plugin} data-plugwright-module={module} style={NO_BOX}>
      <ModuleBoundary
        key={`${plugin} ${module} ${loaded.revision}`}
        registry={registry}
        plugin={plugin}
        module={module}
        renderFailure={(failure) => <Card subject={failure} />}
      >
        {/* What waits in a plugin must not take the host's page away. */}
        <Suspense fallback={<LoadingNotice />}>
          {loaded.kind === 'component' ? (
            <ComponentView {...props} component={loaded.component as ComponentType} />
          ) : (
            <MountView {...props} mount={loaded.mount} />
          )}
        </Suspense>
      </ModuleBoundary>
    </div>
  )
}

const NO_BOX: CSSProperties = { display: 'contents' }

function ComponentView<Kind extends PageContext | BlockContext>({
  component: Shown,
  value,
  context: { Provider },
}: ModuleViewProps<Kind> & { component: ComponentType }): ReactElement {
  const signal = useLifetime()
  const live = useLive(value)
  const complete = useMemo(() => ({ ...value, ...live, signal }) as unknown as Kind, [value, live, signal])
  return (
    <Provider value={complete}>
      <Shown />
    </Provider>
  )
}

/** Other access and other texts are another context, so that what a page hides and says follows them. */
function useLive({ plugin }: Pick<PageContext, 'plugin'>): Pick<PageContext, 'can' | 't'> {
  const { registry } = useHostSettings()
  const { can } = useRegistrySnapshot()
  const t = registry.translator(plugin.name)
  return useMemo(() => ({ can, t }), [can, t])
}

/** A signal that is aborted when the component goes; not by StrictMode, which takes it away and puts it back at once. */
function useLifetime(): AbortSignal {
  const [controller] = useState(() => new AbortController())
  const isShown = useRef(false)
  useEffect(() => {
    isShown.current = true
    return () => {
      isShown.current = false
      queueMicrotask(() => {
        if (!isShown.current) controller.abort()
      })
    }
  }, [controller])
  return controller.signal
}

function MountView<Kind extends PageContext | BlockContext>({
  mount,
  value,
}: ModuleViewProps<Kind> & { mount: MountFunction<Kind> }): ReactElement {
  const element = useRef<HTMLDivElement>(null)
  const mounted = useRef<MountedPage<Kind>>(undefined)
  const [late, setLate] = useState<{ readonly error: unknown }>()
  const live = useLive(value)
  // Another `mount` is another revision, and with it another MountView.
  useLayoutEffect(
    () => () => {
      mounted.current?.unmount()
      mounted.current = undefined
    },
    [],
  )
  useLayoutEffect(() => {
    if (mounted.current !== undefined) mounted.current.update(value)
    else if (element.current !== null) {
      const onError = (error: unknown): void => setLate({ error })
      mounted.current = mountPage({ element: element.current, onError }, mount, value)
    }
  }, [mount, value])
  const shown = useRef(live)
  useLayoutEffect(() => {
    if (shown.current === live) return
    shown.current = live
    mounted.current?.refresh({ ...value, ...live })
  }, [value, live])
  if (late !== undefined) throw late.error
  return <div ref={element} />
}
