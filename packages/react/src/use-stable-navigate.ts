import { useCallback, useLayoutEffect, useRef } from 'react'

/**
 * The same function on every render, calling the latest one. Contexts of plugins hold it: a host that writes it inline must not
 * hand all of them a new context with each of its own renders.
 */
export function useStableNavigate(navigate: (href: string) => unknown): (href: string) => void {
  const latest = useRef(navigate)
  useLayoutEffect(() => {
    latest.current = navigate
  })
  return useCallback((href: string) => void latest.current(href), [])
}
