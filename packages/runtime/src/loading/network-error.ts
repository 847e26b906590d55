/**
 * Whether an import or the stylesheet of a page could not be fetched, in contrast to code that threw. The messages are those of
 * Chromium, Firefox, Safari, and of Vite for stylesheets.
 */
export function isNetworkError(error: unknown): boolean {
  return /^(?:Failed to fetch|error loading) dynamically imported module|^Importing a module script failed|^Unable to preload CSS/i.test(
    messageOf(error),
  )
}

/** The address that could not be fetched. Safari does not tell. */
export function addressOf(error: unknown): string | undefined {
  return /\bhttps?:\/\/\S+$/.exec(messageOf(error))?.[0]
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}
