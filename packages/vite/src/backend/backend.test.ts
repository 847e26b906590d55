import { preview } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plugwright } from '../plugin.ts'
import { buildTestHost, createTestHost, createTestLogger, startTestServer } from '../vite-host.test.kit.ts'
import type { TestHost, TestServer } from '../vite-host.test.kit.ts'

const files = {
  'plugins/crm/plugin.yaml': `name: crm
version: 0.1.0
permissions: [account.read]
routers:
  - backend/echo.ts:router
  - { module: backend/accounts.ts:router, path: /accounts, permission: account.read }
  - { module: backend/broken.ts:router, path: /broken }
  - { module: backend/slow.ts:router, path: /slow }
`,
  'plugins/crm/backend/echo.ts': `import { text } from './text.ts'
import { suffix } from 'private-suffix'
export async function router(request: Request, context: { prefix: string }): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname === '/cookies') {
    return new Response(null, { headers: [['set-cookie', 'a=1'], ['set-cookie', 'b=2']] })
  }
  if (pathname === '/throws') throw new Error('thrown by a router')
  if (pathname === '/missing/7') return Response.json({ detail: 'There is nothing 7.' }, { status: 404 })
  if (pathname !== '/echo') return new Response(null, { status: 404 })
  return Response.json({ text, suffix, method: request.method, body: await request.text(), prefix: context.prefix })
}
`,
  'plugins/crm/backend/text.ts': "export const text: string = 'first'\n",
  'plugins/crm/backend/accounts.ts': 'export const router = (request, { user }) => Response.json({ user })\n',
  'plugins/crm/backend/broken.ts': 'export const router = (\n',
  'plugins/crm/backend/slow.ts': `export const router = (request, { signal }) => new Response(new ReadableStream({
  start(controller) {
    controller.enqueue(new TextEncoder().encode('begun'))
    signal.addEventListener('abort', () => { globalThis.slowRouterAborted = true; controller.error(signal.reason) })
  },
}))
`,
  'plugins/crm/node_modules/private-suffix/package.json':
    '{ "name": "private-suffix", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
  'plugins/crm/node_modules/private-suffix/index.js': "export const suffix = 'private'\n",
  'plugins/legacy/plugin.yaml':
    'name: legacy\nversion: 0.1.0\nrouters: [plugins.legacy.backend.routers.reports:router]\n',
  'plugins/pages-only/plugin.yaml': 'name: pages-only\nversion: 0.1.0\n',
}

/** Signed in by a header, as one of two people. */
const backend = {
  access(request: Request) {
    const name = request.headers.get('x-user')
    if (name === 'nobody knows') throw new Error('the session store is down')
    return { user: name ?? undefined, can: () => name === 'ada' }
  },
}

let host: TestHost

beforeAll(async () => {
  host = await createTestHost(files)
})

afterAll(() => host[Symbol.asyncDispose]())

describe('in development', () => {
  let dev: TestServer
  let url: string

  beforeAll(async () => {
    dev = await startTestServer(host, { backend })
    url = dev.server.resolvedUrls?.local[0] ?? ''
  })

  afterAll(() => dev[Symbol.asyncDispose]())

  test('a router answers, with a private dependency', async () => {
    const response = await fetch(`${url}api/crm/echo`, { method: 'POST', body: 'hello' })
    expect(await response.json()).toEqual({
      text: 'first',
      suffix: 'private',
      method: 'POST',
      body: 'hello',
      prefix: '/api/crm',
    })
  })

  test('an edited helper is picked up', async () => {
    await host.write({ 'plugins/crm/backend/text.ts': "export const text: string = 'second'\n" })
    await expect.poll(() => readJson(`${url}api/crm/echo`)).toMatchObject({ text: 'second' })
    expect(dev.logger.infos.join()).not.toContain('page reload')
  })

  test('several cookies stay several', async () => {
    const { headers } = await fetch(`${url}api/crm/cookies`)
    expect(headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  test.each([
    ['without a session', {}, { status: 401, code: 'BACKEND_NOT_SIGNED_IN' }],
    ['without the permission', { 'x-user': 'bob' }, { status: 403, code: 'ROUTER_FORBIDDEN' }],
    [
      'while the host cannot tell',
      { 'x-user': 'nobody knows' },
      { status: 500, code: 'BACKEND_ACCESS_FAILED' },
    ],
  ])('a guarded router %s', async (_name, headers, expected) => {
    const response = await fetch(`${url}api/crm/accounts`, { headers })
    expect(response.status).toBe(expected.status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject(expected)
  })

  test('a guarded router with the permission', async () => {
    const response = await fetch(`${url}api/crm/accounts`, { headers: { 'x-user': 'ada' } })
    expect(await response.json()).toEqual({ user: 'ada' })
  })

  test.each([
    ['broken', 'ROUTER_LOAD_FAILED'],
    ['throws', 'ROUTER_THREW'],
  ])('an error stays with the plugin: %s', async (path, code) => {
    for (const attempt of [1, 2]) {
      const response = await fetch(`${url}api/crm/${path}`)
      expect(response.status, `attempt ${attempt}`).toBe(500)
      const problem = (await response.json()) as { code: string; title: string }
      expect(problem.code).toBe(code)
      expect(problem.title).toContain('plugin crm')
    }
    expect(dev.logger.errors.join()).toContain(path === 'throws' ? 'thrown by a router' : 'broken.ts')
  })

  test('what no router knows is a 404, not the page of the application', async () => {
    const response = await fetch(`${url}api/crm/nowhere`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'BACKEND_NO_ROUTE' })
  })

  test("a router's own 404 keeps its words", async () => {
    const response = await fetch(`${url}api/crm/missing/7`)
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ detail: 'There is nothing 7.' })
  })

  test('a plugin without routers has no API, and what is no plugin may be the host', async () => {
    const response = await fetch(`${url}api/pages-only/x`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'BACKEND_NO_ROUTE' })
    const other = await fetch(`${url}api/host/x`, { headers: { accept: 'text/html' } })
    expect(other.headers.get('content-type')).toBe('text/html')
  })

  test('Python routers are left to the next middleware', async () => {
    const response = await fetch(`${url}api/legacy/reports`, { headers: { accept: 'text/html' } })
    expect(response.headers.get('content-type')).toBe('text/html')
  })

  test('a caller who hangs up aborts the request', async () => {
    const aborter = new AbortController()
    const response = await fetch(`${url}api/crm/slow`, { signal: aborter.signal })
    await response.body?.getReader().read()
    aborter.abort()
    await expect.poll(() => Reflect.get(globalThis, 'slowRouterAborted')).toBe(true)
  })

  test('a router that is added', async () => {
    await host.write({
      'plugins/late/backend/router.ts': "export const router = () => new Response('late')\n",
      'plugins/late/plugin.yaml': 'name: late\nversion: 1.0.0\nrouters: [backend/router.ts:router]\n',
    })
    await expect.poll(async () => (await fetch(`${url}api/late/`)).text()).toBe('late')
  })
})

test('in preview', async () => {
  await buildTestHost(host, {}, { build: { write: true } })
  const logger = createTestLogger()
  const server = await preview({
    root: host.dir,
    configFile: false,
    customLogger: logger,
    plugins: [plugwright({ backend: true })],
    preview: { port: 0, host: '127.0.0.1' },
  })
  const url = server.resolvedUrls?.local[0] ?? ''
  const read = (): Promise<unknown> => readJson(`${url}api/crm/echo`)
  expect(await (await fetch(url)).text()).toContain('assets/index-')
  expect(await read()).toMatchObject({ suffix: 'private' })
  expect(await readJson(`${url}api/crm/missing/7`)).toEqual({ detail: 'There is nothing 7.' })
  await host.write({ 'plugins/crm/backend/text.ts': "export const text: string = 'third'\n" })
  await expect.poll(read).toMatchObject({ text: 'third' })
  await server.close()
})

test('without the option nothing is served', async () => {
  await using dev = await startTestServer(host)
  const url = dev.server.resolvedUrls?.local[0] ?? ''
  const response = await fetch(`${url}api/crm/echo`, { headers: { accept: 'text/html' } })
  expect(response.headers.get('content-type')).toBe('text/html')
})

async function readJson(url: string): Promise<unknown> {
  return (await fetch(url)).json()
}
