import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { createDispatcher } from './dispatcher.ts'
import type { Access, DispatcherOptions, RouterSpec } from './dispatcher.ts'
import { defineRouter } from './router.ts'
import type { Logger, RouterContext, RouterHandler } from './router.ts'

const plugin = { name: 'crm', version: '0.1.0' }

const echo: RouterHandler = (request, { prefix }) => {
  const { pathname, search } = new URL(request.url)
  return Response.json({ method: request.method, pathname, search, prefix })
}
const pass: RouterHandler = () => new Response('nothing here', { status: 404 })
const missing: RouterHandler = () => Response.json({ missing: 7 }, { status: 404 })
const never: RouterHandler = () => {
  throw new Error('must not be called')
}
const readBack: RouterHandler = async (request) => new Response(await request.text())
const readThenPass: RouterHandler = async (request) => {
  await request.text()
  return new Response(null, { status: 404 })
}
const readName: RouterHandler = async (request) => {
  const name = (await request.formData()).get('name')
  return new Response(typeof name === 'string' ? name : null)
}
const tellMethod: RouterHandler = (request) =>
  new Response('body', { status: 203, headers: { 'x-method': request.method } })
const throwAtOnce = (): never => {
  throw new Error('at once')
}
const fixed =
  (text: string): RouterHandler =>
  () =>
    new Response(text)

function mount(path: string, router: unknown, permission: string | null = null): RouterSpec {
  return { path, permission, load: () => Promise.resolve(router) }
}

/** A logger that keeps what it is told. */
function createLog(): Logger & { readonly lines: string[] } {
  const lines: string[] = []
  const write = (message: string, details?: unknown): void => {
    lines.push(details instanceof Error ? `${message} ${details.message}` : message)
  }
  return { lines, debug: write, info: write, warn: write, error: write }
}

function accessOf(permissions: readonly string[] = [], rest: Partial<Access> = {}): Access {
  return { can: (name) => permissions.includes(name), user: undefined, log: createLog(), ...rest }
}

async function send(
  routers: readonly RouterSpec[],
  request: string | Request,
  { access = accessOf(), ...options }: Partial<DispatcherOptions> & { access?: Access } = {},
): Promise<Response | undefined> {
  const dispatcher = createDispatcher({ plugin, routers, ...options })
  const url = typeof request === 'string' ? new Request(new URL(request, 'http://host.test')) : request
  return dispatcher.dispatch(url, access)
}

function post(path: string, body: BodyInit): Request {
  return new Request(new URL(path, 'http://host.test'), { method: 'POST', body })
}

describe('mounting', () => {
  test.for([
    ['/', '/api/crm', '/', '/api/crm'],
    ['/', '/api/crm/', '/', '/api/crm'],
    ['/', '/api/crm/customers/7', '/customers/7', '/api/crm'],
    ['/accounts', '/api/crm/accounts', '/', '/api/crm/accounts'],
    ['/accounts', '/api/crm/accounts/7', '/7', '/api/crm/accounts'],
    ['/accounts', '/api/crm/accounts/a%2Fb%20c', '/a%2Fb%20c', '/api/crm/accounts'],
    ['/', '/api/crm//elsewhere.test/x', '//elsewhere.test/x', '/api/crm'],
  ])('a router at %s sees %s as %s', async ([path = '', request, pathname, prefix]) => {
    const response = await send([mount(path, echo)], `${request}?q=a%20b&q=c`)
    expect(await response?.json()).toEqual({ method: 'GET', pathname, search: '?q=a%20b&q=c', prefix })
  })

  test.each(['/api/crm-extra/x', '/api/crm-extra', '/api', '/', '/api/finance/x', '/x/api/crm'])(
    '%s is not the business of crm',
    async (request) => {
      expect(await send([mount('/', echo)], request)).toBeUndefined()
    },
  )

  test('another base', async () => {
    const response = await send([mount('/accounts', echo)], '/v1/apis/accounts/7', { base: '/v1/apis/' })
    expect(await response?.json()).toMatchObject({ pathname: '/7', prefix: '/v1/apis/accounts' })
  })

  test('headers arrive, and the context says who calls', async () => {
    let seen: RouterContext | undefined
    const router = defineRouter((request, context) => {
      seen = context
      return new Response(request.headers.get('x-tenant'))
    })
    const user = { id: 7 }
    const access = accessOf(['customer.read'], { user })
    const request = new Request('http://host.test/api/crm/', { headers: { 'x-tenant': 'acme' } })
    const response = await send([mount('/', router)], request, { access })
    expect(await response?.text()).toBe('acme')
    expect(seen).toMatchObject({ plugin, user, prefix: '/api/crm', log: access.log })
    expect([seen?.can('customer.read'), seen?.can('customer.edit')]).toEqual([true, false])
  })

  test('a Hono app needs no base path and finds the context in its environment', async () => {
    const app = new Hono<{ Bindings: RouterContext }>()
    app.get('/', (c) => c.text('list'))
    app.get('/:id', (c) => c.json({ id: c.req.param('id'), edit: c.env.can('account.edit') }))
    app.post('/', async (c) => c.json(await c.req.json(), 201))
    const routers = [mount('/accounts', app), mount('/', fixed('root'))]
    const access = accessOf(['account.edit'])

    expect(await (await send(routers, '/api/crm/accounts'))?.text()).toBe('list')
    const one = await send(routers, '/api/crm/accounts/a%20b', { access })
    expect(await one?.json()).toEqual({ id: 'a b', edit: true })
    const created = await send(routers, post('/api/crm/accounts', '{"name":"Acme"}'))
    expect(created?.status).toBe(201)
    expect(await created?.json()).toEqual({ name: 'Acme' })
    expect(await (await send(routers, '/api/crm/accounts/no/such/route'))?.text()).toBe('root')
  })
})

describe('order', () => {
  test('the longest path first, whatever the list says', async () => {
    const routers = [
      mount('/', fixed('root')),
      mount('/a', fixed('a')),
      mount('/a/b', fixed('a/b')),
      mount('/aaaaaaaaaa', fixed('long word')),
    ]
    const answers = await Promise.all(
      ['/api/crm/a/b/c', '/api/crm/a/bb', '/api/crm/aa', '/api/crm'].map(async (path) =>
        (await send(routers, path))?.text(),
      ),
    )
    expect(answers).toEqual(['a/b', 'a', 'root', 'root'])
  })

  test('on one path, the listed order', async () => {
    const routers = [mount('/a', pass), mount('/a/', fixed('second')), mount('/a', fixed('third'))]
    expect(await (await send(routers, '/api/crm/a'))?.text()).toBe('second')
  })

  test('a 404 passes on to the caller in the end', async () => {
    expect(await send([mount('/a', pass), mount('/', pass)], '/api/crm/a')).toBeUndefined()
  })

  test('with notFound "answer", the most specific 404 is the answer, and no router still is none', async () => {
    const routers = [mount('/', pass), mount('/a', missing)]
    const response = await send(routers, '/api/crm/a/7', { notFound: 'answer' })
    expect(response?.status).toBe(404)
    expect(await response?.json()).toEqual({ missing: 7 })
    expect(await send([mount('/a', missing)], '/api/crm/b', { notFound: 'answer' })).toBeUndefined()
  })

  test.each([400, 401, 403, 405, 410, 500])('a %i is an answer', async (status) => {
    const routers = [mount('/a', () => new Response('', { status })), mount('/', fixed('root'))]
    expect((await send(routers, '/api/crm/a'))?.status).toBe(status)
  })
})

describe('request bodies', () => {
  test.each([
    ['unread', pass],
    ['read', readThenPass],
  ])('survive routers that pass on, %s', async (_, first) => {
    const routers = [mount('/a', first), mount('/a', first), mount('/', readBack)]
    const body = 'x'.repeat(300_000)
    expect(await (await send(routers, post('/api/crm/a', body)))?.text()).toBe(body)
  })

  test('are not split for a single router', async () => {
    const request = post('/api/crm/a', 'hello')
    let seen: ReadableStream | null = null
    const router: RouterHandler = async (inner) => {
      seen = inner.body
      return readBack(inner, {} as RouterContext)
    }
    expect(await (await send([mount('/', router)], request))?.text()).toBe('hello')
    expect(seen).toBe(request.body)
  })

  test('can be streamed back after the answer has begun, with another router left', async () => {
    const chunks = ['one ', 'two ', 'three']
    const encoder = new TextEncoder()
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const chunk = chunks.shift()
        if (chunk === undefined) controller.close()
        else controller.enqueue(encoder.encode(chunk))
      },
    })
    const init = { method: 'POST', body, duplex: 'half' }
    const request = new Request('http://host.test/api/crm/a', init)
    const routers = [mount('/a', (inner: Request) => new Response(inner.body)), mount('/', pass)]
    expect(await (await send(routers, request))?.text()).toBe('one two three')
  })

  test('form data arrives whole', async () => {
    const form = new FormData()
    form.set('name', 'Müller')
    const routers = [mount('/a', pass), mount('/', readName)]
    expect(await (await send(routers, post('/api/crm/a', form)))?.text()).toBe('Müller')
  })
})

describe('permissions', () => {
  test('a router without its permission is neither loaded nor called', async () => {
    let loads = 0
    const routers = [{ path: '/', permission: 'account.read', load: () => Promise.resolve((loads++, never)) }]
    const response = await send(routers, '/api/crm/accounts')
    expect(response?.status).toBe(403)
    expect(response?.headers.get('content-type')).toBe('application/problem+json')
    expect(await response?.json()).toEqual({
      type: 'urn:plugwright:error:ROUTER_FORBIDDEN',
      title: 'This needs the permission account.read.',
      status: 403,
      code: 'ROUTER_FORBIDDEN',
      permission: 'account.read',
    })
    expect(loads).toBe(0)
  })

  test('the permission opens the router', async () => {
    const routers = [mount('/', fixed('open'), 'account.read')]
    expect(await (await send(routers, '/api/crm/x', { access: accessOf(['account.read']) }))?.text()).toBe(
      'open',
    )
  })

  test('a forbidden path is not answered by a shorter one, however the request spells it', async () => {
    const routers = [mount('/', fixed('catch-all')), mount('/admin', never, 'admin')]
    expect((await send(routers, '/api/crm/admin/users'))?.status).toBe(403)
    expect((await send(routers, '/api/crm/%61dmin/users'))?.status).toBe(403)
    expect((await send(routers, '/api/crm/x/../admin'))?.status).toBe(403)
    expect(await (await send(routers, '/api/crm/administration'))?.text()).toBe('catch-all')
  })

  test('siblings on the same path are still asked', async () => {
    const routers = [
      mount('/', never, 'customer.read'),
      mount('/', (request: Request, context: RouterContext) =>
        new URL(request.url).pathname === '/report'
          ? fixed('report')(request, context)
          : pass(request, context),
      ),
    ]
    expect(await (await send(routers, '/api/crm/report'))?.text()).toBe('report')
    expect((await send(routers, '/api/crm/customers'))?.status).toBe(403)
  })
})

describe('methods', () => {
  test.each(['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'])('%s reaches the handler', async (method) => {
    const request = new Request('http://host.test/api/crm/x', { method })
    const response = await send([mount('/', tellMethod)], request)
    expect(response?.headers.get('x-method')).toBe(method)
  })

  test('an answer to HEAD has status and headers, and no body', async () => {
    const request = new Request('http://host.test/api/crm/x', { method: 'HEAD' })
    const response = await send([mount('/', tellMethod)], request)
    expect(response?.status).toBe(203)
    expect(response?.headers.get('x-method')).toBe('HEAD')
    expect(response?.body).toBeNull()
  })

  test('OPTIONS needs the permission too', async () => {
    const request = new Request('http://host.test/api/crm/x', { method: 'OPTIONS' })
    expect((await send([mount('/', echo, 'account.read')], request))?.status).toBe(403)
  })
})

describe('abort', () => {
  test.each(['the caller', 'the host'])('reaches the handler from %s', async (who) => {
    const controller = new AbortController()
    const router: RouterHandler = (request, { signal }) =>
      new Promise((_, reject) => {
        const both = AbortSignal.any([signal, request.signal])
        both.addEventListener('abort', () => reject(new Error('stopped')), { once: true })
        controller.abort()
      })
    const log = createLog()
    const byCaller = who === 'the caller'
    const request = new Request('http://host.test/api/crm/', byCaller ? { signal: controller.signal } : {})
    const access = accessOf([], { log, signal: byCaller ? undefined : controller.signal })
    const response = await send([mount('/', router)], request, { access })
    expect(response?.status).toBe(499)
    expect(await response?.json()).toMatchObject({ code: 'ROUTER_ABORTED' })
    expect(log.lines).toEqual([])
  })

  test('asks nobody any more', async () => {
    const controller = new AbortController()
    let calls = 0
    const first: RouterHandler = () => {
      controller.abort()
      return new Response(null, { status: 404 })
    }
    const routers = [mount('/a', first), mount('/', () => new Response(String(calls++)))]
    const access = accessOf([], { signal: controller.signal })
    expect((await send(routers, post('/api/crm/a', 'body'), { access }))?.status).toBe(499)
    expect(calls).toBe(0)
  })
})

describe('broken routers', () => {
  test('a load that fails is a 500, and tried again', async () => {
    let loads = 0
    const load = async (): Promise<RouterHandler> => {
      loads++
      if (loads === 1) throw new Error('no such file')
      return fixed('back')
    }
    const dispatcher = createDispatcher({ plugin, routers: [{ path: '/', permission: null, load }] })
    const log = createLog()
    const ask = (): Promise<Response | undefined> =>
      dispatcher.dispatch(new Request('http://host.test/api/crm/x'), accessOf([], { log }))

    const [one, two] = await Promise.all([ask(), ask()])
    expect([one?.status, two?.status, loads]).toEqual([500, 500, 1])
    expect(await one?.json()).toMatchObject({ code: 'ROUTER_LOAD_FAILED', status: 500 })
    expect(log.lines[0]).toBe(
      'The router of the plugin crm for GET /api/crm/x could not be loaded. no such file',
    )
    expect(await (await ask())?.text()).toBe('back')
    expect(await (await ask())?.text()).toBe('back')
    expect(loads).toBe(2)
  })

  test('a load that throws at once is a 500 too', async () => {
    const response = await send([{ path: '/', permission: null, load: throwAtOnce }], '/api/crm/')
    expect(await response?.json()).toMatchObject({ code: 'ROUTER_LOAD_FAILED' })
  })

  test.each([
    ['ROUTER_NOT_A_ROUTER', undefined, 'is undefined.'],
    ['ROUTER_NOT_A_ROUTER', { fetch: 'text' }, 'is an object.'],
    ['ROUTER_NOT_A_RESPONSE', () => ({ customers: [] }), 'with an object instead of a Response.'],
    ['ROUTER_NOT_A_RESPONSE', () => undefined, 'with undefined instead of a Response.'],
    ['ROUTER_THREW', throwAtOnce, 'at once'],
    ['ROUTER_THREW', () => Promise.reject(new Error('later')), 'later'],
  ])('%s: a 500 that tells the log more than the caller', async (code, router, words) => {
    const log = createLog()
    const routers = [mount('/', router), mount('/', fixed('not asked'))]
    const response = await send(routers, '/api/crm/customers?secret=1', { access: accessOf([], { log }) })
    expect(response?.status).toBe(500)
    const problem = (await response?.json()) as { title: string }
    expect(problem).toMatchObject({ code, type: `urn:plugwright:error:${code}` })
    expect(problem.title).not.toContain(words)
    expect(log.lines).toHaveLength(1)
    expect(log.lines[0]).toContain(words)
    expect(log.lines[0]).toContain('/api/crm/customers')
  })
})
