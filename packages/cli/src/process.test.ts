import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildSigned, tamper, toValue, truncate } from './packages.test.support.ts'
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
      'crm/frontend/src/pages/two.ts': 'export function mount() {}\n',
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

test('the exit code tells every verdict', { timeout: 30_000 }, async () => {
  const { file } = await buildSigned(workspace)
  const trust = async (name: string, ...flags: string[]): Promise<number> => {
    const words = ['keys', 'add', 'key.pub.pem', '--owner', 'Acme', '--trust', name, ...flags]
    return (await workspace.run(words)).exitCode
  }
  expect(await trust('good.json', '--names', '*')).toBe(0)
  expect(await trust('scope.json', '--names', 'finance')).toBe(0)
  expect(await trust('past.json', '--names', '*', '--valid-until', '2020-01-01')).toBe(0)
  await tamper(workspace, { from: file, to: 'unsigned.plug', changes: { 'signature.json': undefined } })
  await tamper(workspace, { from: file, to: 'forged.plug', changes: { 'manifest.json': '{}' } })
  await tamper(workspace, { from: file, to: 'changed.plug', changes: { 'README.md': 'Other\n' } })
  truncate(workspace, file, 'half.plug')

  const cases: readonly (readonly [number, string, ...string[]])[] = [
    [0, 'verified', file, '--trust', 'good.json'],
    [3, 'unsigned', 'unsigned.plug', '--trust', 'good.json'],
    [0, 'unsigned', 'unsigned.plug', '--trust', 'good.json', '--policy', 'prefer'],
    [4, 'untrusted-key', file, '--trust', 'scope.json'],
    [4, 'expired-key', file, '--trust', 'past.json'],
    [5, 'bad-signature', 'forged.plug', '--trust', 'good.json'],
    [5, 'content-mismatch', 'changed.plug', '--trust', 'good.json'],
    [6, 'malformed', 'half.plug', '--trust', 'good.json'],
  ]
  for (const [exitCode, verdict, ...words] of cases) {
    const { text, ended } = start('verify', '--json', ...words)
    expect(await ended).toBe(exitCode)
    expect(JSON.parse(text.stdout)).toMatchObject({ command: 'verify', verdict })
  }
  const revoked = start('keys', 'revoke', (await keyIdOf('good.json')).slice(0, 8), '--trust', 'good.json')
  expect(await revoked.ended).toBe(0)
  const { text, ended } = start('verify', '--json', file, '--trust', 'good.json')
  expect(await ended).toBe(4)
  expect(JSON.parse(text.stdout)).toMatchObject({ verdict: 'revoked-key' })
})

async function keyIdOf(store: string): Promise<string> {
  const { keys } = toValue(await workspace.run(`keys list --trust ${store} --json`)) as {
    keys: { keyId: string }[]
  }
  return keys[0]?.keyId ?? ''
}

/** Runs `plugwright` on a pseudo-terminal, answers its questions, and prints what the terminal shows. */
const IN_TERMINAL = `
import os, pty, sys
answers = sys.argv[1].split(',')
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
shown = b''
while True:
    try:
        chunk = os.read(fd, 4096)
    except OSError:
        break
    if not chunk:
        break
    shown += chunk
    while answers and shown.count(b': ') > shown.count(b'ANSWERED'):
        os.write(fd, answers.pop(0).encode().decode('unicode_escape').encode())
        shown += b'ANSWERED'
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`

function inTerminal(answers: string, args: readonly string[], extraEnv: NodeJS.ProcessEnv = {}) {
  const { CI: _, ...env } = process.env
  return spawnSync('python3', ['-c', IN_TERMINAL, answers, process.execPath, bin, ...args], {
    cwd: workspace.dir,
    encoding: 'utf8',
    env: { ...env, TERM: 'xterm', NO_COLOR: '1', ...extraEnv },
    timeout: 20_000,
  })
}

test('a passphrase is asked for on the terminal and does not show there', { timeout: 30_000 }, (context) => {
  const twice = String.raw`s3cret\r,s3cret\r`
  const { status, stdout, error } = inTerminal(twice, ['keys', 'new', '--out', 'k.pem', '--encrypt'])
  context.skip(error !== undefined, 'python3 is missing here')
  expect(stdout).toContain('Passphrase of the new key: ')
  expect(stdout).not.toContain('s3cret')
  expect(status).toBe(0)
  const ended = inTerminal(String.raw`\x03`, ['keys', 'new', '--out', 'l.pem', '--encrypt'])
  expect(ended.status).toBe(130)
  expect(existsSync(join(workspace.dir, 'l.pem'))).toBe(false)
})

test('a bar shows on the terminal while a large package is written', { timeout: 60_000 }, async (context) => {
  workspace.write({ ...pluginFiles('crm', 'files: [assets/**]\n'), 'crm/assets/readme.txt': '' })
  for (let index = 0; index < 24; index++)
    writeFileSync(join(workspace.dir, `crm/assets/${index}.bin`), randomBytes(1_000_000))
  expect((await workspace.run('build crm --no-cache')).exitCode).toBe(0)
  const { status, stdout, error } = inTerminal('', ['pack', 'crm', '--no-cache'])
  context.skip(error !== undefined, 'python3 is missing here')
  expect(status).toBe(0)
  expect(stdout).toMatch(/\r\u001b\[K\[#+-+\] +\d+% {2}[\d.]+ MB of 24\.0 MB {2}\d+ of \d+ files\r\u001b\[K/)
  // The result stands alone on its line.
  expect(stdout).toMatch(/\r\u001b\[Ktarget {6}file/)
  for (const [flag, env] of [
    ['--quiet', {}],
    ['--json', {}],
    ['--strict', { CI: 'true' }],
  ] as const)
    expect(inTerminal('', ['pack', 'crm', '--no-cache', flag], env).stdout).not.toContain('\u001b')
})
