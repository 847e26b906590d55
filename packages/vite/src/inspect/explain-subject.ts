import type { InspectedPlugin, Inspection } from './inspection.ts'

/** What is to be explained. */
export interface Subject {
  readonly kind: 'plugin' | 'page'
  readonly name: string
  /** The plugin of that name that counts; for a folder, the one in it. */
  readonly plugin: InspectedPlugin | undefined
  /** For a page: inside the plugin, `/` at least. */
  readonly path?: string
  /** For a page: below Vite's `base`. */
  readonly address?: string
}

/** Finds the plugin or page that is meant; `host` for addresses that are no plugin's. */
export function findSubject(inspection: Inspection, subject: string): Subject | { readonly kind: 'host' } {
  const text = subject.trim()
  const inFolder = inspection.plugins.find(({ dir, place }) => dir === text || place === text)
  if (inFolder !== undefined) return { kind: 'plugin', name: inFolder.name, plugin: inFolder }
  if (!text.includes('/')) return { kind: 'plugin', name: text, plugin: findUsed(inspection, text) }

  const { base, routeBase } = inspection.host
  const segments = segmentsOf(text)
  const below = dropStart(segments, segmentsOf(base))
  const inside = dropStart(below, segmentsOf(routeBase))
  const [name, ...rest] = inside
  // A nav entry may say `/crm/customers` for `/plugins/crm/customers`.
  const isPlugins = inside.length < below.length || inspection.plugins.some((plugin) => plugin.name === name)
  if (name === undefined || !isPlugins) return { kind: 'host' }
  const path = `/${rest.join('/')}`
  return {
    kind: 'page',
    name,
    plugin: findUsed(inspection, name),
    path,
    address: `${routeBase}/${name}${path === '/' ? '' : path}`,
  }
}

function findUsed({ plugins }: Inspection, name: string): InspectedPlugin | undefined {
  return plugins.find((plugin) => plugin.name === name && plugin.state !== 'shadowed')
}

/** `http://localhost:5173/plugins/crm?x#y` → `plugins`, `crm` */
function segmentsOf(text: string): readonly string[] {
  const path = text.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/s, '')
  return path.split('/').filter((segment) => segment !== '')
}

/** The segments after a common start; all of them where they start differently. */
function dropStart(segments: readonly string[], start: readonly string[]): readonly string[] {
  return start.every((segment, index) => segments[index] === segment)
    ? segments.slice(start.length)
    : segments
}
