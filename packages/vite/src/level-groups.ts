import { createHash } from 'node:crypto'

/** Up to this many plugins, each has a file of its own for its second level. */
const MOST_UNGROUPED = 8

/** A group ends with a name whose digest is divisible by this, so it holds about as many plugins. */
const USUAL_SIZE = 8

const MOST_IN_GROUP = 16

/**
 * Says which second levels of plugins share a file in a build, by plugin name; the group is named after its first plugin, and
 * a plugin without neighbours in its group is left out. A file costs a build more than the page list in it, and a page list that is fetched along costs a visitor a few bytes.
 *
 * The names themselves say where a group ends, so that a plugin that comes or goes changes one group and no other.
 */
export function groupLevels(names: readonly string[]): ReadonlyMap<string, string> {
  if (names.length <= MOST_UNGROUPED) return new Map()
  const groups = new Map<string, string>()
  for (const group of splitNames(names.toSorted())) {
    const [first = ''] = group
    if (group.length > 1) for (const name of group) groups.set(name, first)
  }
  return groups
}

function splitNames(sorted: readonly string[]): readonly (readonly string[])[] {
  const groups: string[][] = []
  let open: string[] | undefined
  for (const name of sorted) {
    if (open === undefined) groups.push((open = []))
    open.push(name)
    if (endsGroup(name) || open.length === MOST_IN_GROUP) open = undefined
  }
  return groups
}

function endsGroup(name: string): boolean {
  const [byte = 0] = createHash('sha256').update(name).digest()
  return byte % USUAL_SIZE === 0
}
