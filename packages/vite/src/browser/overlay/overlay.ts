import { createCard } from './card.ts'
import { loadFacts } from './facts.ts'
import { boxOf, findFirstOwned, findHovered, findOwned } from './owned.ts'
import type { Owned } from './owned.ts'
import { create, createShadow } from './shadow.ts'

/** The overlay of a page. */
export interface Overlay {
  /** Takes what happened before it was there: what was clicked with Alt, and whether Alt is still held. */
  readonly start: (before: { readonly clicked: EventTarget | null; readonly isHeld: boolean }) => void
}

/**
 * Outlines pages and blocks while Alt is held, and tells about one that is clicked. The host gets every event but that click, and
 * the click, too, where it is outside all plugins. Alt+Shift+I does the same for the keyboard: for what has the focus, else for the
 * first on the page. Escape or a click elsewhere closes.
 */
export function createOverlay(base: string): Overlay {
  const root = createShadow('plugwright-overlay', CSS)
  const { outline, drawAround } = createOutline(root)
  let hovered: Owned | undefined
  let pinned: Owned | undefined
  let card: HTMLElement | undefined
  let before: Element | null = null
  let frame = 0

  /** Follows what it is around, for as long as something is. */
  function draw(): void {
    const owned = pinned ?? hovered
    outline.hidden = owned === undefined
    if (owned === undefined) return
    if (!owned.element.isConnected) return owned === pinned ? close() : hover(undefined)
    const box = boxOf(owned)
    drawAround(owned, box)
    if (card !== undefined) placeBeside(card, box)
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(draw)
  }

  function hover(owned: Owned | undefined): void {
    if (hovered?.element === owned?.element) return
    hovered = owned
    draw()
  }

  async function pin(owned: Owned): Promise<void> {
    if (pinned?.element === owned.element) return
    close()
    before = document.activeElement
    pinned = owned
    draw()
    const facts = await loadFacts(owned, base)
    if (pinned !== owned) return
    card = createCard(owned, { facts, base, onClose: close })
    root.append(card)
    draw()
    card.focus({ preventScroll: true })
  }

  function close(): void {
    const hadFocus = card !== undefined && root.activeElement !== null
    card?.remove()
    card = undefined
    pinned = undefined
    if (hadFocus && before instanceof HTMLElement) before.focus({ preventScroll: true })
    draw()
  }

  listen({
    hover,
    pin: (owned) => void pin(owned),
    close: () => (pinned === undefined ? false : (close(), true)),
    isOwn: (event) => event.composedPath().includes(root),
  })
  return {
    start({ clicked, isHeld }) {
      const owned = findOwned(clicked)
      if (owned !== undefined) void pin(owned)
      else if (isHeld) hover(findHovered())
    },
  }
}

interface Reactions {
  readonly hover: (owned: Owned | undefined) => void
  readonly pin: (owned: Owned) => void
  /** Says whether there was something to close. */
  readonly close: () => boolean
  readonly isOwn: (event: Event) => boolean
}

function listen({ hover, pin, close, isOwn }: Reactions): void {
  window.addEventListener('pointermove', (event) => {
    hover(event.altKey && !isOwn(event) ? findOwned(event.target) : undefined)
  })
  window.addEventListener('keyup', ({ key }) => {
    if (key === 'Alt') hover(undefined)
  })
  window.addEventListener('blur', () => hover(undefined))
  window.addEventListener(
    'click',
    (event) => {
      if (isOwn(event)) return
      const owned = event.altKey ? findOwned(event.target) : undefined
      if (owned === undefined) {
        close()
        return
      }
      // Alt and a click on a link would download the page.
      event.preventDefault()
      event.stopImmediatePropagation()
      pin(owned)
    },
    true,
  )
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape' && close()) event.stopPropagation()
      // The pointer may lie still.
      if (event.key === 'Alt') hover(findHovered())
      if (!event.altKey || !event.shiftKey || event.code !== 'KeyI') return
      const owned = findOwned(document.activeElement) ?? findFirstOwned()
      if (owned === undefined) return
      event.preventDefault()
      pin(owned)
    },
    true,
  )
}

function createOutline(root: ShadowRoot) {
  const label = create('span', 'label')
  const outline = root.appendChild(create('div', 'outline', label))
  outline.hidden = true
  function drawAround({ plugin, module }: Owned, box: DOMRect): void {
    place(outline, box)
    label.textContent = `${plugin} · ${module}`
  }
  return { outline, drawAround }
}

/** Over the box, as far as it is in the window. */
function place(element: HTMLElement, box: DOMRect): void {
  const left = Math.max(box.left, 2)
  const top = Math.max(box.top, 2)
  Object.assign(element.style, {
    left: `${left}px`,
    top: `${top}px`,
    width: `${Math.min(box.right, innerWidth - 2) - left}px`,
    height: `${Math.min(box.bottom, innerHeight - 2) - top}px`,
  })
  element.classList.toggle('at-top', top < 22)
}

/** Below the box where there is room, else at its lower right inside. */
function placeBeside(card: HTMLElement, box: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = card
  const below = box.bottom + 8
  const top = below + height < innerHeight ? below : Math.min(box.bottom, innerHeight) - height - 14
  const left = below + height < innerHeight ? box.left : box.right - width - 14
  card.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 14))}px`
  card.style.top = `${Math.max(8, top)}px`
}

const CSS = `
.outline {
  position: fixed; z-index: 2147483646; pointer-events: none; border: 2px solid #4f63ff; border-radius: 6px;
  background: rgb(79 99 255 / 7%);
}
.outline[hidden] { display: none; }
.label {
  position: absolute; bottom: 100%; left: -2px; max-width: 100%; padding: 1px 8px 2px; overflow: hidden; color: #fff; font-size: 12px;
  text-overflow: ellipsis; white-space: nowrap; background: #4f63ff; border-radius: 6px 6px 0 0;
}
.at-top .label { top: 0; bottom: auto; left: 0; border-radius: 3px 0 6px; }
.card {
  position: fixed; z-index: 2147483647; width: min(400px, calc(100vw - 16px)); padding: 14px 16px; background: var(--surface);
  border: 1px solid var(--line); border-radius: 10px; box-shadow: 0 12px 40px rgb(0 0 0 / 24%);
}
.card:focus { outline: none; }
header { display: flex; gap: 8px; align-items: baseline; margin-bottom: 8px; }
.title { font-size: 15px; font-weight: 650; }
.quiet, dt { color: var(--quiet); }
.close { justify-content: center; width: 26px; height: 26px; margin: -4px -6px 0 auto; padding: 0; font-size: 17px; border-color: transparent; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 14px; margin-bottom: 14px; }
dd { overflow-wrap: anywhere; }
footer { display: flex; flex-wrap: wrap; gap: 8px; }
`
