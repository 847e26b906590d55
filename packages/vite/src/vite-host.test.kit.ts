import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, createLogger, createServer } from 'vite'
import type { InlineConfig, Logger, Rolldown, ViteDevServer } from 'vite'
import { plugwright } from './index.ts'
import type { PlugwrightOptions } from './index.ts'

const packageDir = fileURLToPath(new URL('..', import.meta.url))

/** A host application in a folder of its own; what is given as `undefined` is removed. */
export interface TestHost extends AsyncDisposable {
  readonly dir: string
  write(files: Readonly<Record<string, string | undefined>>): Promise<void>
  /** Copies a folder of the host to another place in it. */
  copy(from: string, to: string): Promise<void>
  /** Links a folder into the host. */
  link(target: string, name: string): Promise<void>
}

/** Files by path; links to the packages that a host installs are added. */
export async function createTestHost(files: Readonly<Record<string, string>>): Promise<TestHost> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'plugwright-vite-')))
  const host: TestHost = {
    dir,
    async write(changes) {
      for (const [name, text] of Object.entries(changes)) {
        const file = join(dir, name)
        if (text === undefined) await rm(file, { recursive: true })
        else {
          await mkdir(dirname(file), { recursive: true })
          await writeFile(file, text)
        }
      }
    },
    copy: (from, to) => cp(join(dir, from), join(dir, to), { recursive: true }),
    async link(target, name) {
      await mkdir(dirname(join(dir, name)), { recursive: true })
      await symlink(target, join(dir, name))
    },
    // Vite may still write pre-bundled packages, into a server that is closed.
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true, maxRetries: 5 }),
  }
  await host.write({
    'package.json': packageJson('test-host', '1.2.0'),
    'index.html': '<script type="module" src="/main.ts"></script>',
    'main.ts': "import { registry } from 'virtual:plugwright'\nObject.assign(globalThis, { registry })\n",
    ...files,
  })
  await mkdir(join(dir, 'node_modules/@plugwright'), { recursive: true })
  await symlink(packageDir, join(dir, 'node_modules/@plugwright/vite'))
  await symlink(
    await realpath(join(packageDir, 'node_modules/@plugwright/runtime')),
    join(dir, 'node_modules/@plugwright/runtime'),
  )
  return host
}

export function packageJson(name: string, version: string, more: object = {}): string {
  return JSON.stringify({ name, version, type: 'module', exports: { '.': './index.js' }, ...more })
}

/** What a Vite logger was told. */
export interface TestLogger extends Logger {
  readonly infos: string[]
  readonly warnings: string[]
  readonly errors: string[]
}

export function createTestLogger(): TestLogger {
  const infos: string[] = []
  const warnings: string[] = []
  const errors: string[] = []
  const logger = createLogger('silent')
  return {
    ...logger,
    infos,
    warnings,
    errors,
    info: (message) => void infos.push(message),
    warn: (message) => void warnings.push(message),
    warnOnce: (message) => void warnings.push(message),
    error: (message) => void errors.push(message),
  }
}

/** A running development server, and what it sends to browsers. */
export interface TestServer extends AsyncDisposable {
  readonly server: ViteDevServer
  readonly logger: TestLogger
  readonly sent: { readonly type: string; readonly [key: string]: unknown }[]
  /** The text of a module as a browser gets it; loads it first if need be. */
  fetch(url: string): Promise<string>
  /** The text of the pre-bundled package that a module takes a name from. */
  fetchDependency(code: string, name: string): Promise<string>
  /** The texts of all pre-bundled packages. */
  dependencies(): Promise<string>
}

export async function startTestServer(
  host: TestHost,
  options: PlugwrightOptions = {},
  config: InlineConfig = {},
): Promise<TestServer> {
  const logger = createTestLogger()
  const server = await createServer({
    root: host.dir,
    configFile: false,
    customLogger: logger,
    plugins: [plugwright(options)],
    ...config,
    server: { port: 0, host: '127.0.0.1', ...config.server },
  })
  const { client } = server.environments
  const sent: TestServer['sent'] = []
  const send = client.hot.send.bind(client.hot)
  client.hot.send = (...message: [unknown, unknown?]) => {
    const [first, second] = message
    sent.push(typeof first === 'string' ? { type: 'custom', event: first, data: second } : (first as never))
    send(first as string, second)
  }
  await server.listen()
  return {
    server,
    logger,
    sent,
    async fetch(url) {
      const result = await client.transformRequest(url)
      if (result === null) throw new Error(`Nothing at ${url}.`)
      return result.code
    },
    async fetchDependency(code, name) {
      const url = new RegExp(`import .*${name}.* from "(.*?)"`).exec(code)?.[1]
      if (url === undefined) throw new Error(`Nobody imports ${name}.`)
      const result = await client.transformRequest(url)
      return result?.code ?? ''
    },
    async dependencies() {
      const folder = join(server.config.cacheDir, 'deps')
      const names = (await readdir(folder)).filter((name) => name.endsWith('.js'))
      return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n')
    },
    [Symbol.asyncDispose]: () => server.close(),
  }
}

/** Builds without writing; gives the output files by name, and what was logged. */
export async function buildTestHost(
  host: TestHost,
  options: PlugwrightOptions = {},
  config: InlineConfig = {},
): Promise<{ readonly files: ReadonlyMap<string, string>; readonly logger: TestLogger }> {
  const logger = createTestLogger()
  const result = await build({
    root: host.dir,
    configFile: false,
    customLogger: logger,
    plugins: [plugwright(options)],
    ...config,
    build: { write: false, ...config.build },
  })
  const outputs = [result as Rolldown.RolldownOutput | Rolldown.RolldownOutput[]].flat()
  const files = new Map(
    outputs
      .flatMap(({ output }) => output)
      .map((file) => [
        file.fileName,
        file.type === 'chunk' ? file.code : Buffer.from(file.source).toString(),
      ]),
  )
  return { files, logger }
}

/** The text of the one output file with a name like that. */
export function findFile(files: ReadonlyMap<string, string>, pattern: RegExp): string {
  const name = [...files.keys()].find((key) => pattern.test(key))
  if (name === undefined) throw new Error(`No file matches ${pattern} in ${[...files.keys()].join(', ')}.`)
  return files.get(name) ?? ''
}
