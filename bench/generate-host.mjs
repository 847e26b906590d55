import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Writes a host app with generated plugins: per plugin 5 lazy TSX pages, a table component, a lib, CSS and a manifest.
 *
 * The same pages are mounted either by `@plugwright/vite` (`mount: 'plugwright'`) or by hand, as lazy routes of
 * react-router in the host's source (`mount: 'by-hand'`).
 */
export function generateHost({ dir, plugins, pages = 5, mount }) {
  rmSync(dir, { recursive: true, force: true })
  const write = (file, text) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true })
    writeFileSync(join(dir, file), text)
  }
  const names = Array.from({ length: plugins }, (_, index) => `p${String(index).padStart(3, '0')}`)
  write(
    'package.json',
    JSON.stringify({ name: 'bench-host', version: '1.0.0', private: true, type: 'module' }),
  )
  write(
    'index.html',
    '<!doctype html><title>bench</title><div id="root"></div><script type="module" src="/src/main.tsx"></script>',
  )
  for (const name of names) writePlugin({ write, name, pages })
  if (mount === 'plugwright') writeMergedHost(write)
  else writeHandMountedHost({ write, names, pages })
}

/** Writes only plugin folders, for discovery. */
export function generatePlugins({ dir, plugins, pages = 5 }) {
  rmSync(dir, { recursive: true, force: true })
  for (let index = 0; index < plugins; index++) {
    const write = (file, text) => {
      mkdirSync(dirname(join(dir, file)), { recursive: true })
      writeFileSync(join(dir, file), text)
    }
    writePlugin({
      write: (file, text) => write(file.replace(/^plugins\//, ''), text),
      name: `p${String(index).padStart(3, '0')}`,
      pages,
    })
  }
}

function writePlugin({ write, name, pages }) {
  const numbers = Array.from({ length: pages }, (_, index) => index)
  write(
    `plugins/${name}/plugin.yaml`,
    [
      `name: ${name}`,
      'version: 0.1.0',
      `display_name: Plugin ${name}`,
      `permissions: [${name}.read]`,
      'nav:',
      `  - { label: Plugin ${name}, path: /${name}/page0, icon: box, permission: ${name}.read }`,
      '',
    ].join('\n'),
  )
  const base = `plugins/${name}/frontend/src`
  write(
    `${base}/lib.ts`,
    `export const rows = (n: number) => Array.from({ length: n }, (_, i) => ({ id: i, label: '${name} row ' + i }))\n`,
  )
  write(
    `${base}/styles.css`,
    `.${name}-table { border-collapse: collapse }\n.${name}-table td { padding: 4px }\n`,
  )
  write(
    `${base}/table.tsx`,
    `import './styles.css'\nexport function Table({ rows }: { rows: { id: number; label: string }[] }) {\n  return <table className="${name}-table"><tbody>{rows.map((r) => <tr key={r.id}><td>{r.id}</td><td>{r.label}</td></tr>)}</tbody></table>\n}\n`,
  )
  for (const number of numbers) {
    write(
      `${base}/pages/page${number}.tsx`,
      `import { useState } from 'react'\nimport { rows } from '../lib'\nimport { Table } from '../table'\n\nexport default function Page${number}() {\n  const [count, setCount] = useState(${number})\n  return <section><h1>${name} page ${number}</h1><button onClick={() => setCount(count + 1)}>{count}</button><Table rows={rows(${number + 3})} /></section>\n}\n`,
    )
  }
}

function writeMergedHost(write) {
  write(
    'vite.config.js',
    `import react from '@vitejs/plugin-react'\nimport { plugwright } from '@plugwright/vite'\nexport default { plugins: [react(), plugwright({ types: false })], logLevel: 'warn' }\n`,
  )
  write(
    'src/main.tsx',
    `import { createRoot } from 'react-dom/client'
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
createRoot(document.getElementById('root')!).render(<BrowserRouter><App /></BrowserRouter>)
`,
  )
}

function writeHandMountedHost({ write, names, pages }) {
  const routes = names.flatMap((name) =>
    Array.from({ length: pages }, (_, number) => ({ name, number, id: `${name}_${number}` })),
  )
  write(
    'vite.config.js',
    `import react from '@vitejs/plugin-react'\nexport default { plugins: [react()], logLevel: 'warn' }\n`,
  )
  write(
    'src/main.tsx',
    `import { lazy, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter, Link, NavLink, Route, Routes } from 'react-router'

${routes.map(({ id, name, number }) => `const ${id} = lazy(() => import('../plugins/${name}/frontend/src/pages/page${number}'))`).join('\n')}

const nav = [
${names.map((name) => `  { label: 'Plugin ${name}', path: '/plugins/${name}/page0', icon: 'box', permission: '${name}.read' },`).join('\n')}
]
const routes = [
${routes.map(({ id, name, number }) => `  { path: '/plugins/${name}/page${number}', Page: ${id} },`).join('\n')}
]

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
`,
  )
}
