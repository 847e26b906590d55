const euros = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' })
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** 9916.67 → `€9,916.67` */
export function formatEuros(amount: number): string {
  return euros.format(amount)
}

/** `2026-11-17` → `Nov 17` */
export function formatDay(isoDate: string): string {
  return day.format(new Date(isoDate))
}
