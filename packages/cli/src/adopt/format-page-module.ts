import { relative } from 'node:path'
import type { Component } from './component.ts'
import { toSlashes } from './module-graph.ts'
import type { PagePlan } from './plan-pages.ts'

/**
 * The text of a page's module: the host's own module under another name, with the layouts and other components that stood
 * around the route. `dir` is the folder of the module, absolute.
 */
export function formatPageModule({ use, wrappers }: PagePlan, dir: string): string {
  const { component, attributes } = use
  if (wrappers.length === 0 && attributes === '') {
    const what = component.exportName === 'default' ? 'default' : `${component.exportName} as default`
    return `export { ${what} } from ${quote(specifierOf(component, dir))}\n`
  }
  const components = [...wrappers.map((wrapper) => wrapper.use.component), component]
  const names = nameAll(components)
  const pageName = names.get(keyOf(component)) ?? component.name
  let lines: readonly string[] = [`<${pageName}${attributes} />`]
  for (const { use: outer, kind, at } of wrappers.toReversed()) {
    const name = names.get(keyOf(outer.component)) ?? outer.component.name
    const where = at === '/' ? '' : ` at="${at}"`
    const [open, close] =
      kind === 'layout'
        ? [`<PageLayout layout={<${name}${outer.attributes} />}${where}>`, '</PageLayout>']
        : [`<${name}${outer.attributes}>`, `</${name}>`]
    lines = [open, ...lines.map((line) => `  ${line}`), close]
  }
  const layout = wrappers.some(({ kind }) => kind === 'layout')
  const imports = [
    ...(layout ? [`import { PageLayout } from '@plugwright/react/react-router'`] : []),
    ...[...new Map(components.map((item) => [keyOf(item), item])).values()].map((item) =>
      formatImport(item, names.get(keyOf(item)) ?? item.name, dir),
    ),
  ]
  const body =
    lines.length === 1
      ? [`  return ${lines[0]}`]
      : ['  return (', ...lines.map((line) => `    ${line}`), '  )']
  const ownName = pageName.endsWith('Page') ? `${pageName}Module` : `${pageName}Page`
  return `${imports.join('\n')}\n\nexport default function ${ownName}() {\n${body.join('\n')}\n}\n`
}

function formatImport(component: Component, name: string, dir: string): string {
  const { exportName } = component
  const named = exportName === name ? `{ ${name} }` : `{ ${exportName} as ${name} }`
  return `import ${exportName === 'default' ? name : named} from ${quote(specifierOf(component, dir))}`
}

/** A name for each component that no other one has. */
function nameAll(components: readonly Component[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const used = new Set(['PageLayout'])
  for (const component of components) {
    const key = keyOf(component)
    if (names.has(key)) continue
    const wanted = /^[A-Z]/.test(component.name) ? component.name : toComponentName(component.name)
    let name = wanted
    for (let count = 2; used.has(name); count++) name = `${wanted}${count}`
    names.set(key, name)
    used.add(name)
  }
  return names
}

/** `customer-list` → `CustomerList` */
function toComponentName(text: string): string {
  const name = text.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9]?)/g, (_, letter: string) => letter.toUpperCase())
  return /^[A-Z]/.test(name) ? name : `Page${name}`
}

function keyOf({ from, exportName }: Component): string {
  return `${'file' in from ? from.file : from.package} ${exportName}`
}

function specifierOf({ from }: Component, dir: string): string {
  if (!('file' in from)) return from.package
  const path = toSlashes(relative(dir, from.file)).replace(/\.[cm]?[jt]sx?$/, '')
  return path.startsWith('.') ? path : `./${path}`
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
