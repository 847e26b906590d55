import { createContext, use, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { registry } from 'virtual:plugwright'

import { administrator, isGranted, roleKey } from './role.ts'
import type { Group } from './role.ts'

/** Who looks at the platform, and as whom one could. */
export interface Session {
  readonly groups: readonly Group[]
  readonly group: Group
  viewAs(name: string): void
}

const SessionContext = createContext<Session | undefined>(undefined)

/** The session; only below {@link SessionProvider}. */
export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('useSession() is used outside of <SessionProvider>.')
  return session
}

/** Reads the groups, gives the chosen one to the registry, and shows `children` as soon as that is done. */
export function SessionProvider({ children }: { children: ReactNode }): ReactElement | null {
  const [groups, reason] = useGroups()
  const [role, setRole] = useState(() => sessionStorage.getItem(roleKey) ?? administrator.name)
  const group = groups?.find(({ name }) => name === role) ?? administrator

  const session = useMemo(() => groups && { groups, group, viewAs: setRole }, [groups, group])
  const isReady = useRegistryAccess(groups === undefined ? undefined : group)

  if (reason !== undefined) return <p className="session-failed">The session could not be read: {reason}</p>
  return session && isReady ? <SessionContext value={session}>{children}</SessionContext> : null
}

/** The registry hides what the group may not see; the cookie tells the API, which refuses it. */
function useRegistryAccess(group: Group | undefined): boolean {
  const [isGiven, setGiven] = useState(false)
  useEffect(() => {
    if (group === undefined) return undefined
    const remember = (): void => rememberRole(group.name)
    remember()
    registry.setAccess({ can: (permission) => isGranted(group, permission) })
    setGiven(true)
    // Tabs share the cookie: the one in front is right.
    window.addEventListener('focus', remember)
    return () => window.removeEventListener('focus', remember)
  }, [group])
  return isGiven
}

/** Keeps the role for this tab over reloads, and for the API. */
function rememberRole(role: string): void {
  sessionStorage.setItem(roleKey, role)
  document.cookie = `${roleKey}=${encodeURIComponent(role)}; path=/; samesite=lax`
}

/** The groups, read again whenever a plugin comes, goes or changes. */
function useGroups(): [groups: readonly Group[] | undefined, reason: string | undefined] {
  const [groups, setGroups] = useState<readonly Group[]>()
  const [reason, setReason] = useState<string>()
  const { plugins } = useSyncExternalStore(registry.subscribe, registry.getSnapshot)
  const present = plugins.map(({ name, version, source }) => `${name} ${version} ${source}`).join()

  useEffect(() => {
    const controller = new AbortController()
    loadGroups(controller.signal).then(
      (loaded) => {
        setGroups(loaded)
        setReason(undefined)
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setReason(String(error))
      },
    )
    return () => controller.abort()
  }, [present])

  return [groups, reason]
}

async function loadGroups(signal: AbortSignal): Promise<readonly Group[]> {
  const response = await fetch('/auth/session', { signal })
  if (!response.ok) throw new Error(`the server answered ${response.status}`)
  const { groups } = (await response.json()) as { groups: readonly Group[] }
  return groups
}
