import type { Posting } from '../../../../backend/services/ledger.ts'
import { formatDay, formatEuros } from '../../format.ts'

/** The line above the table. */
export const caption = 'Opening balance €212,480.00'

const openingBalance = 212_480

/** The statement as a table: every posting with the balance after it. */
export function renderStatement(postings: readonly Posting[]): HTMLElement {
  const card = document.createElement('div')
  card.className = 'ui-card ui-scroll'
  const table = document.createElement('table')
  table.className = 'ui-table'
  table.createCaption().textContent = caption
  table.caption?.setAttribute('data-testid', 'finance-ledger-caption')

  const head = table.createTHead().insertRow()
  head.append(
    headCell('Date'),
    headCell('Account'),
    headCell('Text'),
    headCell('Amount'),
    headCell('Balance'),
  )

  const body = table.createTBody()
  let balance = openingBalance
  for (const posting of postings) {
    balance += posting.amount
    const row = body.insertRow()
    row.dataset['testid'] = 'finance-posting'
    row.append(
      cell(formatDay(posting.on)),
      cell(posting.account),
      cell(posting.text),
      cell(
        formatEuros(posting.amount),
        posting.amount < 0 ? 'ui-number finance-out' : 'ui-number finance-in',
      ),
      cell(formatEuros(balance), 'ui-number'),
    )
  }
  card.append(table)
  return card
}

function headCell(text: string): HTMLTableCellElement {
  const element = document.createElement('th')
  element.scope = 'col'
  element.textContent = text
  if (text === 'Amount' || text === 'Balance') element.className = 'ui-number'
  return element
}

function cell(text: string, className = ''): HTMLTableCellElement {
  const element = document.createElement('td')
  element.textContent = text
  element.className = className
  return element
}
