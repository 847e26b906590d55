import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorkspace } from './workspace.test.support.ts'
import type { Workspace } from './workspace.test.support.ts'

let workspace: Workspace
const run: Workspace['run'] = (line, options) => workspace.run(line, options)

beforeEach(() => {
  workspace = createWorkspace()
})

afterEach(() => workspace.remove())

describe('usage', () => {
  test.each([
    ['', 'CLI_NO_COMMAND', 'build, check, inspect, install'],
    ['keys', 'CLI_NO_COMMAND', 'choose one of keys add, keys list, keys new, keys revoke;'],
    ['keys --owner', 'CLI_UNKNOWN_FLAG', 'there are '],
    ['keys new one', 'CLI_TOO_MANY_ARGUMENTS', 'takes none'],
    ['verify a b', 'CLI_TOO_MANY_ARGUMENTS', 'takes one'],
    ['keys revok 1', 'CLI_UNKNOWN_COMMAND', 'did you mean keys revoke?'],
    ['chek', 'CLI_UNKNOWN_COMMAND', 'did you mean check?'],
    ['publish', 'CLI_UNKNOWN_COMMAND', 'there are adopt, build, check, inspect, install, '],
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
    ['check f.txt', 'CLI_NOT_A_PLUGIN', 'The file "f.txt" is no plugin.yaml, and it is no folder.'],
    ['build f.txt', 'CLI_NOT_A_PLUGIN', 'name the folder of a plugin'],
    ['verify nowhere.plug', 'CLI_NO_SUCH_PATH', 'nowhere.plug'],
    ['verify', 'CLI_ARGUMENT_MISSING', 'a file'],
    ['inspect', 'CLI_ARGUMENT_MISSING', 'a file'],
    ['verify x --policy lax', 'CLI_FLAG_VALUE', 'takes require, prefer, off, not "lax"'],
  ])('"%s" is exit code 2: %s', async (line, code, words) => {
    workspace.write({ 'f.txt': '' })
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
    for (const name of ['build', 'check', 'inspect', 'install', 'keys new', 'pack', 'types', 'verify'])
      expect(root.stdout).toMatch(new RegExp(`^ +${name} `, 'm'))
    const build = await run('build -h', { isTTY: true })
    expect(build.exitCode).toBe(0)
    for (const flag of ['--target', '--format', '--output-dir', '--sign', '--no-cache', '--watch', '--json'])
      expect(build.stdout).toContain(flag)
    const keys = await run('keys --help')
    expect(keys.exitCode).toBe(0)
    expect(keys.stdout).toContain('keys revoke')
    expect(keys.stdout).not.toMatch(/^ +build /m)
    expect((await run('keys add --help')).stdout).toContain('--valid-until')
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

describe('colour', () => {
  const coloured = /\u001b\[31mMANIFEST_\w+/
  beforeEach(() => workspace.write({ 'plugin.yaml': 'name: broken\n' }))

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

describe('what is not a problem of the plugin', () => {
  test('an interrupt is exit code 130', async () => {
    workspace.write({ 'plugin.yaml': 'name: a\nversion: 0.1.0\n' })
    const { exitCode, stdout } = await run('check --json', { signal: AbortSignal.abort() })
    expect(exitCode).toBe(130)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, diagnostics: [{ code: 'CLI_INTERRUPTED' }] })
  })

  test('nor is an error that came before the signal which caused it', async () => {
    // As where esbuild's process has got Ctrl-C and ended, and our handler has not run yet.
    const api = `{ options: {}, discover() {
      setImmediate(() => process.emit('plugwright-test-interrupt'))
      throw new Error('The service was stopped')
    } }`
    workspace.write({ 'vite.config.js': `export default { plugins: [{ name: 'plugwright', api: ${api} }] }` })
    const controller = new AbortController()
    process.once('plugwright-test-interrupt', () => controller.abort())
    const { exitCode, stderr } = await run('check', { signal: controller.signal })
    expect(exitCode).toBe(130)
    expect(stderr).toMatch(/^CLI_INTERRUPTED\n/)
  })

  test('the operating system is exit code 7', async () => {
    const { exitCode, stdout, stderr } = await run(`check ${'x'.repeat(300)}`)
    expect(exitCode).toBe(7)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/CLI_ENVIRONMENT\n {2}The system refused: ENAMETOOLONG/)
  })

  test('a bug of ours is exit code 70, says so, and shows the stack', async () => {
    const api = `{ options: {}, discover() { throw new TypeError('boom') } }`
    workspace.write({ 'vite.config.js': `export default { plugins: [{ name: 'plugwright', api: ${api} }] }` })
    const { exitCode, stdout, stderr } = await run('check')
    expect(exitCode).toBe(70)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^TypeError: boom\n {4}at /)
    expect(stderr).toContain('CLI_BUG\n  This is a bug of Plugwright, not of your plugin: TypeError: boom')
  })
})

test('neither Vite nor esbuild is loaded before a command needs it', () => {
  const packages = new Set<string>()
  const seen = new Set<string>()
  const visit = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    const source = readFileSync(file, 'utf8')
    const imports = source.matchAll(
      /^(?:import (type )?(?:[^'=()]*? from )?|export (type )?\{[^}]*\} from )'([^']+)'/gm,
    )
    for (const [, typeImport, typeExport, specifier = ''] of imports) {
      if (typeImport !== undefined || typeExport !== undefined) continue
      if (specifier.startsWith('.')) visit(join(file, '..', specifier))
      else if (!specifier.startsWith('node:')) packages.add(specifier)
    }
  }
  visit(join(import.meta.dirname, 'bin.ts'))
  expect(seen.size).toBeGreaterThan(8)
  expect([...packages].sort()).toEqual(['@plugwright/diagnostics', 'citty'])
})
