import {
  mountPage,
  type BlockContext,
  type FailedModule,
  type LoadedModule,
  type MountedPage,
  type MountFunction,
  type PageContext,
} from '@plugwright/runtime'
import {
  computed,
  defineComponent,
  h,
  onBeforeUnmount,
  onMounted,
  provide,
  shallowReactive,
  shallowRef,
  Suspense,
  watch,
  type Component,
  type ComputedRef,
  type DefineSetupFnComponent,
  type InjectionKey,
} from 'vue'
import { Card } from './card.ts'
import { useHost } from './host-settings.ts'
import { LoadingNotice } from './loading-notice.ts'
import { ModuleBoundary } from './module-boundary.ts'

type Context = PageContext | BlockContext

/** What page and block have in common when they are shown. */
export interface ModuleViewProps<Kind extends Context = Context> {
  readonly loaded: LoadedModule<Kind>
  readonly plugin: string
  /** The page's `module` or the block's key. */
  readonly module: string
  /** The context; the signal is added here. */
  readonly value: Omit<Kind, 'signal'>
  /** Where a component finds the context. */
  readonly contextKey: InjectionKey<Kind>
}

/**
 * Shows a loaded page or block inside its own error boundary; another module, or a new version of it, starts anew. The element
 * around it takes no part in the layout; it says whose code this is, in development and in a build.
 */
export const ModuleView: DefineSetupFnComponent<ModuleViewProps> = defineComponent(
  (props: ModuleViewProps) => {
    const { settings } = useHost()
    return () => {
      const { loaded, plugin, module, value, contextKey } = props
      const shown = (): unknown =>
        loaded.kind === 'component'
          ? h(ComponentView, { component: loaded.component as Component, value, contextKey })
          : h(MountView, { mount: loaded.mount, value })
      return h(
        'div',
        {
          'data-plugwright-plugin': plugin,
          'data-plugwright-module': module,
          style: { display: 'contents' },
        },
        h(
          ModuleBoundary,
          {
            key: `${plugin} ${module} ${loaded.revision}`,
            registry: settings.value.registry,
            plugin,
            module,
          },
          {
            // What waits in a plugin must not take the host's page away.
            default: () => h(Suspense, null, { default: shown, fallback: () => h(LoadingNotice) }),
            failure: ({ failure }: { readonly failure: FailedModule }) => h(Card, { subject: failure }),
          },
        ),
      )
    }
  },
  { name: 'PluginModule', props: ['loaded', 'plugin', 'module', 'value', 'contextKey'] },
)

type ComponentViewProps = Pick<ModuleViewProps, 'value' | 'contextKey'> & { readonly component: Component }

const ComponentView: DefineSetupFnComponent<ComponentViewProps> = defineComponent(
  (props: ComponentViewProps) => {
    const live = useLive(() => props.value)
    const controller = new AbortController()
    onBeforeUnmount(() => controller.abort())
    const current = (): object => ({ ...props.value, ...live.value })
    const context = shallowReactive({ ...current(), signal: controller.signal })
    watch(current, (next) => Object.assign(context, next))
    provide(props.contextKey, context as unknown as Context)
    return () => h(props.component)
  },
  { props: ['component', 'value', 'contextKey'] },
)

/** Other access and other texts are another context, so that what a page hides and says follows them. */
function useLive(value: () => Omit<Context, 'signal'>): ComputedRef<Pick<Context, 'can' | 't'>> {
  const { settings, snapshot } = useHost()
  return computed((before?: Pick<Context, 'can' | 't'>) => {
    const { can } = snapshot.value
    const t = settings.value.registry.translator(value().plugin.name)
    return before?.can === can && before.t === t ? before : { can, t }
  })
}

interface MountViewProps {
  readonly mount: MountFunction<Context>
  readonly value: Omit<Context, 'signal'>
}

const MountView: DefineSetupFnComponent<MountViewProps> = defineComponent(
  (props: MountViewProps) => {
    const live = useLive(() => props.value)
    const element = shallowRef<HTMLElement>()
    const late = shallowRef<{ readonly error: unknown }>()
    let mounted: MountedPage<Context> | undefined
    function fail(error: unknown): void {
      late.value = { error }
    }
    // Another `mount` is another revision, and with it another MountView.
    onMounted(() => {
      if (element.value === undefined) return
      const place = { element: element.value, onError: fail }
      mounted = mountPage(place, props.mount, props.value)
    })
    watch(
      () => props.value,
      (next) => mounted?.update(next),
      { flush: 'post' },
    )
    watch(live, (next) => mounted?.refresh({ ...props.value, ...next }), { flush: 'post' })
    onBeforeUnmount(() => {
      const leaving = mounted
      mounted = undefined
      leaving?.unmount()
    })
    return () => {
      if (late.value !== undefined) throw late.value.error
      return h('div', { ref: element })
    }
  },
  { props: ['mount', 'value'] },
)
