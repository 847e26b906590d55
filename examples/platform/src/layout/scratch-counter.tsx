import { useState } from 'react'
import type { ReactElement } from 'react'

/** State of the host that lives in memory only: it proves that a change in a plugin did not reload the page. */
export function ScratchCounter(): ReactElement {
  const [count, setCount] = useState(0)
  return (
    <button
      type="button"
      className="ui-button scratch-counter"
      data-testid="host-counter"
      title="Kept in memory only: a reload would set it to 0"
      onClick={() => setCount(count + 1)}
    >
      <span>Scratch counter</span> <output>{count}</output>
    </button>
  )
}
