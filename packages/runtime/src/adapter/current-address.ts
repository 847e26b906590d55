/** Where the browser is, without the host's `base`; `/` where there is no browser. */
export function currentPathname(base: string): string {
  const pathname = globalThis.location?.pathname ?? '/'
  return pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname
}

/** The query of the browser's address; none for a host that names its own pathname. */
export function currentSearch({ pathname }: { readonly pathname?: string | undefined }): string {
  return pathname === undefined ? (globalThis.location?.search ?? '') : ''
}
