/** A posting; `amount` is in euros, negative for money that leaves. */
export interface Posting {
  readonly on: string
  readonly account: string
  readonly text: string
  readonly amount: number
}

/** The postings of November, the oldest first. */
export const postings: readonly Posting[] = [
  { on: '2026-11-02', account: '4000 Revenue', text: 'Juniper Labs, invoice 2026-0377', amount: 9_916.67 },
  { on: '2026-11-03', account: '6300 Rent', text: 'Office Keizersgracht, November', amount: -8_450 },
  { on: '2026-11-05', account: '6500 Software', text: 'Cloud hosting, October usage', amount: -6_212.48 },
  { on: '2026-11-11', account: '4000 Revenue', text: 'Elmhurst Clinics, invoice 2026-0384', amount: 13_200 },
  { on: '2026-11-13', account: '6600 Travel', text: 'Site visit Kiruna, two people', amount: -1_984.1 },
  {
    on: '2026-11-14',
    account: '4000 Revenue',
    text: 'Aldwych Freight, invoice 2026-0397',
    amount: 15_333.33,
  },
  { on: '2026-11-16', account: '4000 Revenue', text: 'Calder Precision, invoice 2026-0398', amount: 20_125 },
  { on: '2026-11-18', account: '6100 Payroll', text: 'Advance on travel allowances', amount: -2_400 },
  { on: '2026-11-19', account: '6500 Software', text: 'Design tools, yearly plan', amount: -3_120 },
]
