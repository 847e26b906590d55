import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createLineIndex } from '@plugwright/diagnostics'
import type { Diagnostic, Place } from '@plugwright/diagnostics'
import { bundleSourceUrl, bundleUnresolved, isInstalled, toSlashes } from '@plugwright/pack/bundling'
import type { Loader, Plugin, PluginBuild } from 'esbuild'
import { frontendNeedsVite } from '../diagnostics.ts'
import { toMessage } from '../esbuild-messages.ts'
import type { BundleSession } from '../session.ts'
import { emitAsset } from '../session.ts'
import { COMPILED } from './assets.ts'
import { readImportMetaUse } from './import-meta-use.ts'
import type { ImportMetaUse } from './import-meta-use.ts'

/** What `import.meta.env` has in a package: the same as in a production build by Vite. */
const ENV = { DEV: false, PROD: true, MODE: 'production' }

/** The same as values for esbuild's `define`. */
export const IMPORT_META_DEFINES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ENV).map(([key, value]) => [`import.meta.env.${key}`, JSON.stringify(value)]),
)

/** What the standards put on `import.meta`. */
const STANDARD = new Set<string | undefined>([undefined, 'url', 'resolve'])

/**
 * `import.meta` beyond what esbuild does itself: `new URL('./file', import.meta.url)` emits the file, a module's own
 * place is made known to CommonJS, and what only Vite understands is reported.
 */
export function importMeta(session: BundleSession): Plugin {
  return {
    name: 'plugwright-import-meta',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, async ({ path: file }) => {
        const source = await readFile(file, 'utf8')
        if (!source.includes('import.meta')) return undefined
        const loader = path.extname(file).replace(/^\.[cm]?/, '') as Loader
        const offsets = await findImportMeta(build, source, loader)
        const edits: Edit[] = []
        const problems: Diagnostic[] = []
        for (const offset of offsets) {
          const use = readImportMetaUse(source, offset)
          const place = { file: toSlashes(file), span: createLineIndex(source).spanOf(offset, use.textEnd) }
          const result = await applyUse({ file, use, place }, session)
          if (Array.isArray(result)) edits.push(...result)
          else problems.push(result)
        }
        return { contents: applyEdits(source, edits), loader, errors: problems.map(toMessage) }
      })
    },
  }
}

/**
 * The UTF-16 offsets of every `import.meta` in the code, not in comments, strings or JSX text. esbuild's own parser
 * finds them: compiling to CommonJS, it warns at each one that it does not replace. Empty where the source does
 * not parse; the build itself reports that.
 */
async function findImportMeta(build: PluginBuild, source: string, loader: Loader): Promise<number[]> {
  const { warnings } = await build.esbuild
    .transform(source, {
      loader,
      format: 'cjs',
      define: IMPORT_META_DEFINES,
      jsx: 'automatic',
      tsconfigRaw: {},
      logLevel: 'silent',
      logLimit: 0,
    })
    .catch(() => ({ warnings: [] }))
  const lineEnds = source.matchAll(/\r\n|[\n\r\u2028\u2029]/g)
  const lineStarts = [0, ...Array.from(lineEnds, (end) => end.index + end[0].length)]
  return warnings.flatMap(({ id, location }) => {
    if (id !== 'empty-import-meta' || location === null) return []
    const before = Buffer.from(location.lineText).subarray(0, location.column).toString()
    return [(lineStarts[location.line - 1] ?? 0) + before.length]
  })
}

interface UseInFile {
  readonly file: string
  readonly use: ImportMetaUse
  readonly place: Place
}

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** What has to change in the source for one use, or the problem with it. */
async function applyUse(
  { file, use, place }: UseInFile,
  session: BundleSession,
): Promise<Edit[] | Diagnostic> {
  const own = !isInstalled(file, session.realDir)
  if (session.isFrontend && own) {
    if (!STANDARD.has(use.property)) return frontendNeedsVite(use.text, place)
    if (use.url === 'computed') {
      return frontendNeedsVite('A new URL(…, import.meta.url) with a computed path', place)
    }
  }
  const edits = replaceProperty(use, session)
  if (typeof use.url !== 'object') return edits
  const target = path.resolve(path.dirname(file), use.url.specifier)
  const stats = statSync(target, { throwIfNoEntry: false })
  if (stats === undefined && own) {
    return bundleUnresolved(use.url.specifier, { ...place, hint: 'there is no such file.' })
  }
  if (stats?.isFile() !== true) return edits
  const { specifier, isWorker } = use.url
  if (session.isFrontend && (isWorker || COMPILED.test(specifier))) {
    return frontendNeedsVite(`${isWorker ? 'A worker' : 'A source'} in new URL(…, import.meta.url)`, place)
  }
  if (COMPILED.test(specifier)) return bundleSourceUrl(specifier, place)
  return [...edits, { ...use.url.literal, text: JSON.stringify(await emitAsset(session, target)) }]
}

function replaceProperty(
  { start, end, property }: ImportMetaUse,
  { isFrontend, request }: BundleSession,
): Edit[] {
  if (isFrontend && property === 'env') return [{ start, end, text: `(${JSON.stringify(ENV)})` }]
  if (request.shape !== 'server-cjs') return []
  const text = property === undefined ? undefined : COMMONJS_PLACES.get(property)
  return text === undefined ? [] : [{ start, end, text }]
}

/** A module's own place in CommonJS. */
const COMMONJS_PLACES = new Map([
  ['url', 'require("node:url").pathToFileURL(__filename).href'],
  ['filename', '__filename'],
  ['dirname', '__dirname'],
])

function applyEdits(source: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (text, { start, end, text: replacement }) => text.slice(0, start) + replacement + text.slice(end),
      source,
    )
}
