import type { View } from '../view-as.ts'
import { create, createShadow } from './shadow.ts'

/** Says in a corner as whom the app is looked at, with the way out. */
export function createBadge(view: View): void {
  const root = createShadow('plugwright-view-as', CSS)
  const text = create('span')
  const leave = create('button', '', 'Leave')
  leave.type = 'button'
  leave.dataset['testid'] = 'leave-view'
  leave.addEventListener('click', () => view.leave())
  const badge = create('div', 'badge', text, leave)
  badge.role = 'status'
  root.append(badge)

  function update(): void {
    const current = view.current()
    badge.hidden = current === undefined
    if (current === undefined) return
    const name = create('strong', '', current.group)
    text.replaceChildren(
      ...(current.isKnown
        ? ['Viewing as ', name]
        : ['No plugin has the seed group ', name, ': all that is gated is hidden']),
    )
    badge.classList.toggle('unknown', !current.isKnown)
  }
  view.subscribe(update)
  update()
}

const CSS = `
.badge {
  position: fixed; z-index: 2147483646; bottom: 16px; left: 50%; display: flex; gap: 12px; align-items: center;
  max-width: calc(100vw - 32px); padding: 6px 6px 6px 14px; background: var(--surface); border: 1px solid var(--line);
  border-radius: 10px; box-shadow: 0 6px 24px rgb(0 0 0 / 18%); transform: translateX(-50%);
}
.badge[hidden] { display: none; }
.unknown { color: var(--warn); }
`
