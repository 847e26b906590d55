import type { Registry } from '@plugwright/runtime'
import { currentPathname, currentSearch, type CardKind, type PrefetchTime } from '@plugwright/runtime/adapter'
import { useEffect, useMemo, type ComponentType, type ReactElement, type ReactNode } from 'react'
import type { CardProps } from './card.tsx'
import { HostSettingsContext, type HostSettings } from './host-settings.ts'
import { PrefetchLinks } from './prefetch-links.tsx'
import { useStableNavigate } from './use-stable-navigate.ts'

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
  /** Own cards, by what they say. */
  readonly cards?: Readonly<Partial<Record<CardKind, ComponentType<CardProps>>>>
  readonly children?: ReactNode
}

/** Lets everything below show plugins. */
export function PluginProvider({ children, ...props }: PluginProviderProps): ReactElement {
  const { registry, locale = 'en', host, base = '', cards = NO_CARDS, prefetch = 'hover' } = props
  const { pathname = currentPathname(base), search = currentSearch(props) } = props
  const isClientSide = props.navigate !== undefined
  const stableNavigate = useStableNavigate((href) => props.navigate?.(href))
  const navigate = isClientSide ? stableNavigate : undefined
  const settings = useMemo<HostSettings>(
    () => ({ registry, navigate, locale, host, pathname, search, base, cards }),
    [registry, navigate, locale, host, pathname, search, base, cards],
  )
  useEffect(() => registry.setLocale(locale), [registry, locale])
  return (
    <HostSettingsContext.Provider value={settings}>
      {children}
      <PrefetchLinks when={prefetch} />
    </HostSettingsContext.Provider>
  )
}

const NO_CARDS = {}
