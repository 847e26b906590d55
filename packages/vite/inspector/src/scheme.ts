/** Light or dark; `system` follows the system. */
export type Scheme = 'system' | 'light' | 'dark'

const KEY = 'plugwright-inspector-scheme'

/** The scheme that was chosen here before. */
export function readScheme(): Scheme {
  const stored = localStorage.getItem(KEY)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

/** Applies a scheme and keeps it for the next time. */
export function setScheme(scheme: Scheme): void {
  if (scheme === 'system') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, scheme)
  document.documentElement.dataset['scheme'] = scheme
}

/** Applies the scheme that was chosen before. */
export function followScheme(): void {
  document.documentElement.dataset['scheme'] = readScheme()
}
