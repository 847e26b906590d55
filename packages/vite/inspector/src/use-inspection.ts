import { useEffect, useState } from 'preact/hooks'
import type { Inspection } from '../../src/inspect/inspection.ts'

/** What the server said last, and whether it still listens. */
export interface Inspected {
  /** Absent until the first answer. */
  readonly inspection: Inspection | undefined
  readonly connection: 'live' | 'paused' | 'lost'
}

/** Reads the JSON twin, and again whenever the server says that something has changed. A hidden tab keeps no connection. */
export function useInspection(): Inspected {
  const [inspection, setInspection] = useState<Inspection>()
  const [connection, setConnection] = useState<Inspected['connection']>('paused')

  useEffect(() => {
    let events: EventSource | undefined
    let latest = 0

    async function read(): Promise<void> {
      const request = ++latest
      try {
        const response = await fetch('data.json')
        const next = (await response.json()) as Inspection
        if (request === latest) setInspection(next)
      } catch {
        if (request === latest) setConnection('lost')
      }
    }

    function listen(): void {
      events = new EventSource('events')
      events.addEventListener('open', () => {
        setConnection('live')
        void read()
      })
      events.addEventListener('change', () => void read())
      events.addEventListener('error', () => setConnection('lost'))
    }

    function follow(): void {
      events?.close()
      events = undefined
      if (document.visibilityState === 'visible') listen()
      else setConnection('paused')
    }

    follow()
    document.addEventListener('visibilitychange', follow)
    return () => {
      document.removeEventListener('visibilitychange', follow)
      events?.close()
    }
  }, [])

  return { inspection, connection }
}
