/** Lists the scripts that this document has loaded or preloaded, by whole addresses, without those that the server did not have. */
export function listLoadedFiles(): ReadonlySet<string> {
  const elements = document.querySelectorAll<HTMLScriptElement | HTMLLinkElement>(
    'script[type=module][src], link[rel=modulepreload]',
  )
  const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
  const files = new Set([
    ...[...elements].map((element) => ('src' in element ? element.src : element.href)),
    ...resources.map(({ name }) => name),
  ])
  for (const { name, responseStatus } of resources) if (responseStatus >= 400) files.delete(name)
  return files
}
