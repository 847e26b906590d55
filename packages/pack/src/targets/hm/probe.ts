import { Worker } from 'node:worker_threads'
import type { ProbeAnswer, ProbeTask } from './probe-worker.ts'

/** What became of a module that was asked for its manifest. */
export type ProbeResult =
  | ProbeAnswer
  /** It was still running at the deadline, and was stopped. */
  | { readonly kind: 'timeout' }
  /** It took more of the JavaScript heap than it may, or its thread ended. */
  | { readonly kind: 'crash'; readonly reason: string }

/** Options of {@link probeModule}. */
export interface ProbeOptions {
  /** For starting, compiling and running together. @default DEFAULT_DEADLINE_MS */
  readonly deadlineMs?: number
}

/** Some hundred times what a module takes. */
export const DEFAULT_DEADLINE_MS = 5000

/** The same from `src` and from `dist`: a worker cannot be started from TypeScript. */
const WORKER = new URL('../../../dist/targets/hm/probe-worker.js', import.meta.url)

/**
 * Runs `hm_manifest` of a module in Extism, in a thread of its own that is stopped at the deadline whatever the
 * module does. Its memory must be bounded by the module itself (see `parseWasmModule`), since no engine option bounds
 * it; Extism's own memory and the JavaScript heap of the thread are bounded here.
 */
export async function probeModule(bytes: Uint8Array, options: ProbeOptions = {}): Promise<ProbeResult> {
  const { deadlineMs = DEFAULT_DEADLINE_MS } = options
  const task: ProbeTask = { bytes }
  // Nothing of the environment or the arguments is for the plugin; what Node prints about WASI is for nobody.
  const worker = new Worker(WORKER, {
    workerData: task,
    env: {},
    argv: [],
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32 },
  })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<ProbeResult>((resolve) => {
      timer = setTimeout(() => resolve({ kind: 'timeout' }), deadlineMs)
      worker.once('message', (answer: ProbeAnswer) => resolve(answer))
      worker.once('error', (error: Error) => resolve({ kind: 'crash', reason: error.message }))
      worker.once('exit', (code) => resolve({ kind: 'crash', reason: `its thread ended with code ${code}` }))
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
