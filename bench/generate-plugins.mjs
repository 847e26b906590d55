import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createRandom, toWord } from './random.mjs'

/** `p000`, `p001`, … */
export function pluginNames(count) {
  return Array.from({ length: count }, (_, index) => toPluginName(index))
}

export function toPluginName(index) {
  return `p${String(index).padStart(3, '0')}`
}

/** Writes only plugin folders, for discovery. */
export function generatePlugins({ dir, plugins, pages = 5 }) {
  rmSync(dir, { recursive: true, force: true })
  for (const name of pluginNames(plugins)) writePlugin(join(dir, name), { name, pages })
}

/** What the navigation says about a plugin: the same for every way to mount it. */
export function navOf(name) {
  return { label: `Plugin ${name}`, path: `/${name}/page0`, icon: 'box', permission: `${name}.read` }
}

/**
 * Writes one plugin: 5 lazy TSX pages, a table component, a lib, a stylesheet and a manifest. The words in it come from a seed
 * that is its name, so that the same plugin has the same bytes on every machine and compresses as plugins do, which are not
 * copies of each other.
 */
export function writePlugin(dir, { name, pages = 5, manifest = 'yaml' }) {
  const write = (file, text) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true })
    writeFileSync(join(dir, file), text)
  }
  const random = createRandom([...name].reduce((seed, letter) => seed * 31 + letter.charCodeAt(0), 7))
  const sentence = () => Array.from({ length: 12 }, () => toWord(random)).join(' ')
  write(...(manifest === 'yaml' ? toYaml(name) : toJson(name)))
  write('frontend/src/lib.ts', toLib(name))
  write(
    'frontend/src/styles.css',
    `.${name}-table { border-collapse: collapse }\n.${name}-table td { padding: 4px }\n`,
  )
  write('frontend/src/table.tsx', toTable(name))
  for (let number = 0; number < pages; number++)
    write(`frontend/src/pages/page${number}.tsx`, toPage(name, number, sentence()))
}

function toYaml(name) {
  const { label, path, icon, permission } = navOf(name)
  const lines = [
    `name: ${name}`,
    'version: 0.1.0',
    `display_name: Plugin ${name}`,
    `permissions: [${permission}]`,
    'nav:',
    `  - { label: ${label}, path: ${path}, icon: ${icon}, permission: ${permission} }`,
    '',
  ]
  return ['plugin.yaml', lines.join('\n')]
}

function toJson(name) {
  return ['plugin.json', JSON.stringify({ name, version: '0.1.0', nav: [navOf(name)] }, null, 2)]
}

function toLib(name) {
  return `export const rows = (n: number) => Array.from({ length: n }, (_, i) => ({ id: i, label: '${name} row ' + i }))\n`
}

function toTable(name) {
  return `import './styles.css'

export function Table({ rows }: { rows: { id: number; label: string }[] }) {
  return <table className="${name}-table"><tbody>{rows.map((r) => <tr key={r.id}><td>{r.id}</td><td>{r.label}</td></tr>)}</tbody></table>
}
`
}

function toPage(name, number, sentence) {
  return `import { useState } from 'react'
import { rows } from '../lib'
import { Table } from '../table'

export default function Page${number}() {
  const [count, setCount] = useState(${number})
  return <section><h1>${name} page ${number}</h1><p>${sentence}</p><button onClick={() => setCount(count + 1)}>{count}</button><Table rows={rows(${number + 3})} /></section>
}
`
}
