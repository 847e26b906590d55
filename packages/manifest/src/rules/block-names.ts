import type { Diagnostic } from '@plugwright/diagnostics'
import { caseCollision, duplicateEntry } from '../diagnostics.ts'
import type { Block } from '../manifest.generated.ts'
import { toPath } from '../plugin-path.ts'
import { inListedOrder, placeOf, placeOfBlock } from './rule.ts'
import type { RuleContext } from './rule.ts'

/** A block is listed once, and its id is its own in its slot, also where case is ignored. */
export function* blockNames(context: RuleContext): Generator<Diagnostic> {
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
