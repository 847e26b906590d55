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
  let result = await settle(load)
  for (const pause of pausesMs) {
    if (!('error' in result) || !isNetworkError(result.error)) break
    await new Promise((resolve) => {
      setTimeout(resolve, pause)
    })
    result = await settle(async () => {
      await fetchStylesheets()
      return loadOrAsk(load)
    })
  }
  if ('error' in result) throw result.error
  return result.value
}

async function settle<Value>(
  load: () => Promise<Value>,
): Promise<{ readonly value: Value } | { readonly error: unknown }> {
  try {
    return { value: await load() }
  } catch (error) {
    return { error }
  }
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
    url.searchParams.set('again', Date.now().toString(36))
    return (await import(/* @vite-ignore */ url.href)) as Value
  }
}

/** Vite asks for a stylesheet once; those that have not come are asked for anew by elements of their own. */
async function fetchStylesheets(): Promise<void> {
  const links = globalThis.document?.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]') ?? []
  await Promise.all(
    [...links].filter(isMissing).map(
      (link) =>
        new Promise<void>((resolve, reject) => {
          const next = link.cloneNode() as HTMLLinkElement
          next.addEventListener('load', () => resolve())
          next.addEventListener('error', () => reject(new Error(`Unable to preload CSS for ${link.href}`)))
          link.replaceWith(next)
        }),
    ),
  )
}

/** Browsers give no sheet, or one that cannot be read. Vite's links can, wherever they come from; others are none of ours. */
function isMissing({ sheet, disabled, crossOrigin }: HTMLLinkElement): boolean {
  if (disabled || crossOrigin === null) return false
  try {
    return sheet?.cssRules === undefined
  } catch {
    return true
  }
}
