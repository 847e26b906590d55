/** What a stylesheet was for before it was switched off. */
const KEPT = 'data-plugwright-media'

/**
 * Switches the stylesheets of a plugin on or off: the files of a build below `plugins/<name>/`, and in development the style
 * elements of files in its folder. Off is a medium that no screen is; a style element that Vite updates stays off.
 */
export function switchStyles(
  plugin: { readonly name: string; readonly dir?: string | undefined },
  isOn: boolean,
): void {
  for (const element of findStyles(plugin)) {
    const kept = element.getAttribute(KEPT)
    if (isOn === (kept === null)) continue
    if (isOn) {
      element.media = kept ?? ''
      element.removeAttribute(KEPT)
    } else {
      element.setAttribute(KEPT, element.media)
      element.media = 'not all'
    }
  }
}

function findStyles({
  name,
  dir,
}: {
  readonly name: string
  readonly dir?: string | undefined
}): (HTMLLinkElement | HTMLStyleElement)[] {
  const elements = globalThis.document?.querySelectorAll<HTMLLinkElement | HTMLStyleElement>(
    'link[rel=stylesheet], style[data-vite-dev-id]',
  )
  return [...(elements ?? [])].filter((element) => {
    if (!('href' in element)) return element.getAttribute('data-vite-dev-id')?.startsWith(`${dir}/`)
    return (
      element.href.split('/plugins/').at(-1)?.startsWith(`${name}/`) && element.href.includes('/plugins/')
    )
  })
}
