import { useImperativeHandle, useRef } from 'react'
import type { ReactElement, Ref } from 'react'

import { Icon } from './icon.tsx'
import { Sidebar } from './sidebar.tsx'

export interface DrawerHandle {
  open(): void
  close(): void
}

/** The sidebar in narrow windows; a modal dialog, so focus stays in it and Escape closes it. */
export function Drawer({ ref }: { ref: Ref<DrawerHandle> }): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null)
  useImperativeHandle(ref, () => ({
    open: () => dialog.current?.showModal(),
    close: () => dialog.current?.close(),
  }))

  return (
    <dialog
      ref={dialog}
      className="drawer"
      aria-label="Navigation"
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close()
      }}
    >
      <button
        type="button"
        className="icon-button drawer-close"
        aria-label="Close navigation"
        onClick={() => dialog.current?.close()}
      >
        <Icon name="x" />
      </button>
      <Sidebar />
    </dialog>
  )
}
