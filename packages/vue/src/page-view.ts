import {
  createPageContext,
  type LoadedModule,
  type MatchedPage,
  type PageContext,
  type PageState,
} from '@plugwright/runtime'
import { toPageTitle } from '@plugwright/runtime/adapter'
import { computed, defineComponent, h, watch, type DefineSetupFnComponent, type SlotsType } from 'vue'
import { Card } from './card.ts'
import { useHost } from './host-settings.ts'
import { LoadingNotice } from './loading-notice.ts'
import { pageKey } from './module-context.ts'
import { ModuleView } from './module-view.ts'
import { useHostEnvironment } from './use-page-state.ts'

interface PageViewProps {
  readonly state: PageState
  readonly search: string
}

/** What the host shows at `routeBase` itself. */
export type IndexSlot = SlotsType<{ index?: Record<string, never> }>

/** Shows a page, or the card that stands for it. The slot `index` is what the host shows at `routeBase` itself. */
export const PageView: DefineSetupFnComponent<PageViewProps, {}, IndexSlot> = defineComponent(
  (props: PageViewProps, { slots }) => {
    const { snapshot } = useHost()
    return () => {
      const { state, search } = props
      if ('match' in state) return h(ShownPage, { page: state, search })
      if (state.kind === 'outside') return null
      if (state.kind === 'loading') return h(LoadingNotice)
      if (state.kind === 'index' && slots.index !== undefined) return slots.index({})
      return h(Card, { subject: snapshot.value.plugins.length === 0 ? { kind: 'empty' } : state })
    }
  },
  { name: 'PluginPage', props: ['state', 'search'] },
)

interface ShownPageProps {
  readonly page: LoadedModule & { readonly match: MatchedPage }
  readonly search: string
}

const ShownPage: DefineSetupFnComponent<ShownPageProps> = defineComponent(
  (props: ShownPageProps) => {
    const { settings, snapshot } = useHost()
    const environment = useHostEnvironment()
    useDocumentTitle(() => {
      void snapshot.value
      return toPageTitle(settings.value.registry, props.page.match, settings.value.locale)
    })

    // The registry makes a new match with each of its changes; a page gets a new context when the place is another one.
    const place = computed((before?: Pick<MatchedPage, 'plugin' | 'pathname' | 'params'>) => {
      const { plugin, pathname, params } = props.page.match
      const now = { plugin, pathname, params }
      return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : now
    })
    const value = computed((): Omit<PageContext, 'signal'> =>
      createPageContext(settings.value.registry, place.value, {
        ...environment.value,
        search: props.search,
      }),
    )
    return () => {
      const { plugin, page } = props.page.match
      return h(ModuleView, {
        loaded: props.page,
        plugin,
        module: page.module,
        value: value.value,
        contextKey: pageKey,
      } as InstanceType<typeof ModuleView>['$props'])
    }
  },
  { props: ['page', 'search'] },
)

function useDocumentTitle(title: () => string): void {
  watch(
    title,
    (next, _before, onCleanUp) => {
      const before = document.title
      document.title = next
      onCleanUp(() => {
        document.title = before
      })
    },
    { immediate: true },
  )
}
