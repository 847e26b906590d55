// Which files of a build have other names after one small edit: what browsers and caches must fetch again.
// node renames.mjs [sizes] [--mounts a,b]
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildHost } from './build-host.mjs'
import { addPlugin, edit, renameNavEntry } from './edit-host.mjs'
import { generateHost, hostDir, MOUNTS } from './generate-host.mjs'
import { navOf, toPluginName } from './generate-plugins.mjs'
import { readArguments } from './measure.mjs'
import { printTable } from './report.mjs'

const { sizes, mounts } = readArguments({
  sizes: '10,100',
  rounds: 1,
  mounts: MOUNTS.filter((mount) => mount !== 'federation'),
})

const rows = sizes.flatMap((plugins) => mounts.map((mount) => countRenames(mount, plugins)))
console.log('Counts, equal in every run: `index.html` is not among them.\n')
printTable(rows)

function countRenames(mount, plugins) {
  const dir = hostDir(`${mount}-renames`, plugins)
  generateHost({ dir, plugins, mount })
  const name = toPluginName(plugins >> 1)
  const plugin = join(dir, 'plugins', name)
  const page = join(plugin, 'frontend/src/pages/page1.tsx')
  // A stylesheet of one page, besides the one that all pages of a plugin share.
  writeFileSync(page.replace('.tsx', '.css'), '.page1 { color: red }\n')
  edit(page, (text) => `import './page1.css'\n${text}`)

  let known = listBuilt(dir)
  const count = () => {
    const before = known
    known = listBuilt(dir)
    return [...known].filter((file) => !before.has(file)).length
  }
  const files = known.size
  edit(page, (text) => text.replace('page 1', 'page one'))
  const afterPage = count()
  appendFileSync(page.replace('.tsx', '.css'), '.page1 b { color: blue }\n')
  const afterPageCss = count()
  appendFileSync(join(plugin, 'frontend/src/styles.css'), '.added { color: blue }\n')
  const afterPluginCss = count()
  renameNavEntry({ dir, mount, name, from: navOf(name).label, to: `Renamed ${name}` })
  const afterManifest = count()
  addPlugin({ dir, name: toPluginName(plugins), mount })
  return {
    plugins,
    mount,
    files,
    'page edited': afterPage,
    "page's CSS edited": afterPageCss,
    "plugin's CSS edited": afterPluginCss,
    'nav label edited': afterManifest,
    'plugin added': count(),
  }
}

function listBuilt(dir) {
  buildHost(dir)
  const found = readdirSync(join(dir, 'dist'), { recursive: true, withFileTypes: true })
  const names = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  return new Set(names.filter((name) => !name.endsWith('index.html')))
}
