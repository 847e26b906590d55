/** Props that make an `<a>` a link inside the host: a real address, and no page load on a plain click. */
export interface InternalLink {
  readonly href: string
  /** Absent where the browser is to load the address. */
  readonly onClick?: (event: LinkClick) => void
}

/** What a link needs of a click, from the DOM or from a framework's own events. */
export interface LinkClick {
  readonly defaultPrevented: boolean
  readonly button: number
  readonly metaKey: boolean
  readonly ctrlKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  /** The `<a>`. */
  readonly currentTarget: unknown
  preventDefault(): void
}

/** Gives a function from an address of the host to the props of a link. Without `navigate` the browser loads the address. */
export function createLink({
  base,
  navigate,
}: {
  readonly base: string
  readonly navigate: ((href: string) => void) | undefined
}): (href: string) => InternalLink {
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
function isPlainClick({ button, metaKey, ctrlKey, shiftKey, altKey, currentTarget }: LinkClick): boolean {
  const { target = '' } = (currentTarget ?? {}) as { readonly target?: string }
  const opensHere = target === '' || target === '_self'
  return button === 0 && opensHere && !metaKey && !ctrlKey && !shiftKey && !altKey
}
