import type { Diagnostic } from '@plugwright/diagnostics'
import { BLOCKS_DIR } from '../conventions.ts'
import { caseCollision, duplicateEntry, invalidValue } from '../diagnostics.ts'
import type { Block } from '../manifest.generated.ts'
import { toPath } from '../plugin-path.ts'
import { wordsFor } from '../schema-problems.ts'
import { inListedOrder, placeOf, placeOfBlock, placeOfFile } from './rule.ts'
import type { RuleContext } from './rule.ts'

/** A block is listed once, its slot is a word, and its id is its own in its slot, also where case is ignored. */
export function* blockNames(context: RuleContext): Generator<Diagnostic> {
  yield* slotFolders(context)
  const first = new Map<string, number>()
  for (const [index, block] of (context.source.blocks ?? []).entries()) {
    const module = toPath(block.module)
    const other = first.get(module)
    if (other === undefined) first.set(module, index)
    else {
      const places = [index, other].map((at) => placeOf(context, ['blocks', at, 'module']))
      yield duplicateEntry(`block ${module}`, places[0] ?? {}, places[1] ?? {})
    }
  }
  yield* collisions(context)
}

/** The schema has seen to the slots in plugin.yaml; one that a folder gives is not written there. */
function* slotFolders(context: RuleContext): Generator<Diagnostic> {
  const slots = new Set(context.manifest.blocks.map(({ slot }) => slot).filter((slot) => !isSlot(slot)))
  for (const slot of slots) {
    const folder = `${BLOCKS_DIR}/${slot}`
    const found = { field: 'slot', value: slot, expected: wordsFor('slot'), folder }
    yield invalidValue(found, placeOfFile(context, folder))
  }
}

/** The form of a slot, as the schema has it. */
export function isSlot(slot: string): boolean {
  return slot.length <= 64 && /^[A-Za-z][A-Za-z0-9]*([-._][A-Za-z0-9]+)*$/.test(slot)
}

function* collisions(context: RuleContext): Generator<Diagnostic> {
  const byName = new Map<string, Block>()
  for (const block of inListedOrder(context.manifest.blocks, context.source.blocks)) {
    const name = `${block.slot}/${block.id}`
    const other = byName.get(name.toLowerCase())
    if (other === undefined) {
      byName.set(name.toLowerCase(), block)
      continue
    }
    const place = placeOfBlock(context, block.module)
    const otherPlace = placeOfBlock(context, other.module)
    if (`${other.slot}/${other.id}` === name) yield duplicateEntry(`block ${name}`, place, otherPlace)
    else
      yield caseCollision(
        { what: 'blocks', name: block.module, other: other.module },
        { place, other: otherPlace },
      )
  }
}
