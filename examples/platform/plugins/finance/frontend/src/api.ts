import type { Invoice } from '../../backend/services/invoices.ts'
import type { Posting } from '../../backend/services/ledger.ts'

/** Reads invoices, all or those of one status. */
export function loadInvoices(status?: Invoice['status']): Promise<Invoice[]> {
  return read(status === undefined ? '/invoices' : `/invoices?status=${status}`)
}

/** Reads the postings of this month. */
export function loadPostings(signal?: AbortSignal): Promise<Posting[]> {
  return read('/ledger', signal)
}

async function read<Value>(path: string, signal?: AbortSignal): Promise<Value> {
  const response = await fetch(`/api/finance${path}`, signal ? { signal } : {})
  if (!response.ok) throw new Error(`The server answered ${response.status} to GET /api/finance${path}.`)
  return (await response.json()) as Value
}
