import type { Registry } from '@plugwright/runtime'
import {
  currentPathname,
  currentSearch,
  prefetchLinks,
  type CardKind,
  type PrefetchTime,
} from '@plugwright/runtime/adapter'
import {
  computed,
  defineComponent,
  onMounted,
  provide,
  shallowRef,
  watch,
  type Component,
  type DefineSetupFnComponent,
} from 'vue'
import { hostKey, type HostSettings } from './host-settings.ts'
import { toHostEnvironment } from './use-page-state.ts'

/** What a host lends to the plugins on its pages. */
export interface PluginProviderProps {
  /** From `virtual:plugwright`. */
  readonly registry: Registry
  /** Goes to an address of the host, without `base`. Default: the browser loads it. */
  readonly navigate?: (href: string) => unknown
  /** BCP 47 tag of the host's language. Default `en`. */
  readonly locale?: string
  /** What plugins get as `context.host`. */
  readonly host?: unknown
  /** Where the host is, without `base`. Default: what the browser shows when this renders. */
  readonly pathname?: string
  /** The query of the address. Default: none with `pathname`, else what the browser shows. */
  readonly search?: string
  /** What links put before every address, for a host below a path: `/app`. Default none. */
  readonly base?: string
  /**
   * When the code of a page is fetched before it is opened: while the pointer rests on a link to it or the link has the focus,
   * also while the browser is idle (the pages in the nav), or not at all. Default `hover`.
   */
  readonly prefetch?: PrefetchTime
  /** Own cards, by what they say; they get the prop `subject`. */
  readonly cards?: Readonly<Partial<Record<CardKind, Component>>>
}

/** Lets everything below show plugins. */
export const PluginProvider: DefineSetupFnComponent<PluginProviderProps> = defineComponent(
  (props: PluginProviderProps, { slots }) => {
    // Contexts of plugins hold it: a host that writes it inline must not hand all of them a new context with each render.
    const navigate = (href: string): void => void props.navigate?.(href)
    const isClientSide = computed(() => props.navigate !== undefined)
    const settings = computed((): HostSettings => {
      const { registry, locale = 'en', host, base = '', cards = {} } = props
      const { pathname = currentPathname(base), search = currentSearch(props) } = props
      return {
        registry,
        navigate: isClientSide.value ? navigate : undefined,
        locale,
        host,
        pathname,
        search,
        base,
        cards,
      }
    })

    const snapshot = shallowRef(props.registry.getSnapshot())
    watch(
      () => props.registry,
      (registry, _before, onCleanUp) => {
        const take = (): void => {
          snapshot.value = registry.getSnapshot()
        }
        take()
        onCleanUp(registry.subscribe(take))
      },
      { immediate: true, flush: 'sync' },
    )
    provide(hostKey, { settings, snapshot })

    watch(
      () => ({ registry: props.registry, locale: settings.value.locale }),
      ({ registry, locale }) => registry.setLocale(locale),
      { immediate: true },
    )
    const environment = toHostEnvironment(settings)
    onMounted(() => {
      watch(
        () => ({
          registry: props.registry,
          base: props.base ?? '',
          environment: environment.value,
          when: props.prefetch ?? 'hover',
        }),
        (options, _before, onCleanUp) => onCleanUp(prefetchLinks(options)),
        { immediate: true },
      )
    })
    return () => slots['default']?.()
  },
  {
    name: 'PluginProvider',
    props: ['registry', 'navigate', 'locale', 'host', 'pathname', 'search', 'base', 'prefetch', 'cards'],
  },
)
