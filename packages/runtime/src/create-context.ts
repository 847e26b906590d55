import type { MatchedPage } from './page-match.ts'
import type { BlockContext, PageContext, PluginContext } from './plugin-context.ts'
import type { HostEnvironment, Registry, VisibleBlock } from './registry.ts'

/** A context before it is on screen: whoever shows the page or block adds the signal. */
export type Unsigned<Context> = Omit<Context, 'signal'>

/** Makes the context of a page. `search` is the query of the address, with or without `?`. */
export function createPageContext(
  registry: Registry,
  match: Pick<MatchedPage, 'plugin' | 'pathname' | 'params'>,
  options: HostEnvironment & { readonly search?: string },
): Unsigned<PageContext> {
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
  options: HostEnvironment & { readonly props?: BlockContext['props'] },
): Unsigned<BlockContext> {
  return { ...registry.createContext(block.plugin, options), slot: block.slot, props: options.props ?? {} }
}

/** Makes the part of a context that every part of a plugin gets. */
export function createPluginContext(
  registry: Registry,
  plugin: PluginContext['plugin'],
  { host, locale = 'en', navigate = loadAddress }: HostEnvironment,
): Unsigned<PluginContext> {
  const href = (path: string): string => registry.href(plugin.name, path)
  return {
    plugin,
    href,
    navigate: (path) => navigate(href(path)),
    can: (permission) => registry.can(permission),
    locale,
    t: (key, values) => registry.translator(plugin.name)(key, values),
    host,
  }
}

function loadAddress(href: string): void {
  globalThis.location.assign(href)
}
