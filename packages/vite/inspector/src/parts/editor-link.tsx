import type { VNode } from 'preact'
import { useHost } from '../host.ts'
import { Icon } from './icon.tsx'

interface EditorLinkProps {
  /** Absolute. */
  readonly file: string
  /** The words of the link. */
  readonly place: string
  readonly line?: number | undefined
  readonly column?: number | undefined
}

/** A place in a file; Vite opens the editor there. */
export function EditorLink({ file, place, line, column }: EditorLinkProps): VNode {
  const { inspection } = useHost()
  const position = [line, column].flatMap((part) => (part === undefined ? [] : `:${part}`)).join('')
  const address = `${inspection.host.base}__open-in-editor?file=${encodeURIComponent(file + position)}`
  return (
    <a
      class="place"
      href={address}
      title={`Open ${file}${position} in the editor`}
      onClick={(event) => {
        event.preventDefault()
        event.stopPropagation()
        // The answer has no content, and without an editor there is nothing to do.
        void fetch(address).catch(() => undefined)
      }}
    >
      <span>{place + position}</span>
      <Icon name="edit" />
    </a>
  )
}
