// `pnpm test`: everything that proves this repository, from a bare clone. pnpm has installed before this starts.
// Each step runs even if an earlier one failed: one run shows everything that is wrong. The last line has the counts.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { countResults, formatCounts } from './test-counts.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const temporary = await mkdtemp(join(tmpdir(), 'plugwright-test-'))
const report = join(temporary, 'vitest.json')

/** @type {{ name: string, command: string[] }[]} */
const steps = [
  { name: 'compile', command: ['turbo', 'run', '//#compile', '--output-logs=errors-only'] },
  {
    name: 'build',
    command: ['turbo', 'run', 'build', '--output-logs=errors-only'],
  },
  { name: 'types', command: ['turbo', 'run', 'check', '--output-logs=errors-only'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'format', command: ['oxfmt', '--check'] },
  {
    name: 'tests',
    command: [
      'vitest',
      'run',
      '--update=none',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
  },
]

/** @type {Map<string, { ok: boolean, text: string }>} */
const results = new Map()
for (const step of steps) results.set(step.name, await runStep(step))

const counts = countResults(await readReport(report))
const failedSteps = [...results].filter(([name, { ok }]) => !ok && name !== 'tests').length
if (results.get('tests')?.ok === false && counts.failed === 0) counts.failed = 1
counts.failed += failedSteps
await rm(temporary, { recursive: true, force: true })

console.log('')
for (const [name, { ok, text }] of results) console.log(`${ok ? '✓' : '✗'} ${name.padEnd(16)} ${text}`)
console.log(`\n${formatCounts(counts)}`)
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1

/** @param {{ name: string, command: string[] }} step */
async function runStep({ name, command }) {
  console.log(`\n── ${name} ──`)
  const start = performance.now()
  const code = await runCommand(command)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  return { ok: code === 0, text: code === 0 ? `${seconds} s` : `${seconds} s, exit code ${code}` }
}

/**
 * Runs one of the binaries of the root's node_modules; its output goes straight to the terminal.
 * @param {string[]} command
 * @returns {Promise<number | string>} the exit code, or the name of the signal
 */
async function runCommand([binary = '', ...args]) {
  const child = spawn(join(root, 'node_modules', '.bin', binary), args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
}

/** @param {string} file */
async function readReport(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return undefined
  }
}
