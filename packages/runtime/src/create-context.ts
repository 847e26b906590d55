import type { BlockContext, PageContext, PluginContext } from './plugin-context.ts'
import type { MatchedPage } from './page-match.ts'
import type { HostApi } from './register.ts'
import type { HostEnvironment, Registry, VisibleBlock } from './registry.ts'

/** What a context is made for, besides the place: how long it lives and what the host lends. */
export interface ContextOptions extends HostEnvironment {
  readonly signal: AbortSignal
}

/** Makes the context of a page. `search` is the query of the address, with or without `?`. */
export function createPageContext(
  registry: Registry,
  match: MatchedPage,
  options: ContextOptions & { readonly search?: string },
): PageContext {
  return {
    ...registry.createContext(match.plugin, options),
    path: match.pathname,
    params: match.params,
    query: new URLSearchParams(options.search),
  }
}

/** Makes the context of a block. `props` is what the host hands to its slot. */
export function createBlockContext(
  registry: Registry,
  block: VisibleBlock,
  options: ContextOptions & { readonly props?: Readonly<Record<string, unknown>> },
): BlockContext {
  return {
    ...registry.createContext(block.plugin, options),
    slot: block.slot,
    props: options.props ?? {},
  } as BlockContext
}

/** Makes the part of a context that every part of a plugin gets. */
export function createPluginContext(
  registry: Registry,
  plugin: PluginContext['plugin'],
  { signal, host, locale = 'en', navigate = loadAddress }: ContextOptions,
): PluginContext {
  const href = (path: string): string => {
    const base = registry.getSnapshot().routeBase + '/' + plugin.name
    return base + (path === '/' ? '' : path.startsWith('/') || path === '' ? path : '/' + path)
  }
  return {
    plugin,
    href,
    navigate: (path) => navigate(href(path)),
    can: (permission) => registry.can(permission),
    locale,
    signal,
    host: host as HostApi,
  }
}

function loadAddress(href: string): void {
  globalThis.location.assign(href)
}
