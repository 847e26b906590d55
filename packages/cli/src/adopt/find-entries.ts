import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PluginError } from '@plugwright/diagnostics'
import { noEntry, noSuchEntry } from './diagnostics.ts'
import { toSlashes } from './module-graph.ts'

/**
 * The files that the app begins with: those given, else the module scripts of its index.html, absolute.
 * Throws `ADOPT_NO_ENTRY`.
 */
export function findEntries(root: string, given: readonly string[]): readonly string[] {
  const missing = given.filter((entry) => !isFile(resolve(root, entry)))
  if (missing.length > 0) throw new PluginError(missing.map((entry) => noSuchEntry(entry)))
  if (given.length > 0) return given.map((entry) => toSlashes(resolve(root, entry)))
  const page = join(root, 'index.html')
  const scripts = isFile(page) ? listScripts(readFileSync(page, 'utf8')) : []
  const found = scripts.map((script) => join(root, script.replace(/[?#].*$/, ''))).filter(isFile)
  if (found.length === 0) throw new PluginError([noEntry(toSlashes(page))])
  return found.map(toSlashes)
}

/** `<script type="module" src="/src/main.tsx">` → `/src/main.tsx` */
function listScripts(html: string): readonly string[] {
  return [...html.matchAll(/<script\b[^>]*>/gi)].flatMap(([tag]) => {
    const source = /\bsrc\s*=\s*["']?([^"'\s>]+)/i.exec(tag)?.[1]
    return /\btype\s*=\s*["']?module\b/i.test(tag) && source !== undefined ? [source] : []
  })
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
