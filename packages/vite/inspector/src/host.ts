import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Inspection } from '../../src/inspect/inspection.ts'

/** What every view works with. */
export interface Host {
  readonly inspection: Inspection
  /** Name of the seed group for which things are explained; empty: whoever looks at the host. */
  readonly viewAs: string
  readonly setViewAs: (group: string) => void
}

/** Carries the {@link Host}; `app.tsx` provides it. */
export const HostContext = createContext<Host | undefined>(undefined)

/** The host that is inspected. */
export function useHost(): Host {
  const host = useContext(HostContext)
  if (host === undefined) throw new Error('useHost() needs a <HostContext> above it.')
  return host
}

/** The address of a page of the host; with a group, as it looks to members of that. */
export function toHostUrl({ host }: Inspection, address: string, viewAs?: string): string {
  const path = host.base + address.replace(/^\//, '')
  return viewAs === undefined ? path : `${path}?plugwright-as=${encodeURIComponent(viewAs)}`
}
