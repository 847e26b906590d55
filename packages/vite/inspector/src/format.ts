/** `1 page`, `3 pages` */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `812 B`, `12.4 kB`, `1.2 MB`; an em dash for nothing. */
export function formatBytes(bytes: number | undefined): string {
  if (bytes === undefined || bytes === 0) return '–'
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

/** `0.4 ms`, `38 ms`, `1.20 s` */
export function formatMs(ms: number | undefined): string {
  if (ms === undefined) return '–'
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`
}

/** Whether all words of a query are somewhere in the texts. */
export function matchesQuery(query: string, texts: readonly (string | undefined | null)[]): boolean {
  const all = texts.join(' ').toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}
