import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { linkTestPackages } from '../copy-with-packages.ts'
import { runBuild, startServer } from '../vite-process.ts'
import { resolveChromium } from './chromium.ts'
import { copyApp } from './copy-app.ts'
import { expectNoPageError, expectNoReload } from './page-guards.ts'

// The aims that are counts, at few and at many plugins of five pages. Times are measured in `bench/`.
const FEW = 10
const MANY = 60

/** What is fetched for a plugin's page with an empty cache. */
interface FirstPage {
  readonly files: readonly string[]
  readonly gzipBytes: number
}

let dir: string
let browser: Browser
let few: FirstPage
let many: FirstPage

beforeAll(async () => {
  dir = await copyApp(join(import.meta.dirname, 'fixtures/counts'), 'counts')
  await linkTestPackages(dir)
  const { executablePath, args, env } = await resolveChromium()
  browser = await chromium.launch({ executablePath, args: [...args], env: { ...env } })
  few = await openFirstPage(FEW)
  many = await openFirstPage(MANY)
})

afterAll(async () => {
  await browser?.close()
  await rm(dir, { recursive: true, force: true })
})

test('the first plugin page takes at most 8 requests, however many plugins there are', () => {
  expect(few.files.length).toBeLessThanOrEqual(8)
  expect(many.files).toHaveLength(few.files.length)
})

test('the first plugin page takes no more bytes with many plugins, but for their navigation', () => {
  // Once there are many, up to ten plugins share a file of page lists, and the start names a file for each ten.
  const sharedLists = 1024
  const navigation = gzipSync(JSON.stringify(listNavigation(MANY))).length
  expect(many.gzipBytes - few.gzipBytes).toBeLessThanOrEqual(navigation + sharedLists)
})

test('one more nav entry, one edited page and one more plugin rename few of many files', async () => {
  const page = 'plugins/p007/frontend/src/pages/page1.tsx'
  let known = await listBuilt()
  async function countNew(change: Readonly<Record<string, string>>): Promise<number> {
    await writeTree(change)
    await runBuild(dir)
    const built = await listBuilt()
    const added = [...built.keys()].filter((name) => !known.has(name) && name !== 'index.html')
    known = built
    return added.length
  }
  expect(known.size).toBeGreaterThan(MANY * 5)
  expect(await countNew({ [page]: toPage('p007 edited') })).toBeLessThanOrEqual(3)
  expect(
    await countNew({ 'plugins/p007/plugin.yaml': toManifest('p007').replace('label: ', 'label: New ') }),
  ).toBe(1)
  // Its five pages, what they have in common and its stylesheet; its page list; the start.
  expect(await countNew(toPlugin('p999'))).toBeLessThanOrEqual(9)
})

async function openFirstPage(plugins: number): Promise<FirstPage> {
  await writeTree(Object.assign({}, ...listNames(plugins).map(toPlugin)) as Record<string, string>)
  await runBuild(dir)
  const server = await startServer('preview', dir)
  try {
    return await visit(server.url)
  } finally {
    await server.close()
  }
}

async function visit(url: string): Promise<FirstPage> {
  const page = await browser.newPage()
  await using _ = expectNoPageError(page)
  const files: string[] = []
  page.on('request', (request) => files.push(new URL(request.url()).pathname))
  await page.goto(`${url}/plugins/p007/page0`)
  await using __ = await expectNoReload(page)
  await page.getByRole('heading', { name: 'p007 page 0' }).waitFor()
  await page.waitForLoadState('networkidle')
  const built = await listBuilt()
  const gzipBytes = files
    .map((name) => built.get(name.slice(1)) ?? built.get('index.html') ?? Buffer.alloc(0))
    .reduce((sum, content) => sum + gzipSync(content).length, 0)
  return { files, gzipBytes }
}

/** The files of the build by their path. */
async function listBuilt(): Promise<ReadonlyMap<string, Buffer>> {
  const dist = join(dir, 'dist')
  const entries = await readdir(dist, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const contents = files.map(async (file): Promise<[string, Buffer]> => [
    file.slice(dist.length + 1),
    await readFile(file),
  ])
  return new Map(await Promise.all(contents))
}

async function writeTree(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true })
    await writeFile(join(dir, name), text)
  }
}

function listNames(plugins: number): string[] {
  return Array.from({ length: plugins }, (_, index) => `p${String(index).padStart(3, '0')}`)
}

function listNavigation(plugins: number): object[] {
  return listNames(plugins).map((name) => ({
    name,
    version: '0.1.0',
    nav: [{ label: `Plugin ${name}`, path: `/${name}/page0` }],
  }))
}

function toPlugin(name: string): Record<string, string> {
  const source = `plugins/${name}/frontend/src`
  const pages = [0, 1, 2, 3, 4].map((number) => [
    `${source}/pages/page${number}.tsx`,
    toPage(`${name} page ${number}`),
  ])
  return {
    [`plugins/${name}/plugin.yaml`]: toManifest(name),
    [`${source}/styles.css`]: `.${name} { color: red }\n`,
    [`${source}/table.tsx`]: `import './styles.css'\nexport const Table = () => <p className="${name}">table</p>\n`,
    ...Object.fromEntries(pages),
  }
}

function toManifest(name: string): string {
  return `name: ${name}\nversion: 0.1.0\nnav: [{ label: Plugin ${name}, path: /${name}/page0 }]\n`
}

function toPage(heading: string): string {
  return `import { Table } from '../table'\nexport default () => <section><h1>${heading}</h1><Table /></section>\n`
}
