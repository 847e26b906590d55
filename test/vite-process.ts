import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A Vite process that serves an app on loopback. */
export interface Server {
  /** The address without a trailing slash: `http://127.0.0.1:40123`. */
  readonly url: string
  /** Everything it has printed so far, without colours. */
  output(): string
  close(): Promise<void>
}

/** What a Vite process prints when it listens. */
const address = /Local:\s+(?<url>http:\/\/[^\s/]+)/

/**
 * Starts `vite` in a folder on a free port and waits until it has printed its address. Rejects with all it has
 * printed when it ends before that.
 */
export async function startServer(command: 'dev' | 'preview', dir: string): Promise<Server> {
  const vite = startVite([command, '--host', '127.0.0.1', '--port', '0'], dir)
  const url = await new Promise<string>((resolve, reject) => {
    vite.onOutput((output) => {
      const found = address.exec(output)?.groups?.['url']
      if (found !== undefined) resolve(found)
    })
    vite.ended.then(
      (code) => reject(new Error(`vite ${command} ended with ${code} before it listened:\n${vite.output()}`)),
      reject,
    )
  })
  return {
    url,
    output: () => vite.output(),
    close: async () => {
      vite.kill()
      await vite.ended
    },
  }
}

/** Runs `vite build` in a folder and returns what it printed; rejects with that when it fails. */
export async function runBuild(dir: string): Promise<string> {
  const vite = startVite(['build'], dir)
  const code = await vite.ended
  if (code !== 0) throw new Error(`vite build ended with ${code}:\n${vite.output()}`)
  return vite.output()
}

interface ViteProcess {
  /** Resolves to the exit code or the signal. */
  readonly ended: Promise<number | string>
  output(): string
  onOutput(listener: (output: string) => void): void
  kill(): void
}

function startVite(args: readonly string[], dir: string): ViteProcess {
  const binary = fileURLToPath(new URL('../../bin/vite.js', import.meta.resolve('vite')))
  const child = spawn(process.execPath, [binary, ...args], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environmentOfApp(), NO_COLOR: '1' },
  })
  let output = ''
  const listeners: ((output: string) => void)[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      output += text
      for (const listener of listeners) listener(output)
    })
  }
  return {
    ended: once(child, 'close').then(
      ([code, signal]: (number | string | null)[]) => code ?? signal ?? 'unknown',
    ),
    output: () => output,
    onOutput: (listener) => listeners.push(listener),
    kill: () => child.kill('SIGTERM'),
  }
}

/** Our own environment without what vitest adds, which would turn a production build into a test build. */
function environmentOfApp(): NodeJS.ProcessEnv {
  const ours = new Set([
    'NODE_ENV',
    'MODE',
    'DEV',
    'PROD',
    'SSR',
    'BASE_URL',
    'TEST',
    'FORCE_COLOR',
    'DATA_DIR',
  ])
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !ours.has(name) && !name.startsWith('VITEST')),
  )
}
