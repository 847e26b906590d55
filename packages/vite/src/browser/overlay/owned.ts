/** A page or block on the screen. */
export interface Owned {
  /** The element around it, which has no box of its own. */
  readonly element: Element
  readonly plugin: string
  /** The page's file inside the plugin, or the block's `<slot>/<id>`. */
  readonly module: string
}

/** The innermost page or block that something is in. */
export function findOwned(target: EventTarget | null): Owned | undefined {
  const element = target instanceof Element ? target.closest('[data-plugwright-plugin]') : null
  return element === null ? undefined : toOwned(element)
}

/** The innermost page or block under the pointer. */
export function findHovered(): Owned | undefined {
  return findOwned([...document.querySelectorAll(':hover')].at(-1) ?? null)
}

/** The first page or block of the document. */
export function findFirstOwned(): Owned | undefined {
  const element = document.querySelector('[data-plugwright-plugin]')
  return element === null ? undefined : toOwned(element)
}

/** Where it is in the window: the box around all its content. */
export function boxOf({ element }: Owned): DOMRect {
  const range = document.createRange()
  range.selectNodeContents(element)
  return range.getBoundingClientRect()
}

function toOwned(element: Element): Owned {
  return {
    element,
    plugin: element.getAttribute('data-plugwright-plugin') ?? '',
    module: element.getAttribute('data-plugwright-module') ?? '',
  }
}
