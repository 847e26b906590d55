import type { Access, Registry } from '@plugwright/runtime'

/** A group of permissions that a plugin brings. */
export interface SeedGroup {
  readonly name: string
  readonly permissions: readonly string[]
}

/** As which seed group the app is looked at, if as any. */
export interface View {
  /** The group now, with all permissions of that name; `isKnown` is false where no plugin has it. */
  current(): { readonly group: string; readonly isKnown: boolean } | undefined
  /** Takes the groups that there are. */
  setGroups(groups: readonly SeedGroup[]): void
  /** Gives the access back to the host. */
  leave(): void
  subscribe(listener: () => void): void
}

/** Name of the parameter in the address, and of the entry in sessionStorage. */
const KEY = 'plugwright-as'

/**
 * Reads `?plugwright-as=<group>`, keeps it for the tab (empty: no longer), and stands between the host and the registry: while
 * there is a group, its permissions decide, whatever the host sets. It is not part of the registry, because production has it, too.
 */
export function createView(registry: Registry): View {
  const setAccess = registry.setAccess.bind(registry)
  const listeners = new Set<() => void>()
  let group = readGroup()
  let groups: readonly SeedGroup[] = []
  let ofHost: Access | undefined

  function apply(): void {
    setAccess(group === undefined ? ofHost : { can: toCheck(group, groups) })
    for (const listener of listeners) listener()
  }

  registry.setAccess = (access) => {
    ofHost = access
    if (group === undefined) setAccess(access)
  }

  // Before the host renders for the first time, though the groups are not known yet: too little is better than too much.
  if (group !== undefined) apply()

  return {
    current: () =>
      group === undefined ? undefined : { group, isKnown: groups.some(({ name }) => name === group) },
    setGroups(next) {
      const isEqual = JSON.stringify(next) === JSON.stringify(groups)
      groups = next
      if (group !== undefined && !isEqual) apply()
    },
    leave() {
      group = undefined
      sessionStorage.removeItem(KEY)
      forgetParameter()
      apply()
    },
    subscribe: (listener) => void listeners.add(listener),
  }
}

/** The permissions of all groups of a name; plugins may share one. */
function toCheck(group: string, groups: readonly SeedGroup[]): Access['can'] {
  const granted = new Set(
    groups.filter(({ name }) => name === group).flatMap(({ permissions }) => permissions),
  )
  return (permission) => granted.has(permission)
}

function readGroup(): string | undefined {
  const wanted = new URLSearchParams(location.search).get(KEY)
  if (wanted === '') sessionStorage.removeItem(KEY)
  else if (wanted !== null) sessionStorage.setItem(KEY, wanted)
  return sessionStorage.getItem(KEY) ?? undefined
}

function forgetParameter(): void {
  const url = new URL(location.href)
  if (!url.searchParams.has(KEY)) return
  url.searchParams.delete(KEY)
  history.replaceState(history.state, '', url)
}
