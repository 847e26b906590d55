import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { root } from '../repository.ts'
import { resolveChromium } from './chromium.ts'
import { copyApp } from './copy-app.ts'
import { runBuild, startServer } from '../vite-process.ts'
import type { Server } from '../vite-process.ts'

/** Which of the two lives of an app is tested. */
export type Mode = 'dev' | 'build'

/** What {@link useApp} needs. */
export interface AppOptions {
  readonly mode: Mode
  /** The app's folder below the root. @default 'examples/platform' */
  readonly app?: string
  /** Changes the copy before the server starts or the build runs. */
  readonly prepare?: (dir: string) => Promise<void>
}

/** A running copy of an app and a browser page; usable inside tests and hooks. */
export interface App {
  readonly mode: Mode
  /** The folder of the copy. */
  readonly dir: string
  /** The address of the server, without a trailing slash. */
  readonly url: string
  readonly page: Page
  /** What the server has printed so far. */
  serverOutput(): string
  /** What `vite build` printed; empty in dev. */
  readonly buildOutput: string
  /** Opens a path of the app: `/plugins/crm/customers`. */
  open(path: string): Promise<void>
  /** Changes a file of the copy; the change must be one. */
  editFile(file: string, edit: (text: string) => string): Promise<void>
  /** Writes a file of the copy, with the folders it needs. */
  writeFile(file: string, text: string): Promise<void>
  /** Copies a folder of the copy to another place in it. */
  copyFolder(from: string, to: string): Promise<void>
  /** Removes a file or folder of the copy. */
  remove(file: string): Promise<void>
}

/**
 * Gives a file or `describe` block one copy of an app, served by `vite dev` or by `vite preview` after
 * `vite build`, and one browser. Everything is taken down afterwards.
 */
export function useApp(options: AppOptions): App {
  let running: RunningApp | undefined

  beforeAll(async () => {
    running = await startApp(options)
  })

  // What the server printed and what the page showed is often the only trace of the reason.
  let printedBefore = 0
  beforeEach(() => {
    printedBefore = running?.server.output().length ?? 0
  })
  afterEach(async ({ task }) => {
    if (running === undefined || task.result?.state !== 'fail') return
    const text = await running.page.locator('body').innerText()
    console.error(`at ${running.page.url()} the page showed:\n${text}`)
    console.error(`the server printed:\n${running.server.output().slice(printedBefore)}`)
  })

  afterAll(async () => {
    if (running !== undefined) await stopApp(running)
  })

  const current = (): RunningApp => {
    if (running === undefined) throw new Error('useApp(): the app runs in tests and hooks only')
    return running
  }
  return createApp(options.mode, current)
}

interface RunningApp {
  readonly dir: string
  readonly server: Server
  readonly browser: Browser
  readonly page: Page
  readonly buildOutput: string
}

async function startApp({ mode, app = 'examples/platform', prepare }: AppOptions): Promise<RunningApp> {
  const dir = await copyApp(join(root, app), `${app.split('/').at(-1)}-${mode}`)
  await prepare?.(dir)
  const buildOutput = mode === 'build' ? await runBuild(dir) : ''
  const server = await startServer(mode === 'build' ? 'preview' : 'dev', dir)
  const { executablePath, args, env } = await resolveChromium()
  const browser = await chromium.launch({ executablePath, args: [...args], env: { ...env } })
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-US' })
  // Less than the time of expect.poll, which retries what times out.
  page.setDefaultTimeout(5_000)
  return { dir, server, browser, page, buildOutput }
}

async function stopApp({ browser, server, dir }: RunningApp): Promise<void> {
  await browser.close()
  await server.close()
  await rm(dir, { recursive: true, force: true })
}

function createApp(mode: Mode, current: () => RunningApp): App {
  const inCopy = (file: string): string => join(current().dir, file)
  return {
    mode,
    get dir() {
      return current().dir
    },
    get url() {
      return current().server.url
    },
    get page() {
      return current().page
    },
    get buildOutput() {
      return current().buildOutput
    },
    serverOutput: () => current().server.output(),
    async open(path) {
      // The first one waits for the packages to be bundled.
      await current().page.goto(`${current().server.url}${path}`, { timeout: 20_000 })
    },
    async editFile(file, edit) {
      const before = await readFile(inCopy(file), 'utf8')
      const after = edit(before)
      if (after === before) throw new Error(`editFile(): ${file} stays as it is`)
      await writeFile(inCopy(file), after)
    },
    async writeFile(file, text) {
      await mkdir(dirname(inCopy(file)), { recursive: true })
      await writeFile(inCopy(file), text)
    },
    async copyFolder(from, to) {
      await cp(inCopy(from), inCopy(to), { recursive: true })
    },
    async remove(file) {
      await rm(inCopy(file), { recursive: true, force: true })
    },
  }
}
