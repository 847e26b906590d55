import { createHash } from 'node:crypto'

/** Up to this many plugins, each has a file of its own for its second level. */
const MOST_UNGROUPED = 8

const LEAST_IN_GROUP = 5

const MOST_IN_GROUP = 10

/** Between these, a group ends with a name whose digest is divisible by this. */
const ENDS_AT = 4

/** Names of plugins, by the name of their group, which is the first of them. */
export type LevelGroups = ReadonlyMap<string, readonly string[]>

/**
 * Says which second levels of plugins share a file in a build; a plugin without neighbours in its group is left out. A file costs
 * a build more than the page list in it, and a page list that is fetched along costs a visitor a few bytes.
 *
 * The names themselves say where a group ends, so that a plugin that comes or goes changes one group, or two.
 */
export function groupLevels(names: readonly string[]): LevelGroups {
  if (names.length <= MOST_UNGROUPED) return new Map()
  const groups = splitNames(names.toSorted()).filter((group) => group.length > 1)
  return new Map(groups.map((group) => [group[0] ?? '', group]))
}

function splitNames(sorted: readonly string[]): readonly (readonly string[])[] {
  const groups: string[][] = []
  let open: string[] | undefined
  for (const name of sorted) {
    if (open === undefined) groups.push((open = []))
    open.push(name)
    if ((open.length >= LEAST_IN_GROUP && mayEnd(name)) || open.length === MOST_IN_GROUP) open = undefined
  }
  return groups
}

function mayEnd(name: string): boolean {
  const [byte = 0] = createHash('sha256').update(name).digest()
  return byte % ENDS_AT === 0
}
