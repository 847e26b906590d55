import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PlugwrightOptions } from '@plugwright/vite'
import type { HotPayload, Rolldown } from 'vite'
import { root } from '../repository.ts'
import { installHost } from './installed-host.ts'
import type { InstalledHost } from './installed-host.ts'

/** The oldest and the newest that `peerDependencies` allow, and one of each minor version between. */
const VERSIONS = ['vite-8.1', 'vite-8.2', 'vite', 'vite-8.4'] as const

const FILES = {
  'index.html': '<script type="module" src="/main.ts"></script>',
  'main.ts': "import { registry } from 'virtual:plugwright'\nObject.assign(globalThis, { registry })\n",
  'plugins/crm/plugin.yaml':
    'name: crm\nversion: 1.0.0\nnav: [{ label: Customers, path: /crm }]\nrouters: [backend/hello.ts:router]\n',
  'plugins/crm/frontend/src/pages/index.ts':
    "import './page.css'\nexport const mount = (place: Element): void => place.append('customers')\n",
  'plugins/crm/frontend/src/pages/page.css': 'h1 { color: teal }\n',
  'plugins/crm/backend/hello.ts': "export const router = (): Response => new Response('hello')\n",
  'plugins/finance/plugin.yaml': 'name: finance\nversion: 1.0.0\n',
  'plugins/finance/frontend/src/pages/index.ts':
    "export const mount = (place: Element): void => place.append('invoices')\n",
  'plugins/finance/frontend/src/pages/broken.ts': "import './nowhere.ts'\n",
}

describe.each(VERSIONS)('%s', (version) => {
  let host: InstalledHost
  beforeAll(async () => {
    host = await installHost(version, FILES)
  })
  afterAll(() => host[Symbol.asyncDispose]())

  test('serves plugins, and follows an edit of a manifest without a reload', async () => {
    const sent: string[] = []
    await using server = await startServer(host, sent)
    const read = (path: string) => fetch(new URL(path, server.url)).then((response) => response.text())
    const registry = '/@id/__x00__virtual:plugwright'
    expect(await read(registry)).toContain('"label":"Customers"')
    expect(await read('/@id/__x00__virtual:plugwright/plugin/crm')).toContain(
      'crm/frontend/src/pages/index.ts',
    )
    expect(await read('/plugins/crm/frontend/src/pages/index.ts')).toContain('customers')
    expect(await read('/plugins/finance/frontend/src/pages/broken.ts')).not.toContain('nowhere')
    expect(await read('/api/crm/hello')).toBe('hello')
    // Which Vite the plugin itself runs with.
    expect(JSON.parse(await read('/__plugwright/data.json'))).toMatchObject({
      host: { vite: await installedVersion(version) },
    })

    await host.write({
      'plugins/crm/plugin.yaml': FILES['plugins/crm/plugin.yaml'].replace('Customers', 'People'),
    })
    await expect.poll(() => sent).toEqual(['update of virtual:plugwright'])
    expect(await read(registry)).toContain('"label":"People"')
  })

  test('builds the same files', async () => {
    const output = await build(host, { strict: false })
    const names = output.map(({ fileName }) => fileName.replace(/-[\w-]{8}(?=\.\w+$)/, ''))
    expect(names.sort()).toEqual([
      '.vite/plugwright.json',
      'assets/index.js',
      'assets/plugins/crm/pages.css',
      'assets/plugins/crm/pages.js',
      'assets/plugins/crm/plugin.js',
      'assets/plugins/finance/broken.js',
      'assets/plugins/finance/pages.js',
      'assets/plugins/finance/plugin.js',
      'assets/plugins/registry.json',
      'assets/vendor.js',
      'index.html',
    ])
  })

  test('names the stylesheets of a plugin in its own script, with one for each plugin', async () => {
    const output = await build(host, { strict: false, chunks: 'plugin' })
    const scripts = output.filter((file) => file.type === 'chunk')
    const listing = scripts.filter(({ code }) => code.includes('.css"'))
    expect(listing.map(({ name }) => name)).toEqual(['crm'])
    expect(listing[0]?.code).toMatch(/,__plugwright_css\).*^var __plugwright_css=\["[^"]+\.css"\];$/ms)
  })
})

async function build(
  { dir, vite, plugwright }: InstalledHost,
  options: PlugwrightOptions,
): Promise<Rolldown.RolldownOutput['output']> {
  const { output } = (await vite.build({
    root: dir,
    configFile: false,
    logLevel: 'silent',
    plugins: [plugwright(options)],
    build: { write: false },
  })) as Rolldown.RolldownOutput
  return output
}

interface RunningServer extends AsyncDisposable {
  readonly url: string
}

/** Starts a server, and notes updates and reloads that it sends to browsers. */
async function startServer(host: InstalledHost, sent: string[]): Promise<RunningServer> {
  const server = await host.vite.createServer({
    root: host.dir,
    configFile: false,
    logLevel: 'silent',
    plugins: [host.plugwright({ backend: true })],
    server: { host: '127.0.0.1', port: 0 },
  })
  const { hot } = server.environments.client
  hot.send = (message: HotPayload | string) => {
    if (typeof message === 'string' || message.type === 'custom') return
    const paths =
      message.type === 'update' ? message.updates.map(({ path }) => /virtual:.*/.exec(path)?.[0] ?? path) : []
    sent.push(`${message.type} of ${paths.join()}`)
  }
  await server.listen()
  return { url: server.resolvedUrls?.local[0] ?? '', [Symbol.asyncDispose]: () => server.close() }
}

async function installedVersion(name: string): Promise<string> {
  const text = await readFile(join(root, 'test/node_modules', name, 'package.json'), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}
