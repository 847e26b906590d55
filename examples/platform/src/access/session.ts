import type { Registry } from '@plugwright/runtime'

import { administrator, isGranted, roleKey } from './role.ts'
import type { Group } from './role.ts'

/** Who looks at the platform, and as whom one could. */
export interface SessionState {
  /** `loading` until the groups are known for the first time. */
  readonly status: 'loading' | 'ready' | 'failed'
  readonly groups: readonly Group[]
  readonly group: Group
}

/** The session as one live value, for `useSyncExternalStore`. */
export interface Session {
  readonly getSnapshot: () => SessionState
  readonly subscribe: (listener: () => void) => () => void
  /** Changes to another group, for this tab and for the API. */
  readonly viewAs: (name: string) => void
}

/** Starts the session: reads the groups, tells the registry what may be seen, and follows plugins that come and go. */
export function startSession(registry: Registry): Session {
  const listeners = new Set<() => void>()
  let role = sessionStorage.getItem(roleKey) ?? administrator.name
  let state: SessionState = { status: 'loading', groups: [administrator], group: administrator }

  function enter(status: SessionState['status'], groups: readonly Group[]): void {
    const group = groups.find(({ name }) => name === role) ?? administrator
    state = { status, groups, group }
    rememberRole(group.name)
    registry.setAccess({ can: (permission) => status !== 'loading' && isGranted(group, permission) })
    for (const listener of listeners) listener()
  }

  async function load(): Promise<void> {
    try {
      enter('ready', await fetchGroups())
    } catch {
      enter('failed', [administrator])
    }
  }

  enter('loading', state.groups)
  void load()
  let present = listPlugins(registry)
  registry.subscribe(() => {
    const now = listPlugins(registry)
    if (now === present) return
    present = now
    void load()
  })
  // Tabs share the cookie: the one in front is right.
  window.addEventListener('focus', () => rememberRole(state.group.name))

  return {
    getSnapshot: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    viewAs(name) {
      role = name
      enter(state.status, state.groups)
    },
  }
}

/** Keeps the role for this tab over reloads, and in the cookie for the API. */
function rememberRole(role: string): void {
  sessionStorage.setItem(roleKey, role)
  document.cookie = `${roleKey}=${encodeURIComponent(role)}; path=/; samesite=lax`
}

async function fetchGroups(): Promise<readonly Group[]> {
  const response = await fetch('/auth/session')
  if (!response.ok) throw new Error(`GET /auth/session: ${response.status}`)
  const { groups } = (await response.json()) as { groups: readonly Group[] }
  return groups
}

function listPlugins(registry: Registry): string {
  return registry
    .getSnapshot()
    .plugins.map(({ name, version, source }) => `${name} ${version} ${source}`)
    .join()
}
