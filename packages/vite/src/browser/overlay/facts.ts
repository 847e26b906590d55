import type { Inspection } from '../../inspect/inspection.ts'
import type { Owned } from './owned.ts'

/** What there is to say about a page or block. */
export interface Facts {
  readonly title: string
  readonly version: string | undefined
  /** Labels with their values, in order. */
  readonly lines: readonly (readonly [label: string, value: string])[]
  /** Absolute; absent where it is not known. */
  readonly file: string | undefined
}

/** Reads the inspector's document for what the page itself does not know. */
export async function loadFacts(owned: Owned, base: string): Promise<Facts> {
  const inspection = await fetch(`${base}__plugwright/data.json`)
    .then((response) => response.json() as Promise<Inspection>)
    .catch(() => undefined)
  return toFacts(owned, inspection)
}

/** Finds a page or block in the document; without one, says what the element says. */
export function toFacts({ plugin, module }: Owned, inspection: Inspection | undefined): Facts {
  const found = inspection?.plugins.find(({ name, state }) => name === plugin && state !== 'shadowed')
  const page = inspection?.routes.pages.find((route) => route.plugin === plugin && route.module === module)
  const slot = inspection?.slots.find(({ blocks }) =>
    blocks.some((block) => block.plugin === plugin && block.key === module),
  )
  const block = slot?.blocks.find((candidate) => candidate.plugin === plugin && candidate.key === module)
  const shown = page ?? block
  return {
    title: found?.displayName ?? plugin,
    version: found?.version,
    lines: [
      ['Plugin', plugin],
      ...(page === undefined ? [] : [['Page', page.address] as const]),
      ...(slot === undefined ? [] : [['Slot', slot.name] as const]),
      ...(block === undefined ? [] : [['Block', block.id] as const]),
      ...(shown === undefined ? [] : [['Permission', shown.permission ?? 'public'] as const]),
      ['Module', shown?.module ?? module],
    ],
    file: shown?.file,
  }
}
