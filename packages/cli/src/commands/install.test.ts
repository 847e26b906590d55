import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import { readdirSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { writeArchive } from '@plugwright/archive'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorkspace } from '../workspace.test.support.ts'
import type { Workspace } from '../workspace.test.support.ts'

let workspace: Workspace
const servers: Server[] = []

beforeEach(() => {
  workspace = createWorkspace()
})

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
  workspace.remove()
})

const MANIFEST = { name: 'notes', version: '0.1.0', callback_module: 'notes_plugin', plugin_type: 'in_vm' }
const EBIN = ['ebin/notes_plugin.beam']

/** Writes a package `notes.tar.gz` into the workspace. */
async function writePackage(
  manifest: object | string | undefined = MANIFEST,
  names: readonly string[] = EBIN,
) {
  const file = join(workspace.dir, 'notes.tar.gz')
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest)
  const contents = [
    ...names.map((path) => [path, 'x'] as const),
    ...(text === '' ? [] : [['manifest.json', text] as const]),
  ]
  const entries = contents.map(([path, content]) => ({
    path,
    source: Buffer.from(content),
    executable: false,
  }))
  await writeArchive({ file, format: 'tar.gz', entries, control: () => [] })
  return file
}

interface Call {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
}

/** A stand-in for a daemon, with the routes it has and what each answers. */
async function startDaemon(answers: Readonly<Record<string, readonly [number, unknown]>>) {
  const calls: Call[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const sent = JSON.parse(Buffer.concat(chunks).toString()) as unknown
      calls.push({ path: `${request.method} ${request.url}`, headers: request.headers, body: sent })
      const [status, body] = answers[request.url ?? ''] ?? [404, { error: 'not_found' }]
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls }
}

const DOCUMENTED = '/api/plugins/install'
const APPSTORE = '/api/appstore/plugins/install'
const NODE = '/api/node/plugins/install'

describe('usage', () => {
  test.each([
    ['install notes.tar.gz', 'CLI_INSTALL_INCOMPLETE', 'install needs --hecate here'],
    ['install --hecate .', 'CLI_INSTALL_INCOMPLETE', 'needs a package'],
    ['install --hecate . nothing.tar.gz', 'CLI_NO_SUCH_PATH', 'nothing.tar.gz'],
    ['install --hecate nowhere notes.tar.gz', 'CLI_NO_SUCH_PATH', 'nowhere'],
  ])('%s', async (line, code, words) => {
    await writePackage()
    const { exitCode, stderr } = await workspace.run(line)
    expect(exitCode).toBe(2)
    expect(stderr).toContain(code)
    expect(stderr).toContain(words)
  })
})

describe('into a folder', () => {
  test('places the archive where the daemon looks for it, over an earlier one', async () => {
    const file = await writePackage()
    workspace.write({ 'home/plugins/notes/notes.tar.gz': 'old', 'home/plugins/notes/ebin/kept.beam': '' })
    const { exitCode, stdout } = await workspace.run('install --hecate home notes.tar.gz')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('notes 0.1.0')
    expect(stdout).toContain('home/plugins/notes/notes.tar.gz')
    const folder = join(workspace.dir, 'home/plugins/notes')
    expect(readdirSync(folder).toSorted()).toEqual(['ebin', 'notes.tar.gz'])
    expect(readFileSync(join(folder, 'notes.tar.gz'))).toEqual(readFileSync(file))
  })

  test.each<[string, object | string, readonly string[]]>([
    ['HECATE_NOT_A_PACKAGE', '', ['ebin.txt']],
    ['HECATE_NOT_A_PACKAGE', '{', EBIN],
    ['HECATE_NOT_A_PACKAGE', { ...MANIFEST, plugin_type: 'container' }, EBIN],
    ['HECATE_NOT_A_PACKAGE', { ...MANIFEST, name: '../notes' }, EBIN],
    ['HECATE_EBIN_NOT_FOUND', '', ['notes/ebin/notes_plugin.beam', 'notes/manifest.json']],
    ['HECATE_EBIN_NOT_FOUND', MANIFEST, ['priv/static/component.js']],
    ['HECATE_CALLBACK_NOT_LOADABLE', MANIFEST, ['ebin/other.beam']],
  ])('%s: %j with %j is found before anything is placed', async (code, manifest, names) => {
    await writePackage(manifest, names)
    workspace.write({ 'home/keep': '' })
    const { exitCode, stdout } = await workspace.run('install --hecate home notes.tar.gz --json')
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, diagnostics: [{ code }] })
    expect(readdirSync(join(workspace.dir, 'home'))).toEqual(['keep'])
  })
})

describe('by a daemon', () => {
  test.each([
    [DOCUMENTED, [DOCUMENTED]],
    [APPSTORE, [DOCUMENTED, APPSTORE]],
    [NODE, [DOCUMENTED, APPSTORE, NODE]],
  ])('that has %s', async (route, tried) => {
    const file = await writePackage()
    const { url, calls } = await startDaemon({ [route]: [201, { plugin_id: 'notes', version: '0.1.0' }] })
    const { exitCode, stdout } = await workspace.run(`install --hecate ${url}/ notes.tar.gz --json`, {
      env: { HECATE_TOKEN: 'secret' },
    })
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, daemons: [{ route, status: 201 }], placed: [] })
    expect(calls.map(({ path }) => path)).toEqual(tried.map((path) => `POST ${path}`))
    expect(calls.at(-1)?.headers).toMatchObject({
      authorization: 'Bearer secret',
      'content-type': 'application/json',
    })
    expect(calls.at(-1)?.body).toEqual({
      plugin_id: 'notes',
      plugin_type: 'in_vm',
      callback_module: 'notes_plugin',
      name: 'notes',
      plugin_name: 'notes',
      version: '0.1.0',
      installed_version: '0.1.0',
      package_url: pathToFileURL(file).href,
    })
  })

  test('after the archive was placed, and without a token where there is none', async () => {
    await writePackage()
    workspace.write({ 'home/keep': '' })
    const { url, calls } = await startDaemon({ [DOCUMENTED]: [200, {}] })
    const { exitCode } = await workspace.run(`install --hecate ${url} --hecate home notes.tar.gz`)
    expect(exitCode).toBe(0)
    const placed = pathToFileURL(join(workspace.dir, 'home/plugins/notes/notes.tar.gz')).href
    expect(calls[0]?.body).toMatchObject({ package_url: placed })
    expect(calls[0]?.headers).not.toHaveProperty('authorization')
  })

  test('that downloads the package from a place of its own', async () => {
    await writePackage()
    const { url, calls } = await startDaemon({ [DOCUMENTED]: [200, {}] })
    await workspace.run(`install --hecate ${url} --package-url https://code.test/notes.tar.gz notes.tar.gz`)
    expect(calls[0]?.body).toMatchObject({ package_url: 'https://code.test/notes.tar.gz' })
  })

  test.each<[string, number, unknown, string]>([
    [
      'HECATE_EBIN_NOT_FOUND',
      500,
      { error: { load_failed: ['ebin_not_found', '/x/plugins/notes/ebin'] } },
      'flat',
    ],
    ['HECATE_EBIN_NOT_FOUND', 200, { error: 'no_ebin_after_extraction' }, 'tar tzf'],
    [
      'HECATE_CALLBACK_NOT_LOADABLE',
      500,
      '{callback_not_loadable,notes_plugin,not_found_in_ebin}',
      'rebar3 compile',
    ],
    ['HECATE_DAEMON_UNAUTHORIZED', 401, { error: 'unauthorized' }, 'HECATE_TOKEN'],
    ['HECATE_DAEMON_REFUSED', 409, { error: 'already_loaded' }, 'upgrade it'],
    ['HECATE_DAEMON_REFUSED', 400, { error: 'invalid_package_url' }, '--package-url'],
    ['HECATE_DAEMON_REFUSED', 400, { error: 'x'.repeat(100_000) }, 'log'],
    ['HECATE_DAEMON_REFUSED', 307, { error: 'elsewhere' }, 'log'],
  ])('%s for an answer with %i', async (...[code, status, body, words]) => {
    await writePackage()
    const { url } = await startDaemon({ [DOCUMENTED]: [status, body] })
    const { exitCode, stdout } = await workspace.run(`install --hecate ${url} notes.tar.gz --json`)
    expect(exitCode).toBe(1)
    const [problem] = (
      JSON.parse(stdout) as { diagnostics: { code: string; message: string; hint: string }[] }
    ).diagnostics
    expect(problem?.code).toBe(code)
    expect(problem?.hint).toContain(words)
    expect(problem?.message.length).toBeLessThan(500)
  })

  test('that knows none of the routes', async () => {
    await writePackage()
    const { url } = await startDaemon({})
    const { exitCode, stdout } = await workspace.run(`install --hecate ${url} notes.tar.gz`)
    expect(exitCode).toBe(1)
    expect(stdout).toContain('HECATE_DAEMON_WITHOUT_ROUTE')
    expect(stdout).toContain(`${DOCUMENTED}, ${APPSTORE}, ${NODE}`)
  })

  test('that does not run', async () => {
    await writePackage()
    const { url } = await startDaemon({})
    await new Promise((resolve) => servers.pop()?.close(resolve))
    const { exitCode, stderr } = await workspace.run(`install --hecate ${url} notes.tar.gz`)
    expect(exitCode).toBe(7)
    expect(stderr).toContain('HECATE_DAEMON_UNREACHABLE')
    expect(stderr).toContain('ECONNREFUSED')
  })
})
