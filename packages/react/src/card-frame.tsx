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
// A host gives its own look through the custom properties, on any element around the card.
const CARD: CSSProperties = {
  border: 'var(--plugwright-card-border, 1px solid color-mix(in srgb, currentColor 20%, transparent))',
  borderRadius: 'var(--plugwright-card-radius, 8px)',
  padding: 'var(--plugwright-card-padding, 1rem 1.25rem)',
  margin: 'var(--plugwright-card-margin, 1rem 0)',
  maxWidth: 'var(--plugwright-card-max-width, 48rem)',
}
const TITLE: CSSProperties = { fontSize: 'var(--plugwright-card-title-size, 1.1rem)', margin: '0 0 0.5rem' }

/** Code and frames in cards. */
export const CODE_STYLE: CSSProperties = {
  overflowX: 'auto',
  padding: '0.75rem',
  borderRadius: 'var(--plugwright-card-code-radius, 6px)',
  fontSize: 'var(--plugwright-card-code-size, 0.85rem)',
  background: 'color-mix(in srgb, currentColor 7%, transparent)',
}

/** Names and values side by side. */
export const LIST_STYLE: CSSProperties = {
  display: 'grid',
  gridTemplateColumns: 'auto 1fr',
  gap: '0.25rem 1rem',
}
