import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { main } from 'plugwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adoptApp } from '../adopt-app.ts'
import { runBuild } from '../vite-process.ts'

const FEATURES = 12
const PAGES = 5

let dir: string

/** Many features with pages in folders of plugins, mounted in one file by a `.map()` over a list of lazy pages. */
beforeAll(async () => {
  // Inside this package, so that imports resolve from its node_modules.
  dir = await mkdtemp(join(import.meta.dirname, 'adopted-'))
  for (const [file, text] of Object.entries(handMountedHost())) {
    await mkdir(dirname(join(dir, file)), { recursive: true })
    await writeFile(join(dir, file), text)
  }
})

afterAll(() => rm(dir, { recursive: true, force: true }))

test('a host with many hand-mounted pages is adopted, checked and built, with every page in a chunk of its own', async () => {
  const printed = await adoptApp(dir)
  expect(printed).toContain(`${FEATURES} plugins with ${FEATURES * PAGES} pages · 1 route left to the host`)
  expect(printed).not.toContain('old addresses lead on')
  const host = await readFile(join(dir, 'src/main.tsx'), 'utf8')
  expect(host).not.toMatch(/lazy|routes\.map|page1/)

  const stdout: string[] = []
  const terminal = {
    cwd: dir,
    env: {},
    stdout: { write: (text: string) => stdout.push(text) },
    stderr: { write: (text: string) => stdout.push(text) },
  }
  await main(['check', '--strict'], { terminal, signal: new AbortController().signal })
  expect(stdout.join('')).toBe(`${FEATURES} plugins · no problems\n`)

  expect(await runBuild(dir)).toContain(`${FEATURES} plugins`)
  const chunks = await readChunks(join(dir, 'dist/assets'))
  for (let feature = 0; feature < FEATURES; feature++) {
    for (let page = 0; page < PAGES; page++) {
      const holders = chunks.filter((code) => code.includes(`feature ${feature}, page ${page}.`))
      expect(holders, `feature ${feature}, page ${page}`).toHaveLength(1)
      expect(holders[0]?.match(/feature \d+, page \d+\./g)).toHaveLength(1)
    }
  }
})

function handMountedHost(): Record<string, string> {
  const names = Array.from({ length: FEATURES }, (_, feature) => `f${feature}`)
  const pages = names.flatMap((name, feature) =>
    Array.from({ length: PAGES }, (_, page) => ({ name, feature, page, id: `${name}_${page}` })),
  )
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ name: 'host', version: '1.0.0', private: true, type: 'module' }),
    'index.html': '<div id="root"></div><script type="module" src="/src/main.tsx"></script>\n',
    'vite.config.js': "import react from '@vitejs/plugin-react'\n\nexport default { plugins: [react()] }\n",
    'src/main.tsx': `import { lazy, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter, NavLink, Route, Routes } from 'react-router'

${pages.map(({ id, name, page }) => `const ${id} = lazy(() => import('../plugins/${name}/frontend/src/pages/page${page}'))`).join('\n')}

const nav = [
${names.map((name) => `  { label: 'Feature ${name}', path: '/plugins/${name}/page0', icon: 'box', permission: '${name}.read' },`).join('\n')}
]
const routes = [
${pages.map(({ id, name, page }) => `  { path: '/plugins/${name}/page${page}', Page: ${id} },`).join('\n')}
]

function App() {
  return (
    <>
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
  }
  for (const { name, feature, page } of pages) {
    files[`plugins/${name}/frontend/src/pages/page${page}.tsx`] =
      `export default function Page() {\n  return <h1>{'feature ${feature}, page ${page}.'}</h1>\n}\n`
  }
  return files
}

async function readChunks(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.js'))
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
}
