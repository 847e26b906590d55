import type { Facts } from './facts.ts'
import type { Owned } from './owned.ts'
import { create } from './shadow.ts'

/** Makes the card that says what a page or block is, with the ways to its code and to the inspector. */
export function createCard(
  owned: Owned,
  { facts, base, onClose }: { readonly facts: Facts; readonly base: string; readonly onClose: () => void },
): HTMLElement {
  const title = create('strong', 'title', facts.title)
  const version = create('span', 'quiet', facts.version ?? '')
  const close = create('button', 'close', '×')
  close.type = 'button'
  close.ariaLabel = 'Close'
  close.addEventListener('click', onClose)
  const lines = facts.lines.flatMap(([label, value]) => [create('dt', '', label), create('dd', '', value)])
  const inspect = create('a', '', 'Open in the inspector')
  inspect.href = `${base}__plugwright/#/plugins/${encodeURIComponent(owned.plugin)}`
  inspect.target = 'plugwright-inspector'
  const card = create(
    'section',
    'card',
    create('header', '', title, version, close),
    create('dl', '', ...lines),
    create('footer', '', ...editorLink(facts, base), inspect),
  )
  card.role = 'dialog'
  card.ariaLabel = `${facts.title}: ${owned.module}`
  card.tabIndex = -1
  card.dataset['testid'] = 'plugwright-card'
  return card
}

function editorLink({ file }: Facts, base: string): readonly HTMLElement[] {
  if (file === undefined) return []
  const link = create('a', '', 'Open in the editor')
  link.href = `${base}__open-in-editor?file=${encodeURIComponent(file)}`
  link.addEventListener('click', (event) => {
    event.preventDefault()
    // The answer has no content, and without an editor there is nothing to do.
    void fetch(link.href).catch(() => undefined)
  })
  return [link]
}
