import { createContext, use, useSyncExternalStore } from 'react'

import type { Session, SessionState } from './session.ts'

/** The session of this page; `main.tsx` provides it. */
export const SessionContext = createContext<Session | undefined>(undefined)

/** Who looks at the platform; renders again when that changes. */
export function useSession(): SessionState & Pick<Session, 'viewAs'> {
  const session = use(SessionContext)
  if (!session) throw new Error('useSession() needs a <SessionContext> above it.')
  return { ...useSyncExternalStore(session.subscribe, session.getSnapshot), viewAs: session.viewAs }
}
