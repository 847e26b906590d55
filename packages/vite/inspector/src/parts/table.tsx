import type { ComponentChildren, VNode } from 'preact'

interface TableProps {
  /** Titles of the columns; one with a `#` in front is of numbers. */
  readonly head: readonly string[]
  /** The rows can be chosen. */
  readonly isList?: boolean
  readonly children: ComponentChildren
}

/** A table; the children are its rows. */
export function Table({ head, isList = false, children }: TableProps): VNode {
  return (
    <table class={isList ? 'rows' : 'rows plain'}>
      <thead>
        <tr>
          {head.map((title) => (
            <th key={title} class={title.startsWith('#') ? 'number' : undefined}>
              {title.replace(/^#/, '')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
