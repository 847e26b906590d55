import type { PageContext } from '@plugwright/runtime'

import { loadPostings } from '../api.ts'
import { renderStatement } from './_ledger/statement.ts'
import './ledger.css'

/** `/plugins/finance/ledger`: a page without a framework. The host gives an element, and calls what comes back to leave. */
export function mount(element: HTMLElement, context: PageContext): () => void {
  const page = document.createElement('div')
  page.className = 'ui-page finance-ledger'
  page.innerHTML = `
    <header class="ui-page-header">
      <div>
        <h1 data-testid="page-heading">Ledger</h1>
        <p class="ui-lead">Postings of November, with the running balance. Plain DOM, no framework.</p>
      </div>
    </header>
    <p class="ui-notice" aria-busy="true">Loading…</p>`
  element.append(page)

  loadPostings(context.signal).then(
    (postings) => page.lastElementChild?.replaceWith(renderStatement(postings)),
    (error: unknown) => {
      if (context.signal.aborted || !page.lastElementChild) return
      page.lastElementChild.textContent = String(error)
    },
  )
  return () => page.remove()
}
