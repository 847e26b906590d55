import type { Registry } from '@plugwright/runtime'
import type { ViteHotContext } from 'vite/types/hot.js'
import { createView } from './view-as.ts'
import type { SeedGroup, View } from './view-as.ts'

/** What the generated module knows beside the registry. */
export interface InspectorOptions {
  readonly hot: ViteHotContext
  /** Vite's `base`. */
  readonly base: string
  /** Of all plugins that take part. */
  readonly groups: readonly SeedGroup[]
}

/**
 * Development only: "view as" a seed group, and what Alt does in the app. The overlay itself is fetched when Alt is pressed for
 * the first time. Called by each evaluation of `virtual:plugwright`; the first one starts it.
 */
export function followInspector(registry: Registry, { hot, base, groups }: InspectorOptions): void {
  const data = hot.data as { view?: View }
  if (data.view === undefined) {
    data.view = createView(registry)
    showBadge(data.view)
    loadOverlayWithAlt(base)
  }
  data.view.setGroups(groups)
}

/** Says as whom one looks at the app; most of the time that is nobody, and nothing is fetched. */
function showBadge(view: View): void {
  if (view.current() === undefined) return
  void import('./overlay/badge.ts').then(({ createBadge }) => createBadge(view))
}

/** Until the overlay is there, this does what it would: a click is taken, and shown when it can be. */
function loadOverlayWithAlt(base: string): void {
  const events = ['keydown', 'keyup', 'pointermove', 'click'] as const
  let isLoading = false
  let isHeld = false
  let clicked: EventTarget | null = null

  async function load(): Promise<void> {
    isLoading = true
    const { createOverlay } = await import('./overlay/overlay.ts')
    for (const name of events) window.removeEventListener(name, onEvent, true)
    createOverlay(base).start({ clicked, isHeld })
  }

  function onEvent(event: KeyboardEvent | MouseEvent): void {
    isHeld = event.altKey
    if (!event.altKey) return
    const isOwned =
      event.target instanceof Element && event.target.closest('[data-plugwright-plugin]') !== null
    if (event.type === 'click' && isOwned) {
      event.preventDefault()
      event.stopImmediatePropagation()
      clicked = event.target
    }
    if (!isLoading) void load()
  }
  for (const name of events) window.addEventListener(name, onEvent, true)
}
