import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { main } from './main.ts'

let cwd: string

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'plugwright-cli-'))
})

afterEach(() => {
  rmSync(cwd, { recursive: true, force: true })
})

interface Run {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

async function run(
  line: string,
  options: { isTTY?: boolean; env?: Record<string, string> } = {},
): Promise<Run> {
  const { isTTY = false, env = {} } = options
  const text = { stdout: '', stderr: '' }
  const terminal = {
    cwd,
    env,
    stdout: { isTTY, write: (chunk: string) => (text.stdout += chunk) },
    stderr: { isTTY, write: (chunk: string) => (text.stderr += chunk) },
  }
  const args = line.split(' ').filter((word) => word !== '')
  const exitCode = await main(args, { terminal, signal: new AbortController().signal })
  return { exitCode, ...text }
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, file)), { recursive: true })
    writeFileSync(join(cwd, file), content)
  }
}

function inFolder(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([file, content]) => [`${folder}/${file}`, content]))
}

describe('usage', () => {
  test.each([
    ['', 'CLI_NO_COMMAND', 'build, check, types'],
    ['chek', 'CLI_UNKNOWN_COMMAND', 'did you mean check?'],
    ['pack', 'CLI_UNKNOWN_COMMAND', 'there are build, check, types.'],
    ['--jsn', 'CLI_UNKNOWN_FLAG', 'did you mean --json?'],
    ['check --stict', 'CLI_UNKNOWN_FLAG', 'did you mean --strict?'],
    ['check --no-strict', 'CLI_UNKNOWN_FLAG', 'did you mean --strict?'],
    ['build --targets x', 'CLI_UNKNOWN_FLAG', 'did you mean --target?'],
    ['build --outputDir x', 'CLI_UNKNOWN_FLAG', 'did you mean --output-dir?'],
    ['build -x', 'CLI_UNKNOWN_FLAG', 'there are '],
    ['build --target', 'CLI_FLAG_VALUE', 'write --target VALUE'],
    ['build --target --quiet', 'CLI_FLAG_VALUE', 'write --target VALUE'],
    ['build --target=', 'CLI_FLAG_VALUE', 'write --target VALUE'],
    ['check --strict=yes', 'CLI_FLAG_VALUE', 'takes no value'],
    ['build one two', 'CLI_TOO_MANY_ARGUMENTS', 'two'],
    ['check nowhere', 'CLI_NO_SUCH_PATH', 'nowhere'],
    ['build nowhere', 'CLI_NO_SUCH_PATH', 'nowhere'],
  ])('"%s" is exit code 2: %s', async (line, code, words) => {
    const { exitCode, stdout, stderr } = await run(line)
    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(code)
    expect(stderr).toContain(words)
    const json = await run(`${line} --json`)
    expect(json.exitCode).toBe(2)
    expect(json.stderr).toBe('')
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, diagnostics: [{ code, severity: 'error' }] })
  })

  test('--watch and --json exclude each other', async () => {
    const { exitCode, stdout } = await run('build --watch --json')
    expect(exitCode).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, diagnostics: [{ code: 'CLI_FLAG_CONFLICT' }] })
  })

  test('--help lists commands, and a command its flags', async () => {
    const root = await run('--help')
    expect(root.exitCode).toBe(0)
    for (const name of ['build', 'check', 'types'])
      expect(root.stdout).toMatch(new RegExp(`^ +${name} `, 'm'))
    const build = await run('build -h', { isTTY: true })
    expect(build.exitCode).toBe(0)
    for (const flag of ['--target', '--format', '--output-dir', '--watch', '--json'])
      expect(build.stdout).toContain(flag)
  })

  test('--version is that of package.json, as text and as data', async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
      version: string
    }
    expect(await run('--version')).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' })
    expect((await run('check -v')).stdout).toBe(`${version}\n`)
    expect(JSON.parse((await run('--json --version')).stdout)).toMatchObject({ ok: true, version })
  })
})

describe('check', () => {
  const good = 'name: good\nversion: 0.1.0\n'
  const broken = {
    'plugin.yaml': 'name: broken\nversion: 0.1.0\nnav:\n  - { label: Lost, path: /broken/lost }\n',
    'frontend/src/pages/index.tsx': '',
  }
  const warned = 'name: warned\nversion: 0.1.0\nlisense: MIT\n'

  test('a good plugin', async () => {
    write({ 'good/plugin.yaml': good })
    expect(await run('check good')).toEqual({ exitCode: 0, stdout: '1 plugin · no problems\n', stderr: '' })
    expect((await run('check good/plugin.yaml')).exitCode).toBe(0)
  })

  test('a problem has its place, relative to the working directory, a frame, a hint, and exit code 1', async () => {
    write(inFolder('plugins/broken', broken))
    const { exitCode, stdout } = await run('check plugins/broken')
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/^plugins\/broken\/plugin\.yaml:4:\d+ {2}MANIFEST_NAV_WITHOUT_PAGE$/m)
    expect(stdout).toContain('> 4 |   - { label: Lost, path: /broken/lost }')
    expect(stdout).toMatch(/1 plugin · 1 error\n$/)
  })

  test('a folder of plugins is a root: all problems of all plugins', async () => {
    write({ 'good/plugin.yaml': good, 'warned/plugin.yaml': warned, ...inFolder('broken', broken) })
    const { exitCode, stdout } = await run('check --json')
    expect(exitCode).toBe(1)
    const value = JSON.parse(stdout) as { plugins: object[]; diagnostics: object[] }
    expect(value).toMatchObject({ ok: false, command: 'check' })
    expect(value.plugins).toMatchObject([
      { name: 'broken', version: '0.1.0', state: 'invalid', dir: join(cwd, 'broken') },
      { name: 'good', version: '0.1.0', state: 'valid' },
      { name: 'warned', version: '0.1.0', state: 'valid' },
    ])
    expect((await run('check')).stdout).toMatch(/3 plugins · 1 warning · 1 error\n$/)
  })

  test('several paths at once', async () => {
    write({ 'a/good/plugin.yaml': good, 'b/warned/plugin.yaml': warned })
    const { exitCode, stdout } = await run('check a/good b')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/2 plugins · 1 warning\n$/)
  })

  test('--strict counts warnings, --quiet prints problems only', async () => {
    write({ 'warned/plugin.yaml': warned, 'good/plugin.yaml': good })
    expect((await run('check warned')).exitCode).toBe(0)
    expect((await run('check warned --strict')).exitCode).toBe(1)
    expect(JSON.parse((await run('check warned --strict --json')).stdout)).toMatchObject({ ok: false })
    expect(await run('check good --quiet')).toEqual({ exitCode: 0, stdout: '', stderr: '' })
    const quiet = await run('check warned -q')
    expect(quiet.stdout).toContain('lisense')
    expect(quiet.stdout).not.toContain('1 plugin')
  })

  test('nothing to check', async () => {
    write({ 'empty/readme.txt': '' })
    const { exitCode, stdout } = await run('check empty')
    expect(exitCode).toBe(1)
    expect(stdout).toContain('CLI_NOTHING_FOUND')
  })
})

describe('colour', () => {
  const coloured = /\u001b\[31mMANIFEST_\w+/
  beforeEach(() => write({ 'plugin.yaml': 'name: broken\n' }))

  test.each([
    ['on a terminal', 'check', { isTTY: true }, true],
    ['in a pipe', 'check', {}, false],
    ['with NO_COLOR', 'check', { isTTY: true, env: { NO_COLOR: '1' } }, false],
    ['with an empty NO_COLOR', 'check', { isTTY: true, env: { NO_COLOR: '' } }, true],
    ['with --no-color', 'check --no-color', { isTTY: true }, false],
    ['with --color', 'check --color', { env: { NO_COLOR: '1' } }, true],
    ['with FORCE_COLOR', 'check', { env: { FORCE_COLOR: '1' } }, true],
    ['on a dumb terminal', 'check', { isTTY: true, env: { TERM: 'dumb' } }, false],
    ['with --json', 'check --json', { isTTY: true }, false],
  ] as const)('%s', async (...[, line, options, hasColour]) => {
    const { stdout } = await run(line, options)
    expect(stdout).toContain('MANIFEST_')
    expect(coloured.test(stdout)).toBe(hasColour)
  })
})
