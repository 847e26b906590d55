import { useEffect, useState, type ReactElement } from 'react'

/** Most loads are over before this; then nothing has flashed. */
const DELAY_MS = 100

/** Stands where something is being loaded: nothing at first, then a quiet notice. */
export function LoadingNotice(): ReactElement {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), DELAY_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="plugwright-loading" aria-busy="true" role="status">
      {isLate && 'Loading…'}
    </div>
  )
}
