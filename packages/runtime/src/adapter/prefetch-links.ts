import type { HostEnvironment, Registry } from '../registry.ts'
import type { NavItem } from '../visible-nav.ts'

/** When the code of plugin pages is fetched before they are opened. `idle` is `hover` and more. */
export type PrefetchTime = 'hover' | 'idle' | 'none'

/** Whose links are followed in advance, and when. */
export interface PrefetchOptions {
  readonly registry: Registry
  /** What the host's links put before every address. */
  readonly base: string
  readonly environment: HostEnvironment
  readonly when: PrefetchTime
}

/** A pointer that only passes does not rest that long. */
const REST_MS = 60

/**
 * Fetches the code of a plugin's page while the pointer rests on a link to it, or the link has the focus; with `idle`, that of
 * all pages in the visible navigation as well, one at a time. One set of listeners serves every link of the document, whoever
 * drew it. Returns what stops it.
 */
export function prefetchLinks(options: PrefetchOptions): () => void {
  if (options.when === 'none') return () => {}
  const stops = [followPointer(options), ...(options.when === 'idle' ? [followNav(options)] : [])]
  return () => {
    for (const stop of stops) stop()
  }
}

function followPointer({ registry, base, environment }: PrefetchOptions): () => void {
  const controller = new AbortController()
  const { signal } = controller
  let timer: ReturnType<typeof setTimeout> | undefined
  const leave = (): void => clearTimeout(timer)
  const rest = ({ target }: Event): void => {
    leave()
    const pathname = toPathname(target, base)
    if (pathname !== undefined)
      timer = setTimeout(() => void registry.prefetch(pathname, environment), REST_MS)
  }
  for (const type of ['pointerover', 'focusin'])
    document.addEventListener(type, rest, { signal, passive: true })
  signal.addEventListener('abort', leave)
  return () => controller.abort()
}

/** Where a link leads inside the host and this document, without `base`. */
function toPathname(target: EventTarget | null, base: string): string | undefined {
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : null
  if (link === null || link.origin !== location.origin || link.hasAttribute('download')) return undefined
  if (link.target !== '' && link.target !== '_self') return undefined
  return link.pathname.startsWith(`${base}/`) ? link.pathname.slice(base.length) : undefined
}

function followNav({ registry, environment }: PrefetchOptions): () => void {
  const done = new Set<string>()
  let isStopped = false
  let isRunning = false

  async function run(): Promise<void> {
    if (isRunning) return
    isRunning = true
    for (;;) {
      await whenIdle()
      const next = listPathnames(registry.getSnapshot().nav).find((pathname) => !done.has(pathname))
      if (isStopped || next === undefined) break
      done.add(next)
      await registry.prefetch(next, environment)
    }
    isRunning = false
  }

  // Other access or another plugin is another navigation.
  const unsubscribe = registry.subscribe(() => void run())
  void run()
  return () => {
    isStopped = true
    unsubscribe()
  }
}

function listPathnames(parts: readonly { readonly items: readonly NavItem[] }[]): readonly string[] {
  return parts.flatMap(({ items }) =>
    items.flatMap(({ href, external, children }) => [
      ...(href === undefined || external ? [] : [href]),
      ...listPathnames([{ items: children }]),
    ]),
  )
}

/** Safari has no idle callbacks. */
function whenIdle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve())
    else setTimeout(resolve, 200)
  })
}
