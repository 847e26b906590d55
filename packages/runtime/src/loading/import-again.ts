import { addressOf, isNetworkError } from './network-error.ts'

/** Pauses before the second and the third try, in milliseconds. A development server is near. */
export const PAUSES_MS: Readonly<Record<'build' | 'dev', readonly number[]>> = {
  build: [150, 450],
  dev: [50, 150],
}

/** Imports something; what could not be fetched is asked for again after each pause. What its code throws is thrown at once. */
export async function importAgain<Value>(
  load: () => Promise<Value>,
  pausesMs: readonly number[],
): Promise<Value> {
  let attempt = load
  for (const pause of pausesMs) {
    try {
      return await attempt()
    } catch (error) {
      if (!isNetworkError(error)) throw error
      await new Promise((resolve) => {
        setTimeout(resolve, pause)
      })
      attempt = async () => {
        await fetchStylesheets(error)
        return loadOrAsk(load)
      }
    }
  }
  return attempt()
}

/**
 * Chromium remembers for the life of the document that a module could not be fetched, so it is asked for by another address.
 * Nothing else has that module then: it never ran. What it imports keeps its addresses and stays single.
 */
async function loadOrAsk<Value>(load: () => Promise<Value>): Promise<Value> {
  try {
    return await load()
  } catch (error) {
    const address = addressOf(error)
    if (address === undefined || address.endsWith('.css') || !isNetworkError(error)) throw error
    const url = new URL(address)
    // Not `t` with a time: Vite would give the module as it was first asked for, which imports itself by its first address.
    url.searchParams.set('again', `${Date.now()}`)
    return (await import(/* @vite-ignore */ url.href)) as Value
  }
}

/**
 * Vite asks for a stylesheet once; those that have not come are asked for anew. Vite names only the first one that an import
 * misses, so all are waited for, but only the named one fails the try: others may be those of other plugins. Links without
 * `crossorigin` are none of Vite's.
 */
async function fetchStylesheets(reason: unknown): Promise<void> {
  const links =
    globalThis.document?.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet][crossorigin]') ?? []
  await Promise.all(
    [...links].filter(isMissing).map(async (link) => {
      const asked = pending.get(link.href) ?? replaceLink(link)
      pending.set(link.href, asked)
      const isThere = await asked
      pending.delete(link.href)
      if (!isThere && link.href === addressOf(reason)) throw reason
    }),
  )
}

/** What is asked for anew, by address: tries at the same time wait for the same element. */
const pending = new Map<string, Promise<boolean>>()

/**
 * Puts an element of its own in the place of a link once it has its sheet; tells whether there is one. The link may still be
 * loading, and out of the document it would fire nothing: it stays until then, and whoever waits for it is told.
 */
function replaceLink(link: HTMLLinkElement): Promise<boolean> {
  return new Promise((resolve) => {
    const next = link.cloneNode() as HTMLLinkElement
    next.addEventListener('load', () => {
      link.dispatchEvent(new Event('load'))
      link.remove()
      resolve(true)
    })
    next.addEventListener('error', () => {
      next.remove()
      resolve(!isMissing(link))
    })
    link.after(next)
  })
}

/** Browsers give no sheet, or one that cannot be read. Vite's links can, wherever they come from. */
function isMissing({ sheet, disabled }: HTMLLinkElement): boolean {
  if (disabled) return false
  try {
    return !sheet?.cssRules
  } catch {
    return true
  }
}
