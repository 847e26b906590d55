const euros = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 })
const day = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** 184000 → `€184,000` */
export function formatEuros(amount: number): string {
  return euros.format(amount)
}

/** `2026-12-31` → `Dec 31, 2026` */
export function formatDay(isoDate: string): string {
  return day.format(new Date(isoDate))
}
