import { toCard, type CardElement, type CardNode, type CardSubject } from '@plugwright/runtime/adapter'
import { defineComponent, h, useId, type DefineSetupFnComponent, type VNode } from 'vue'
import { useHost } from './host-settings.ts'
import { PluginNav } from './plugin-nav.ts'

/** Props of a card, also of a host's own one. */
export interface CardProps<Subject extends CardSubject = CardSubject> {
  readonly subject: Subject
}

/** Says why no plugin is shown here: the host's own card for it, or the default one. */
export const Card: DefineSetupFnComponent<CardProps> = defineComponent(
  (props: CardProps) => {
    const { settings, snapshot } = useHost()
    const id = useId()
    return () => {
      const { registry, locale, base, cards } = settings.value
      const { subject } = props
      const Own = cards[subject.kind]
      if (Own !== undefined) return h(Own, { subject })
      // What a card says is asked from the registry, so it follows every change.
      void snapshot.value
      const root = toCard(subject, { registry, locale, base, id, framework: 'vue' })
      const below = subject.kind === 'index' ? [h(PluginNav, { label: 'All plugins' })] : []
      return h(root.tag, toProps(root), [...root.children.map(draw), ...below])
    }
  },
  { name: 'PluginCard', props: ['subject'] },
)

function draw(node: CardNode): VNode | string {
  return typeof node === 'string' ? node : h(node.tag, toProps(node), node.children.map(draw))
}

function toProps({ class: className, style, attributes, onClick }: CardElement): object {
  return { class: className, style, ...attributes, onClick }
}
