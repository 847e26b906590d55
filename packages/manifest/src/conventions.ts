import type { PluginFiles } from './manifest.ts'

/** Folder whose files are pages. */
export const PAGES_DIR = 'frontend/src/pages'
/** Folder whose files are blocks. */
export const BLOCKS_DIR = 'frontend/src/blocks'
/** The two, and the folders around them, outermost first. */
export const CONVENTION_FOLDERS: readonly string[] = ['frontend', 'frontend/src', PAGES_DIR, BLOCKS_DIR]
/** Slot of a block that lies directly in {@link BLOCKS_DIR}. */
export const DEFAULT_SLOT = 'dashboard'

/** A page that a file is by its name. */
export interface PageFile {
  readonly module: string
  readonly path: string
}

/** A block that a file is by its name. */
export interface BlockFile {
  readonly module: string
  readonly slot: string
  readonly id: string
}

/**
 * The pages of a plugin by their file names below `frontend/src/pages/`:
 * `index.tsx` → `/`, `customers/[id].tsx` → `/customers/:id`, `docs/[...rest].tsx` → `/docs/*`. Case is kept.
 */
export function findPages(files: PluginFiles): readonly PageFile[] {
  return modulesBelow(PAGES_DIR, files).map((module) => ({ module, path: pagePathOf(module) }))
}

/**
 * The blocks of a plugin: `frontend/src/blocks/<slot>/<id>.tsx`, or `frontend/src/blocks/<id>.tsx` for the slot
 * `dashboard`. Files further down belong to the blocks and are none.
 */
export function findBlocks(files: PluginFiles): readonly BlockFile[] {
  return modulesBelow(BLOCKS_DIR, files).flatMap((module) => {
    const parts = module.slice(BLOCKS_DIR.length + 1).split('/')
    return parts.length > 2 ? [] : [{ module, ...blockNamesOf(module) }]
  })
}

/** The page path that a module's name stands for: below the pages folder, or as if it lay there. */
export function pagePathOf(module: string): string {
  const segments = withoutExtension(module.slice(PAGES_DIR.length + 1)).split('/')
  if (segments.at(-1) === 'index') segments.pop()
  return `/${segments.map(toPattern).join('/')}`
}

/** Slot and id that a block's module stands for: the folder and the name of the file. */
export function blockNamesOf(module: string): { slot: string; id: string } {
  const parts = module.startsWith(`${BLOCKS_DIR}/`) ? module.slice(BLOCKS_DIR.length + 1).split('/') : []
  const id = withoutExtension(module.slice(module.lastIndexOf('/') + 1))
  return { slot: parts.length === 2 ? (parts[0] ?? DEFAULT_SLOT) : DEFAULT_SLOT, id }
}

/** Tells whether a file below the pages folder is a page. */
export function isPageFile(module: string): boolean {
  return module.startsWith(`${PAGES_DIR}/`) && isFrontendModule(module.slice(PAGES_DIR.length + 1))
}

function modulesBelow(dir: string, files: PluginFiles): readonly string[] {
  return files
    .list(dir)
    .filter((file) => isFrontendModule(file.slice(dir.length + 1)) && files.stat(file) === 'file')
}

/** Not types, tests and stories, nor anything below a segment with a leading underscore. */
function isFrontendModule(path: string): boolean {
  if (!/\.(tsx|jsx|ts|js|vue|svelte)$/.test(path)) return false
  if (/\.(d|test|spec|stories)\.[a-z]+$/.test(path)) return false
  return !path.split('/').some((segment) => segment.startsWith('_'))
}

/** `[id]` → `:id`, `[...rest]` → `*`; what does not fit stays as it is, for the rule on page paths to refuse. */
function toPattern(segment: string): string {
  if (/^\[\.\.\.\w+\]$/.test(segment)) return '*'
  return segment.replace(/^\[(\w+)\]$/, ':$1')
}

function withoutExtension(path: string): string {
  return path.replace(/\.[a-z]+$/, '')
}
