import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorkspace, pluginFiles } from './workspace.test.support.ts'
import type { Workspace } from './workspace.test.support.ts'

const bin = join(import.meta.dirname, '../dist/bin.js')

let workspace: Workspace

beforeEach(() => {
  workspace = createWorkspace()
})

afterEach(() => workspace.remove())

/** A running `plugwright`; `text` grows. */
function start(...args: readonly string[]) {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: workspace.dir,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text.stdout += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.stderr += chunk))
  const ended = once(child, 'close').then(() => child.exitCode)
  return { child, text, ended }
}

test('the exit code and the output of a process', async () => {
  workspace.write({ ...pluginFiles('good'), 'bad/plugin.yaml': 'name: bad\n' })
  const good = start('check', 'good')
  const bad = start('check', 'bad', '--json')
  const unknown = start('chek')
  expect(await Promise.all([good.ended, bad.ended, unknown.ended])).toEqual([0, 1, 2])
  expect(good.text).toEqual({ stdout: '1 plugin · no problems\n', stderr: '' })
  expect(JSON.parse(bad.text.stdout)).toMatchObject({ ok: false, command: 'check' })
  expect(bad.text.stderr).toBe('')
  expect(unknown.text.stderr).toContain('did you mean check?')
})

test('--version answers within 100 ms', async () => {
  const times: number[] = []
  // The quickest of several, because other tests run beside this one.
  for (let round = 0; round < 15 && !times.some((time) => time < 100); round++) {
    const begin = performance.now()
    expect(await start('--version').ended).toBe(0)
    times.push(performance.now() - begin)
  }
  expect(Math.min(...times)).toBeLessThan(100)
})

test('a host without Vite', async () => {
  // Outside of this repository, and without the NODE_PATH that pnpm sets for its own commands.
  const dir = mkdtempSync(join(tmpdir(), 'plugwright-host-'))
  try {
    writeFileSync(join(dir, 'vite.config.js'), 'export default {}')
    const { NODE_PATH: _, ...env } = process.env
    const child = spawn(process.execPath, [bin, 'check', dir, '--json'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk))
    await once(child, 'close')
    expect(child.exitCode).toBe(7)
    expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [{ code: 'CLI_NO_VITE', file: dir }] })
  } finally {
    rmSync(dir, { recursive: true })
  }
})

test('a reader that leaves early is no error', async () => {
  const manifest = Array.from({ length: 3000 }, (_, index) => `unknown${index}: 1`).join('\n')
  workspace.write(pluginFiles('crm', manifest))
  const { child, ended, text } = start('check', 'crm')
  child.stdout.once('data', () => child.stdout.destroy())
  expect(await ended).toBe(0)
  expect(text.stderr).toBe('')
})

test(
  '--watch builds again at every change, shows what breaks, and ends at Ctrl-C',
  { timeout: 30_000 },
  async () => {
    workspace.write(pluginFiles('crm'))
    const { child, text, ended } = start('build', 'crm', '--watch')
    const waits = (): number => text.stderr.split('Waiting for changes').length - 1
    const waited = (times: number) => expect.poll(waits, { timeout: 10_000 }).toBe(times)

    await waited(1)
    expect(text.stdout).toContain('crm-0.1.0.plug')
    workspace.write({ 'crm/plugin.yaml': 'name: crm\nversion: [\n' })
    await waited(2)
    expect(text.stdout).toContain('0 packages · ')
    workspace.write({
      'crm/plugin.yaml': 'name: crm\nversion: 0.2.0\n',
      'crm/frontend/src/pages/two.ts': 'export {}\n',
    })
    await expect.poll(() => text.stdout, { timeout: 10_000 }).toContain('crm-0.2.0.plug')

    child.kill('SIGINT')
    expect(await ended).toBe(130)
  },
)

test('an interrupted build leaves nothing behind', { timeout: 30_000 }, async () => {
  const pages = Array.from({ length: 400 }, (_, index) => [
    `crm/frontend/src/pages/page${index}.ts`,
    `export function mount() { return ${index} }\n`,
  ])
  workspace.write({ ...pluginFiles('crm'), ...(Object.fromEntries(pages) as Record<string, string>) })
  const { child, ended } = start('build', 'crm', '--output-dir', 'out')
  const build = join(workspace.dir, 'crm/.plugwright')
  await expect
    .poll(() => readdirSync(join(workspace.dir, 'crm')), { timeout: 10_000, interval: 5 })
    .toContain('.plugwright')
  child.kill('SIGINT')
  expect(await ended).toBe(130)
  expect(readdirSync(workspace.dir).sort()).toEqual(['crm'])
  expect(readdirSync(build)).toEqual(['build'])
})
