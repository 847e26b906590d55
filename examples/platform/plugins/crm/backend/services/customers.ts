import { sampleCustomers } from './sample-customers.ts'
import type { Stage } from './stages.ts'

/** Something that happened with a customer; `on` is an ISO date. */
export interface Activity {
  readonly on: string
  readonly kind: 'call' | 'mail' | 'meeting' | 'note'
  readonly text: string
  readonly by: string
}

export interface Customer {
  readonly id: string
  readonly name: string
  readonly industry: string
  readonly city: string
  readonly owner: string
  readonly contact: { readonly name: string; readonly role: string; readonly email: string }
  readonly stage: Stage
  /** Expected or contracted value per year, in euros. */
  readonly annualValue: number
  /** Invoiced per month in thousand euros, oldest first, the last twelve months. */
  readonly revenue: readonly number[]
  readonly activity: readonly Activity[]
}

/** A customer without what only its own page shows. */
export type CustomerSummary = Omit<Customer, 'revenue' | 'activity'>

/** Summaries of all customers whose name, industry, city or owner contains `query`, by name. */
export function listCustomers(query: string): CustomerSummary[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return [...customers.values()]
    .filter((customer) => words.every((word) => searchText(customer).includes(word)))
    .map(({ revenue: _revenue, activity: _activity, ...summary }) => summary)
}

/** The customer with this id, if there is one. */
export function findCustomer(id: string): Customer | undefined {
  return customers.get(id)
}

/** Moves a customer to another stage and records it. */
export function moveCustomer(id: string, stage: Stage): Customer | undefined {
  const customer = customers.get(id)
  if (!customer) return undefined
  const note = {
    on: '2026-11-20',
    kind: 'note',
    text: `Moved from ${customer.stage} to ${stage}.`,
    by: 'You',
  } as const
  const moved = { ...customer, stage, activity: [note, ...customer.activity] }
  customers.set(id, moved)
  return moved
}

function searchText({ name, industry, city, owner }: Customer): string {
  return `${name} ${industry} ${city} ${owner}`.toLowerCase()
}

/** By id, in order of name; lives as long as the server. */
const customers = new Map<string, Customer>(sampleCustomers.map((customer) => [customer.id, customer]))
