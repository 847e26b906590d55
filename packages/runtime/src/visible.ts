import { keepEqual } from './keep-equal.ts'
import type { RegistryData } from './registry-data.ts'
import type { RegistrySnapshot, VisibleBlock } from './registry.ts'
import { toVisibleBlocks } from './visible-blocks.ts'
import { toVisibleNav } from './visible-nav.ts'

/** The part of a snapshot that follows from data, access and switches alone. */
export type VisibleParts = Pick<RegistrySnapshot, 'routeBase' | 'nav' | 'blocks' | 'can'>

/** What data, access and switches are asked for. */
export interface VisibleRules {
  readonly can: RegistrySnapshot['can']
  readonly isUsable: (plugin: string) => boolean
}

/** What may be seen, once for each state of data, access and switches. */
export interface Visible {
  /** Selects it; what is equal to what it was before is the same object. */
  select(data: RegistryData, rules: VisibleRules): VisibleParts
  /** Says that data, access or switches are others. */
  outdate(): void
}

/** Creates a {@link Visible}; nothing is selected. */
export function createVisible(): Visible {
  let parts: VisibleParts | undefined
  let isOutdated = true
  return {
    select(data, rules) {
      if (parts === undefined || isOutdated) parts = toVisible(data, rules, parts)
      isOutdated = false
      return parts
    },
    outdate() {
      isOutdated = true
    },
  }
}

function toVisible(
  { routeBase: written, plugins, sections = [] }: RegistryData,
  { can, isUsable }: VisibleRules,
  before: VisibleParts | undefined,
): VisibleParts {
  const routeBase = written.replace(/\/+$/, '')
  const usable = plugins.filter(({ name }) => isUsable(name))
  const bySlot = toVisibleBlocks(usable, can)
  const blocks = new Map(
    Array.from(bySlot, ([slot, found]) => [slot, keepEqual(found, before?.blocks(slot))]),
  )
  return {
    routeBase,
    can,
    nav: keepEqual(toVisibleNav(usable, { routeBase, sections, can }), before?.nav),
    blocks: (slot) => blocks.get(slot) ?? NO_BLOCKS,
  }
}

const NO_BLOCKS: readonly VisibleBlock[] = []
