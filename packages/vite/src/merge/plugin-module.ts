import { posix } from 'node:path'
import type { Manifest } from '@plugwright/manifest'
import type { PageRecord } from '@plugwright/runtime'
import type { ForeignModules } from './frameworks.ts'
import { toSlashes } from './owners.ts'
import { compact } from './registry-records.ts'
import type { MergedPlugin } from './registry-records.ts'
import { toSource } from './source-text.ts'

/**
 * Writes `virtual:plugwright/plugin/<name>`: the pages, blocks and setup of one plugin, each with the import of its file.
 * In development it accepts itself and each of these files, so that a change of theirs never reaches the host.
 */
export function formatPluginModule(
  plugin: MergedPlugin,
  { dev, root, foreign }: { readonly dev: boolean; readonly root: string; readonly foreign: ForeignModules },
): string {
  const { manifest } = plugin
  const isShown = (module: string): boolean => !foreign.withoutAdapter.has(module)
  const fileOf = (module: string): string => toSource(toFile(plugin, module))
  const load = (module: string): string =>
    isShown(module) ? `() => import(${fileOf(module)})${dev ? '.catch(failed)' : ''}` : NEVER_LOADED

  const pages = manifest.pages.map((page) => withLoader(toPageRecord(page), load(page.module)))
  const blocks = manifest.blocks.map((block) => `${toSource(toBlockKey(block))}: ${load(block.module)}`)
  const setup = setupOf(manifest)
  const lines = [`export const pages = [${pages.join(', ')}]`]
  if (blocks.length > 0) lines.push(`export const blocks = { ${blocks.join(', ')} }`)
  if (setup !== undefined) lines.push(`export const setup = ${load(setup)}`)
  if (manifest.i18n?.includes(LOCALE) === true)
    lines.push(formatMessages(plugin, { root, i18n: manifest.i18n }))
  lines.push(...foreign.lines)
  // A file of a build may hold the second levels of several plugins.
  if (!dev) return [`export const name = ${toSource(manifest.name)}`, ...lines].join('\n')

  return [
    `import { createHotPlugin } from '@plugwright/runtime/hot'`,
    ...lines,
    'export const hot = createHotPlugin(import.meta.hot.data)',
    'function failed(error) {',
    `  import.meta.hot.send('plugwright:failed', { plugin: ${toSource(manifest.name)} })`,
    '  throw error',
    '}',
    'import.meta.hot.accept((next) => hot.replace(next))',
    ...listUpdates(manifest)
      .filter(([, module]) => isShown(module))
      .map(
        ([key, module]) =>
          `import.meta.hot.accept(${fileOf(module)}, (next) => hot.update(${toSource(key)}, next))`,
      ),
  ].join('\n')
}

const LOCALE = '{locale}'

/** Vite finds the files, also those that come later. Patterns of virtual modules begin at the root. */
function formatMessages(
  plugin: MergedPlugin,
  { root, i18n }: { readonly root: string; readonly i18n: string },
): string {
  const path = posix.relative(toSlashes(root), toFile(plugin, i18n)).split(LOCALE)
  const glob = `/${path.map(escapeGlob).join('*')}`
  return `export const messages = { pattern: ${toSource(i18n)}, files: import.meta.glob(${toSource(glob)}, { import: 'default' }) }`
}

function escapeGlob(text: string): string {
  return text.replaceAll(/[*?[\]{}()!@+|\\]/g, '\\$&')
}

/** The loader of what has no adapter: the registry asks for that first. */
const NEVER_LOADED = 'async () => ({})'

/** The files that a plugin's second level imports, relative to the plugin. */
export function listModules(manifest: Manifest): readonly string[] {
  return [...new Set(listUpdates(manifest).map(([, module]) => module))]
}

/** The absolute path of a plugin's file as Vite writes it. */
export function toFile({ realDir }: MergedPlugin, module: string): string {
  return `${toSlashes(realDir)}/${module}`
}

/** A block's name inside its plugin: `dashboard/pipeline`. */
export function toBlockKey(block: { readonly slot: string; readonly id: string }): string {
  return `${block.slot}/${block.id}`
}

/** The file with `setup`; an entry that is itself the page `/*` is none. */
export function setupOf({ frontend_entry: entry, pages }: Manifest): string | undefined {
  return pages.some((page) => page.module === entry) ? undefined : entry
}

/** The key of each page, block and setup in updates, and the file that it is about. */
export function listUpdates(manifest: Manifest): [key: string, module: string][] {
  const setup = setupOf(manifest)
  return [
    ...new Map(manifest.pages.map(({ module }) => [module, module])),
    ...manifest.blocks.map((block): [string, string] => [toBlockKey(block), block.module]),
    ...(setup === undefined ? [] : [['setup', setup] satisfies [string, string]]),
  ]
}

function toPageRecord(page: Manifest['pages'][number]): Omit<PageRecord, 'load'> {
  return compact({
    module: page.module,
    path: page.path,
    title: page.title,
    permission: page.permission ?? undefined,
    layout: page.layout,
  })
}

function withLoader(record: object, load: string): string {
  return `{ ${toSource(record).slice(1, -1)}, load: ${load} }`
}
