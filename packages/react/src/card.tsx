import { toCard, type CardNode, type CardSubject } from '@plugwright/runtime/adapter'
import { createElement, useId, type ReactElement, type ReactNode } from 'react'
import { useHostSettings, useRegistrySnapshot } from './host-settings.ts'
import { PluginNav } from './plugin-nav.tsx'

/** Props of a card, also of a host's own one. */
export interface CardProps<Subject extends CardSubject = CardSubject> {
  readonly subject: Subject
}

/** Says why no plugin is shown here: the host's own card for it, or the default one. */
export function Card({ subject }: CardProps): ReactElement {
  const Own = useHostSettings().cards[subject.kind]
  return Own === undefined ? <DefaultCard subject={subject} /> : <Own subject={subject} />
}

function DefaultCard({ subject }: CardProps): ReactElement {
  const { registry, locale, base } = useHostSettings()
  const id = useId()
  useRegistrySnapshot()
  const { children, ...root } = toCard(subject, { registry, locale, base, id, framework: 'react' })
  const below = subject.kind === 'index' && <PluginNav label="All plugins" />
  return createElement(root.tag, toProps(root), ...children.map(draw), below)
}

function draw(node: CardNode): ReactNode {
  return typeof node === 'string' ? node : createElement(node.tag, toProps(node), ...node.children.map(draw))
}

function toProps(node: Omit<Exclude<CardNode, string>, 'children'>): object {
  const { class: className, style, attributes, onClick } = node
  return { className, style, ...attributes, onClick }
}
