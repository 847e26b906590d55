import { pagePathOf } from '@plugwright/manifest'
import type { Component } from './component.ts'
import { segmentsOf } from './page-route.ts'

/** Where pages lie in a plugin's folder. */
export const PAGES_DIR = 'frontend/src/pages'

/**
 * The file of a page: `/customers/:id` → `frontend/src/pages/customers/[id].tsx`. Where no file name stands for the path, it
 * is a similar one, and the path is in the manifest: `/v1.0` → `frontend/src/pages/v1-0.tsx`.
 */
export function nameModule(path: string, extension: 'tsx' | 'jsx'): string {
  const segments = segmentsOf(path)
  const names = segments.map((segment) => {
    if (segment === '*') return '[...rest]'
    return segment.startsWith(':') ? `[${segment.slice(1)}]` : segment
  })
  const module = toModule(names.length === 0 ? ['index'] : names, extension)
  if (pagePathOf(module) === path && names.every((name) => /^(\[[.\w]+\]|[A-Za-z0-9][\w-]*)$/.test(name)))
    return module
  const safe = names.map((name) => name.replace(/[^\w[\].-]|(?<!\[\.*)\.|^_+/g, '-').replace(/^-+(?=.)/, ''))
  return toModule(
    safe.map((name) => (name === 'index' ? 'index-page' : name)),
    extension,
  )
}

function toModule(names: readonly string[], extension: string): string {
  return `${PAGES_DIR}/${names.join('/')}.${extension}`
}

/** The title of a page: as the route has it, else by the name of its component, else by its path. */
export function titleOf({
  title,
  component: { name, from },
  path,
  plugin,
}: {
  readonly title: string | undefined
  readonly component: Pick<Component, 'name' | 'from'>
  readonly path: string
  readonly plugin: string
}): string {
  if (title !== undefined && title.trim() !== '') return title.trim()
  const file = 'file' in from ? (from.file.split('/').at(-1) ?? '').replace(/\.[a-z]+$/, '') : ''
  const last = segmentsOf(path).findLast((segment) => !/^[:*]/.test(segment)) ?? plugin
  const candidates = [name, file, last].map((text) =>
    text.replace(/^Lazy(?=[A-Z])|(Page|View|Screen|Route|Lazy)$/g, ''),
  )
  return toWords(
    candidates.find((text) => /^[A-Za-z]{2}/.test(text) && !/^(index|it|component|lazy)$/i.test(text)) ??
      last,
  )
}

/** `customerDetail`, `customer-detail` → `Customer detail`; up to three letters are an abbreviation: `crm` → `CRM`. */
export function toWords(text: string): string {
  const words = text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_.\s]+/g, ' ')
    .trim()
  if (/^[a-z]{1,3}$/.test(words)) return words.toUpperCase()
  const [first = '', ...rest] = words.split(' ')
  const lower = rest.map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()))
  return [first.charAt(0).toUpperCase() + first.slice(1), ...lower].join(' ')
}
