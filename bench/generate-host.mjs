import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { formatFederatedHost, formatRemoteConfig } from './generate-federation.mjs'
import { navOf, pluginNames, writePlugin } from './generate-plugins.mjs'

/** Every way to mount the same plugins that is measured; the first is what the others are compared with. */
export const MOUNTS = ['by-hand', 'plugwright', 'plugwright-by-plugin', 'eager-glob', 'federation']

/** Module Federation builds each plugin by itself, with all that is shared: minutes at 100 plugins, hours at 500. */
export function isFeasible(mount, plugins) {
  return mount !== 'federation' || plugins <= 10
}

/** Where the generated host of a contestant is. */
export function hostDir(mount, plugins) {
  return join(import.meta.dirname, '.hosts', `${mount}-${plugins}`)
}

/**
 * Writes a host app with generated plugins, mounted in one of these ways:
 *
 * - `by-hand`: lazy routes of react-router in the host's source, one line per page
 * - `plugwright`, `plugwright-by-plugin`: `@plugwright/vite` with `chunks: 'page'` and `'plugin'`
 * - `eager-glob`: a merge made at home: `import.meta.glob` over the manifests, eagerly, and over the pages
 * - `federation`: `@module-federation/vite`, one remote per plugin
 */
export function generateHost({ dir, plugins, pages = 5, mount }) {
  rmSync(dir, { recursive: true, force: true })
  const write = (file, text) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true })
    writeFileSync(join(dir, file), text)
  }
  const names = pluginNames(plugins)
  write(
    'package.json',
    JSON.stringify({ name: 'bench-host', version: '1.0.0', private: true, type: 'module' }),
  )
  write(
    'index.html',
    '<!doctype html><link rel="icon" href="data:,"><title>bench</title><div id="root"></div><script type="module" src="/src/main.tsx"></script>',
  )
  for (const name of names)
    writePlugin(join(dir, 'plugins', name), {
      name,
      pages,
      manifest: mount === 'eager-glob' ? 'json' : 'yaml',
    })
  const host = formatHost(mount, { names, pages })
  for (const [file, text] of Object.entries(host)) write(file, text)
  if (mount === 'federation') {
    for (const name of names) {
      write(`plugins/${name}/vite.config.js`, formatRemoteConfig({ name, pages }))
      // A build needs an entry; what a remote is asked for is what it exposes.
      write(`plugins/${name}/main.ts`, 'export {}\n')
    }
  }
}

function formatHost(mount, { names, pages }) {
  switch (mount) {
    case 'plugwright':
      return formatMergedHost({ types: false })
    case 'plugwright-by-plugin':
      return formatMergedHost({ types: false, chunks: 'plugin' })
    case 'by-hand':
      return formatHandMountedHost({ names, pages })
    case 'eager-glob':
      return formatGlobHost()
    case 'federation':
      return formatFederatedHost({ names, pages, app: formatApp })
    default:
      throw new Error(`Nobody mounts plugins by ${mount}.`)
  }
}

function formatMergedHost(options) {
  return {
    'vite.config.js': `import react from '@vitejs/plugin-react'
import { plugwright } from '@plugwright/vite'
export default { plugins: [react(), plugwright(${JSON.stringify(options)})], logLevel: 'warn' }
`,
    'src/main.tsx': `import { createRoot } from 'react-dom/client'
import { BrowserRouter, Link, Route, Routes, useNavigate } from 'react-router'
import { PluginNav, PluginProvider } from '@plugwright/react'
import { PluginRoutes } from '@plugwright/react/react-router'
import { registry } from 'virtual:plugwright'

function App() {
  const navigate = useNavigate()
  return (
    <PluginProvider registry={registry} navigate={navigate}>
      <Link to="/">home</Link>
      <PluginNav />
      <Routes>
        <Route path="/" element={<p>home</p>} />
        <Route path="plugins/*" element={<PluginRoutes />} />
      </Routes>
    </PluginProvider>
  )
}
registry.setAccess({ can: () => true })
createRoot(document.getElementById('root')!).render(<BrowserRouter><App /></BrowserRouter>)
`,
  }
}

const plainConfig = `import react from '@vitejs/plugin-react'
export default { plugins: [react()], logLevel: 'warn', experimental: { bundledDev: process.env.BENCH_BUNDLED_DEV === '1' } }
`

function formatHandMountedHost({ names, pages }) {
  return { 'vite.config.js': plainConfig, 'src/main.tsx': formatApp({ names, pages, load: importPage }) }
}

function importPage(name, number) {
  return `import('../plugins/${name}/frontend/src/pages/page${number}')`
}

/** An app with one lazy route per page; `load` writes its import. */
function formatApp({ names, pages, load }) {
  const routes = names.flatMap((name) =>
    Array.from({ length: pages }, (_, number) => ({ name, number, id: `${name}_${number}` })),
  )
  const nav = names.map((name) => ({ ...navOf(name), path: `/plugins${navOf(name).path}` }))
  return `import { lazy, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter, Link, NavLink, Route, Routes } from 'react-router'

${routes.map(({ id, name, number }) => `const ${id} = lazy(() => ${load(name, number)})`).join('\n')}

const nav = [
${nav.map((entry) => `  ${JSON.stringify(entry)},`).join('\n')}
]
const routes = [
${routes.map(({ id, name, number }) => `  { path: '/plugins/${name}/page${number}', Page: ${id} },`).join('\n')}
]
${appTail}`
}

const appTail = `
function App() {
  return (
    <>
      <Link to="/">home</Link>
      <nav>{nav.map((entry) => <NavLink key={entry.path} to={entry.path}>{entry.label}</NavLink>)}</nav>
      <Suspense fallback="loading">
        <Routes>
          <Route path="/" element={<p>home</p>} />
          {routes.map(({ path, Page }) => <Route key={path} path={path} element={<Page />} />)}
        </Routes>
      </Suspense>
    </>
  )
}
createRoot(document.getElementById('root')!).render(<BrowserRouter><App /></BrowserRouter>)
`

function formatGlobHost() {
  return {
    'vite.config.js': plainConfig,
    'src/main.tsx': `import { lazy, Suspense } from 'react'
import type { ComponentType } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter, Link, NavLink, Route, Routes } from 'react-router'

type Manifest = { name: string; nav: { label: string; path: string }[] }
const manifests = Object.values(import.meta.glob<Manifest>('../plugins/*/plugin.json', { eager: true, import: 'default' }))
const pages = import.meta.glob<{ default: ComponentType }>('../plugins/*/frontend/src/pages/*.tsx')
const nav = manifests.flatMap((manifest) => manifest.nav.map((entry) => ({ ...entry, path: '/plugins' + entry.path })))
const routes = Object.entries(pages).map(([file, load]) => {
  const [, plugin, page] = /plugins\\/([^/]+)\\/.*\\/(\\w+)\\.tsx$/.exec(file)!
  return { path: '/plugins/' + plugin + '/' + page, Page: lazy(load) }
})
${appTail}`,
  }
}
