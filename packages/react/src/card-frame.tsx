import { useId, type CSSProperties, type ReactElement, type ReactNode } from 'react'
import type { CardKind } from './card-props.ts'

/** The look of every default card: class `plugwright-card`, `data-plugwright-card` with its kind. */
export function CardFrame(props: {
  readonly kind: CardKind
  readonly title: string
  /** Something went wrong, so assistive technology says it at once. */
  readonly alert?: boolean
  readonly children?: ReactNode
}): ReactElement {
  const id = useId()
  return (
    <section
      className="plugwright-card"
      data-plugwright-card={props.kind}
      role={props.alert === true ? 'alert' : undefined}
      aria-labelledby={id}
      style={CARD}
    >
      <h2 id={id} style={TITLE}>
        {props.title}
      </h2>
      {props.children}
    </section>
  )
}

// Style properties set by script are allowed under a strict content security policy; a style element is not.
const CARD: CSSProperties = {
  border: '1px solid color-mix(in srgb, currentColor 20%, transparent)',
  borderRadius: 8,
  padding: '1rem 1.25rem',
  margin: '1rem 0',
  maxWidth: '48rem',
}
const TITLE: CSSProperties = { fontSize: '1.1rem', margin: '0 0 0.5rem' }

/** Code and frames in cards. */
export const CODE_STYLE: CSSProperties = {
  overflowX: 'auto',
  padding: '0.75rem',
  borderRadius: 6,
  fontSize: '0.85rem',
  background: 'color-mix(in srgb, currentColor 7%, transparent)',
}

/** Names and values side by side. */
export const LIST_STYLE: CSSProperties = {
  display: 'grid',
  gridTemplateColumns: 'auto 1fr',
  gap: '0.25rem 1rem',
}
