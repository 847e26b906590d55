import { LOADING_DELAY_MS, LOADING_WORDS } from '@plugwright/runtime/adapter'
import { useEffect, useState, type ReactElement } from 'react'

/** Stands where something is being loaded: nothing at first, then a quiet notice. */
export function LoadingNotice(): ReactElement {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LOADING_DELAY_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="plugwright-loading" aria-busy="true" role="status">
      {isLate && LOADING_WORDS}
    </div>
  )
}
