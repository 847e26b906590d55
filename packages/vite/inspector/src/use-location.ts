import { useEffect, useState } from 'preact/hooks'

/** Where in the inspector one is: `#/plugins/plugins%2Fcrm`, `#/routes?q=ledger`. */
export interface Location {
  readonly view: string
  /** What is selected in the view; empty for nothing. */
  readonly subject: string
  /** The filter of the view. */
  readonly query: string
}

/** The location in the address, and how to change it. */
export function useLocation(): readonly [Location, (next: Partial<Location>) => void] {
  const [location, setLocation] = useState(parseHash)

  useEffect(() => {
    const follow = (): void => setLocation(parseHash())
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])

  function change(next: Partial<Location>): void {
    const current = parseHash()
    const view = next.view ?? current.view
    const isOther = view !== current.view
    const hash = toHash({
      view,
      subject: next.subject ?? (isOther ? '' : current.subject),
      query: next.query ?? (isOther ? '' : current.query),
    })
    // A filter is typed letter by letter; each letter in the history would make "back" useless.
    if (next.query !== undefined && next.view === undefined) {
      history.replaceState(undefined, '', hash)
      setLocation(parseHash())
    } else window.location.hash = hash
  }

  return [location, change]
}

/** The address of a location. */
export function toHash({ view, subject = '', query = '' }: Partial<Location>): string {
  const path = subject === '' ? `#/${view}` : `#/${view}/${encodeURIComponent(subject)}`
  return query === '' ? path : `${path}?q=${encodeURIComponent(query)}`
}

function parseHash(): Location {
  const [path = '', search = ''] = window.location.hash.replace(/^#\/?/, '').split('?')
  const [view = '', ...rest] = path.split('/')
  return {
    view: view === '' ? 'overview' : view,
    subject: decode(rest.join('/')),
    query: new URLSearchParams(search).get('q') ?? '',
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
