/**
 * A part of a card as data, so that every framework draws the same card. `attributes` and `onClick` are named as in HTML and
 * the DOM, style properties as in script.
 */
export interface CardElement {
  readonly tag: CardTag
  readonly class?: string
  readonly style?: CardStyle
  readonly attributes?: Readonly<Record<string, string>>
  readonly onClick?: (event: CardClick) => void
  readonly children: readonly CardNode[]
}

/** Style properties by their names in script. */
export type CardStyle = Readonly<Record<string, string | number>>

/** The elements that cards are made of. */
export type CardTag = 'section' | 'h2' | 'p' | 'dl' | 'dt' | 'dd' | 'div' | 'code' | 'pre' | 'a' | 'button'

/** Text or an element. */
export type CardNode = string | CardElement

/** What a click handler of a card needs of its event. */
export interface CardClick {
  preventDefault(): void
}

/** Writes an element without attributes. */
export function element(tag: CardTag, ...children: readonly CardNode[]): CardElement {
  return { tag, children }
}

/** Code and frames in cards. */
export const CODE_STYLE: CardStyle = {
  overflowX: 'auto',
  padding: '0.75rem',
  borderRadius: 'var(--plugwright-card-code-radius, 6px)',
  fontSize: 'var(--plugwright-card-code-size, 0.85rem)',
  background: 'color-mix(in srgb, currentColor 7%, transparent)',
}
