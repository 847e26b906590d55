import path from 'node:path'

/**
 * The file behind a source as esbuild names it: relative to its working folder, or with the namespace of a plugin
 * before an absolute path (`plugwright-url:/…/logo.png`).
 */
export function toSourceFile(source: string, workingDir: string): string {
  const scoped = /^plugwright-scoped:(.*)\/[^/]+$/.exec(source)?.[1]
  return path.resolve(workingDir, scoped ?? source.replace(/^[A-Za-z][\w-]+:(?=\/|[A-Za-z]:)/, ''))
}
