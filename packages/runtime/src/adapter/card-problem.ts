import type { ProblemRecord } from '../registry-data.ts'
import { CODE_STYLE, element, type CardElement } from './card-element.ts'

/** Where a problem is shown. */
export interface ProblemPlace {
  /** The plugin's folder, where it is known. */
  readonly dir: string | undefined
  /** The host's folder, where it is known. */
  readonly root: string | undefined
  /** A development server is there to open the editor. */
  readonly dev: boolean
  readonly base: string
}

/** Place, code frame and hint of a problem, as far as they are known. */
export function toProblemParts(problem: ProblemRecord, place: ProblemPlace): readonly CardElement[] {
  const { file, frame, hint } = problem
  return [
    ...(file === undefined ? [] : [toFilePlace(file, problem, place)]),
    ...(frame === undefined ? [] : [{ tag: 'pre', style: CODE_STYLE, children: [frame] } as const]),
    ...(hint === undefined ? [] : [element('p', `Hint: ${hint}`)]),
  ]
}

/** The place of a problem; in development a link that makes Vite open the editor there. */
function toFilePlace(
  file: string,
  { line, column }: ProblemRecord,
  { dir, root, dev, base }: ProblemPlace,
): CardElement {
  const position = [line, column]
    .filter((part) => part !== undefined)
    .map((part) => `:${part}`)
    .join('')
  const shown = element('code', shortPath(file, root) + position)
  const path = editorPath(file, dir)
  if (!dev || path === undefined) return element('p', shown)

  const address = `${base}/__open-in-editor?file=${encodeURIComponent(path + position)}`
  return element('p', {
    tag: 'a',
    attributes: { href: address, 'data-plugwright-editor': '' },
    onClick(event) {
      event.preventDefault()
      // The answer has no content, and without an editor there is nothing to do.
      void fetch(address).catch(() => undefined)
    },
    children: [shown, ' (open in the editor)'],
  })
}

/** Files of the server are absolute; a page's module is below the plugin's folder; a block's key is no file. */
function editorPath(file: string, dir: string | undefined): string | undefined {
  if (/^(?:\/|[a-z]:[\\/])/i.test(file)) return file
  return dir === undefined || !/\.\w+$/.test(file) ? undefined : `${dir}/${file}`
}

/** As the terminal shows it: below the host's folder where it is there. */
function shortPath(file: string, root: string | undefined): string {
  return root !== undefined && file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file
}
