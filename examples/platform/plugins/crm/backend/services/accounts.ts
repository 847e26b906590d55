/** A contract with a customer; `renewsOn` is an ISO date, `annualValue` in euros. */
export interface Account {
  readonly id: string
  readonly customer: string
  readonly customerId: string
  readonly plan: 'Core' | 'Plus' | 'Enterprise'
  readonly seats: number
  readonly seatsUsed: number
  readonly annualValue: number
  readonly renewsOn: string
  readonly health: 'good' | 'watch' | 'at risk'
}

/** All contracts, the next renewal first. */
export const accounts: readonly Account[] = [
  {
    id: 'A-1042',
    customer: 'Lindqvist Paper',
    customerId: 'lindqvist-paper',
    plan: 'Core',
    seats: 60,
    seatsUsed: 31,
    annualValue: 73_200,
    renewsOn: '2026-12-01',
    health: 'at risk',
  },
  {
    id: 'A-1017',
    customer: 'Aldwych Freight',
    customerId: 'aldwych-freight',
    plan: 'Plus',
    seats: 140,
    seatsUsed: 133,
    annualValue: 184_000,
    renewsOn: '2026-12-31',
    health: 'good',
  },
  {
    id: 'A-1058',
    customer: 'Juniper Labs',
    customerId: 'juniper-labs',
    plan: 'Plus',
    seats: 80,
    seatsUsed: 71,
    annualValue: 119_000,
    renewsOn: '2027-01-15',
    health: 'good',
  },
  {
    id: 'A-1033',
    customer: 'Granville Hotels',
    customerId: 'granville-hotels',
    plan: 'Core',
    seats: 75,
    seatsUsed: 52,
    annualValue: 87_600,
    renewsOn: '2027-02-28',
    health: 'watch',
  },
  {
    id: 'A-1009',
    customer: 'Elmhurst Clinics',
    customerId: 'elmhurst-clinics',
    plan: 'Enterprise',
    seats: 120,
    seatsUsed: 112,
    annualValue: 158_400,
    renewsOn: '2027-04-30',
    health: 'good',
  },
  {
    id: 'A-1021',
    customer: 'Calder Precision',
    customerId: 'calder-precision',
    plan: 'Enterprise',
    seats: 180,
    seatsUsed: 178,
    annualValue: 241_500,
    renewsOn: '2027-06-30',
    health: 'good',
  },
]
