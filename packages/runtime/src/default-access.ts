/**
 * What is visible until access is set: in development everything, with one warning; in production nothing that is gated.
 */
export function createDefaultAccess({
  isDev,
  warn = (message) => globalThis.console.warn(message),
}: {
  readonly isDev: () => boolean
  readonly warn?: (message: string) => void
}): (permission: string) => boolean {
  let isWarned = false
  return (permission) => {
    if (!isDev()) return false
    if (!isWarned)
      warn(
        `plugwright: no access is set, so everything is visible; in production ${permission} and all else that is gated would be hidden. Call registry.setAccess({ can }) before rendering.`,
      )
    isWarned = true
    return true
  }
}
