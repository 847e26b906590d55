// The same changes for every way to mount. A hand-mounted host has its navigation and its routes in its source.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writePlugin } from './generate-plugins.mjs'

/** Changes a file; the change must be one. */
export function edit(file, change) {
  const before = readFileSync(file, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`${file} stays as it is.`)
  writeFileSync(file, after)
}

/** Gives the nav entry of a plugin another label. */
export function renameNavEntry({ dir, mount, name, from, to }) {
  const files = { 'eager-glob': `plugins/${name}/plugin.json` }
  const file = isByHand(mount) ? 'src/main.tsx' : (files[mount] ?? `plugins/${name}/plugin.yaml`)
  const entry = new RegExp(`(label"?: ?"?)${from.replaceAll('.', '\\.')}(?=["',])`)
  edit(join(dir, file), (text) => text.replace(entry, `$1${to}`))
}

/** Writes one more plugin, and mounts it where that is by hand. */
export function addPlugin({ dir, mount, name, pages = 5 }) {
  writePlugin(join(dir, 'plugins', name), { name, manifest: mount === 'eager-glob' ? 'json' : 'yaml' })
  if (!isByHand(mount)) return
  const numbers = Array.from({ length: pages }, (_, number) => number)
  const imports = numbers.map(
    (number) =>
      `const ${name}_${number} = lazy(() => import('../plugins/${name}/frontend/src/pages/page${number}'))`,
  )
  const routes = numbers.map(
    (number) => `  { path: '/plugins/${name}/page${number}', Page: ${name}_${number} },`,
  )
  const nav = `  { label: 'Plugin ${name}', path: '/plugins/${name}/page0' },`
  edit(join(dir, 'src/main.tsx'), (text) =>
    text
      .replace('\nconst nav = [', `${imports.join('\n')}\n\nconst nav = [\n${nav}`)
      .replace('const routes = [', `const routes = [\n${routes.join('\n')}`),
  )
}

function isByHand(mount) {
  return mount.startsWith('by-hand')
}
