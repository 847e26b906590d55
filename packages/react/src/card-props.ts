import type { PluginFailure } from '@plugwright/runtime'

/** Everything an outlet or slot can have to say instead of showing a plugin. */
export type CardKind = PluginFailure['kind'] | 'index' | 'empty'

/** What a card is about: a failure, `routeBase` itself, or a host without plugins. */
export type CardSubject = PluginFailure | { readonly kind: 'index' } | { readonly kind: 'empty' }

/** Props of a card, also of a host's own one. */
export interface CardProps<Subject extends CardSubject = CardSubject> {
  readonly subject: Subject
}
