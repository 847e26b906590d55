import type { Unsigned } from './create-context.ts'
import type { BlockContext, MountFunction, MountPlace, PageContext } from './plugin-context.ts'

/** A page or block on screen. */
export interface MountedPage<Context extends PageContext | BlockContext = PageContext> {
  /** Hands over a new context: through the module's own `update`, else by mounting again. */
  update(context: Unsigned<Context>): void
  /** Hands over the same context with newer answers: through the module's own `update`, else not at all. */
  refresh(context: Unsigned<Context>): void
  /** Aborts the signal, lets the module clean up, empties the element. */
  unmount(): void
}

/** Where a page is mounted, and who hears what goes wrong there afterwards. Without `onError` that is the browser's matter. */
export interface MountTarget extends Partial<MountPlace> {
  readonly element: HTMLElement
}

/**
 * Shows a `mount` module in an element. The context's signal is made here, and aborted with the page. Whatever the module throws
 * goes to the caller; the element is empty then.
 */
export function mountPage<Context extends PageContext | BlockContext = PageContext>(
  target: HTMLElement | MountTarget,
  mount: MountFunction<Context>,
  context: Unsigned<Context>,
): MountedPage<Context> {
  const place: MountTarget = 'element' in target ? target : { element: target }
  let current = show(place, mount, context)
  return {
    update(next) {
      if (current.update !== undefined) {
        current.update(next)
        return
      }
      current.unmount()
      current = show(place, mount, next)
    },
    refresh: (next) => current.update?.(next),
    unmount: () => current.unmount(),
  }
}

interface Shown<Context> {
  readonly update: ((context: Unsigned<Context>) => void) | undefined
  unmount(): void
}

function show<Context extends PageContext | BlockContext>(
  { element, onError = (error) => globalThis.reportError(error) }: MountTarget,
  mount: MountFunction<Context>,
  context: Unsigned<Context>,
): Shown<Context> {
  const controller = new AbortController()
  const withSignal = (plain: Unsigned<Context>): Context =>
    ({ ...plain, signal: controller.signal }) as unknown as Context
  const place: MountPlace = {
    onError(error) {
      // What is gone has no card any more.
      if (!controller.signal.aborted) onError(error)
    },
  }
  const leave = (cleanUp?: () => void): void => {
    controller.abort()
    try {
      cleanUp?.()
    } finally {
      element.replaceChildren()
    }
  }
  try {
    const result = mount(element, withSignal(context), place)
    if (result instanceof Promise)
      throw new TypeError('mount() returned a promise; it has to return its clean-up function at once.')
    if (typeof result === 'function') return { update: undefined, unmount: () => leave(result) }
    const handle = result ?? {}
    return {
      update: handle.update && ((next) => handle.update?.(withSignal(next))),
      unmount: () => leave(() => handle.unmount?.()),
    }
  } catch (error) {
    leave()
    throw error
  }
}
