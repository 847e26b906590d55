import { useEffect, useRef } from 'react'
import type { ReactElement } from 'react'

import { Icon } from './icon.tsx'
import { Sidebar } from './sidebar.tsx'

/** The sidebar in narrow windows; a modal dialog, so focus stays in it and Escape closes it. */
export function Drawer({ onClose }: { onClose: () => void }): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])

  return (
    <dialog
      ref={dialog}
      className="drawer"
      aria-label="Navigation"
      onClose={onClose}
      onClick={({ target }) => {
        // The backdrop belongs to the dialog itself; a link leads away from here.
        if (target === dialog.current || (target instanceof Element && target.closest('a'))) onClose()
      }}
    >
      <button
        type="button"
        className="icon-button drawer-close"
        aria-label="Close navigation"
        onClick={onClose}
      >
        <Icon name="x" />
      </button>
      <Sidebar />
    </dialog>
  )
}
