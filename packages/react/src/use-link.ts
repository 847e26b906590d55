import type { MouseEvent } from 'react'
import { useHostSettings } from './host-settings.ts'

/** Props that make an `<a>` a link inside the host: a real address, and no page load on a plain click. */
export interface LinkProps {
  readonly href: string
  readonly onClick?: (event: MouseEvent<HTMLAnchorElement>) => void
}

/** Gives a function from an address of the host to the props of a link. */
export function useLink(): (href: string) => LinkProps {
  const { base, navigate } = useHostSettings()
  return (href) => {
    if (navigate === undefined) return { href: base + href }
    return {
      href: base + href,
      onClick(event) {
        if (event.defaultPrevented || !isPlainClick(event)) return
        event.preventDefault()
        navigate(href)
      },
    }
  }
}

/** Everything else is the browser's: new tabs and windows, downloads, the context menu. */
function isPlainClick(event: MouseEvent<HTMLAnchorElement>): boolean {
  const { button, metaKey, ctrlKey, shiftKey, altKey, currentTarget } = event
  const opensHere = currentTarget.target === '' || currentTarget.target === '_self'
  return button === 0 && opensHere && !metaKey && !ctrlKey && !shiftKey && !altKey
}
