import type { RegistryData } from './registry-data.ts'
import type { RegistrySnapshot, VisibleBlock } from './registry.ts'
import { toVisibleBlocks } from './visible-blocks.ts'
import { toVisibleNav } from './visible-nav.ts'

/** The part of a snapshot that follows from data, access and switches alone. */
export type Visible = Pick<RegistrySnapshot, 'routeBase' | 'nav' | 'blocks' | 'can'>

/** Selects what may be seen. */
export function toVisible(
  { routeBase: written, plugins, sections = [] }: RegistryData,
  rules: { readonly can: RegistrySnapshot['can']; readonly isUsable: (plugin: string) => boolean },
): Visible {
  const routeBase = written.replace(/\/+$/, '')
  const { can } = rules
  const usable = plugins.filter(({ name }) => rules.isUsable(name))
  const blocks = toVisibleBlocks(usable, can)
  return {
    routeBase,
    can,
    nav: toVisibleNav(usable, { routeBase, sections, can }),
    blocks: (slot) => blocks.get(slot) ?? NO_BLOCKS,
  }
}

const NO_BLOCKS: readonly VisibleBlock[] = []
