/** `issuedOn` and `dueOn` are ISO dates, `amount` is in euros. */
export interface Invoice {
  readonly number: string
  readonly customer: string
  readonly issuedOn: string
  readonly dueOn: string
  readonly amount: number
  readonly status: 'paid' | 'open' | 'overdue'
}

/** All invoices, the newest first. */
export const invoices: readonly Invoice[] = [
  {
    number: '2026-0418',
    customer: 'Calder Precision',
    issuedOn: '2026-11-17',
    dueOn: '2026-12-17',
    amount: 20_125,
    status: 'open',
  },
  {
    number: '2026-0417',
    customer: 'Aldwych Freight',
    issuedOn: '2026-11-15',
    dueOn: '2026-12-15',
    amount: 15_333.33,
    status: 'open',
  },
  {
    number: '2026-0415',
    customer: 'Elmhurst Clinics',
    issuedOn: '2026-11-12',
    dueOn: '2026-12-12',
    amount: 13_200,
    status: 'open',
  },
  {
    number: '2026-0411',
    customer: 'Juniper Labs',
    issuedOn: '2026-11-02',
    dueOn: '2026-12-02',
    amount: 9_916.67,
    status: 'open',
  },
  {
    number: '2026-0402',
    customer: 'Granville Hotels',
    issuedOn: '2026-10-18',
    dueOn: '2026-11-17',
    amount: 7_300,
    status: 'overdue',
  },
  {
    number: '2026-0398',
    customer: 'Calder Precision',
    issuedOn: '2026-10-17',
    dueOn: '2026-11-16',
    amount: 20_125,
    status: 'paid',
  },
  {
    number: '2026-0397',
    customer: 'Aldwych Freight',
    issuedOn: '2026-10-15',
    dueOn: '2026-11-14',
    amount: 15_333.33,
    status: 'paid',
  },
  {
    number: '2026-0389',
    customer: 'Lindqvist Paper',
    issuedOn: '2026-10-05',
    dueOn: '2026-11-04',
    amount: 6_100,
    status: 'overdue',
  },
  {
    number: '2026-0384',
    customer: 'Elmhurst Clinics',
    issuedOn: '2026-10-12',
    dueOn: '2026-11-11',
    amount: 13_200,
    status: 'paid',
  },
  {
    number: '2026-0377',
    customer: 'Juniper Labs',
    issuedOn: '2026-10-02',
    dueOn: '2026-11-01',
    amount: 9_916.67,
    status: 'paid',
  },
]
