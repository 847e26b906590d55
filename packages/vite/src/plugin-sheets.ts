import { posix } from 'node:path'
import type { ExperimentalOptions } from 'vite'

/** Where Vite's plugin puts the list of what a lazy import needs, once the files have their names. */
export const PRELOAD_MARKER = '__VITE_PRELOAD__'

/** With the digest that Vite 8.4 adds. */
const MARKER = `${PRELOAD_MARKER}(?:[\\da-f]{32})?`

/** Stands in the script of a plugin for the list of its stylesheets. */
const SHEETS = '__plugwright_css'

/** A pair of parentheses with up to three more inside, as a bundler writes them behind an import. */
const PARENTHESES = [1, 2, 3].reduce((inner) => `\\((?:[^()]|${inner})*\\)`, '\\([^()]*\\)')

const importInRegistry = new RegExp(
  `(\\("[\\w-]+", \\(\\) => [\\w$]+\\(\\(\\) => import\\("([^"]+)"\\)(?:\\.then${PARENTHESES})*, )(${MARKER})`,
  'g',
)

const importInPlace = new RegExp(`(Promise\\.resolve\\(\\)(?:\\.then${PARENTHESES})+,\\s*)(${MARKER})`, 'g')

/**
 * Takes the lists of files from the imports of plugins in the start bundle.
 *
 *     plugin("crm", () => __vitePreload(() => import("./crm.js"), __VITE_PRELOAD__)) → … import("./crm.js"), [])
 */
export function dropLists(
  code: string,
  { fileName, isLevel }: { readonly fileName: string; readonly isLevel: (fileName: string) => boolean },
): string {
  return code.replace(
    importInRegistry,
    (...[found = '', before = '', reference = '', marker = '']: string[]) =>
      isLevel(posix.join(posix.dirname(fileName), reference)) ? before + inPlaceOf(marker, '[]') : found,
  )
}

/**
 * Has what a plugin loads from its own script wait for the plugin's stylesheets. Vite has no list for these imports.
 *
 *     __vitePreload(() => Promise.resolve().then(() => page), __VITE_PRELOAD__) → … page), __plugwright_css)
 */
export function awaitSheets(code: string): string {
  return code.replace(
    importInPlace,
    (_, before: string, marker: string) => before + inPlaceOf(marker, SHEETS),
  )
}

/** As long as before, so that source maps stay right. Minification takes the space away. */
function inPlaceOf(marker: string, text: string): string {
  return text.padEnd(marker.length)
}

/** Adds the list of stylesheets to a script that waits for them, below its code, so that no line of it moves. */
export function listSheets(code: string, expressions: readonly string[]): string {
  if (!code.includes(SHEETS)) return code
  const [, body = code, comment = ''] = /^([^]*?)(\/\/# sourceMappingURL=\S+\s*)$/.exec(code) ?? []
  return `${body.trimEnd()}\nvar ${SHEETS}=[${expressions.join(',')}];\n${comment}`
}

/** Where {@link toListedFile} finds what a host sets about addresses. */
export interface Addresses {
  /** The script with the list. */
  readonly script: string
  readonly base: string
  readonly renderBuiltUrl: ExperimentalOptions['renderBuiltUrl']
}

/** Writes the address of a file as Vite's helper takes it in the list of a script: relative to that, or what follows the base. */
export function toListedFile(file: string, { script, base, renderBuiltUrl }: Addresses): string {
  const path = posix.relative(posix.dirname(script), file)
  const relative = JSON.stringify(path.startsWith('.') ? path : `./${path}`)
  const isRelative = base === './' || base === ''
  if (renderBuiltUrl === undefined) return isRelative ? relative : JSON.stringify(file)
  const url = renderBuiltUrl(file, { hostId: script, hostType: 'js', type: 'asset', ssr: false })
  if (typeof url === 'string') return JSON.stringify(url)
  if (url?.runtime !== undefined) return url.runtime
  return (url?.relative ?? isRelative) ? relative : JSON.stringify(base + file)
}
