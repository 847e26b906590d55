import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorkspace, pluginFiles } from '../workspace.test.support.ts'
import type { Workspace } from '../workspace.test.support.ts'

let workspace: Workspace

beforeEach(() => {
  workspace = createWorkspace()
})

afterEach(() => workspace.remove())

describe('plugins', () => {
  const good = 'name: good\nversion: 0.1.0\n'
  const lost = 'nav:\n  - { label: Lost, path: /broken/lost }\n'
  const warned = 'name: warned\nversion: 0.1.0\nlisense: MIT\n'

  test('a good plugin', async () => {
    workspace.write({ 'good/plugin.yaml': good })
    expect(await workspace.run('check good')).toEqual({
      exitCode: 0,
      stdout: '1 plugin · no problems\n',
      stderr: '',
    })
    expect((await workspace.run('check good/plugin.yaml')).exitCode).toBe(0)
  })

  test('a problem has its place, relative to the working directory, a frame, a hint, and exit code 1', async () => {
    workspace.write(pluginFiles('plugins/broken', lost))
    const { exitCode, stdout } = await workspace.run('check plugins/broken')
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/^plugins\/broken\/plugin\.yaml:4:\d+ {2}MANIFEST_NAV_WITHOUT_PAGE$/m)
    expect(stdout).toContain('> 4 |   - { label: Lost, path: /broken/lost }')
    expect(stdout).toMatch(/1 plugin · 1 error\n$/)
  })

  test('a folder of plugins is a root: all problems of all plugins', async () => {
    workspace.write({
      'good/plugin.yaml': good,
      'warned/plugin.yaml': warned,
      ...pluginFiles('broken', lost),
    })
    const { exitCode, stdout } = await workspace.run('check --json')
    expect(exitCode).toBe(1)
    const value = JSON.parse(stdout) as { plugins: object[]; diagnostics: object[] }
    expect(value).toMatchObject({ ok: false, command: 'check' })
    expect(value.plugins).toMatchObject([
      { name: 'broken', version: null, state: 'invalid', dir: join(workspace.dir, 'broken') },
      { name: 'good', version: '0.1.0', state: 'valid' },
      { name: 'warned', version: '0.1.0', state: 'valid' },
    ])
    expect((await workspace.run('check')).stdout).toMatch(/3 plugins · 1 warning · 1 error\n$/)
  })

  test('several paths at once', async () => {
    workspace.write({ 'a/good/plugin.yaml': good, 'b/warned/plugin.yaml': warned })
    const { exitCode, stdout } = await workspace.run('check a/good b')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/2 plugins · 1 warning\n$/)
  })

  test('--strict counts warnings, --quiet prints problems only', async () => {
    workspace.write({ 'warned/plugin.yaml': warned, 'good/plugin.yaml': good })
    expect((await workspace.run('check warned')).exitCode).toBe(0)
    expect((await workspace.run('check warned --strict')).exitCode).toBe(1)
    expect(JSON.parse((await workspace.run('check warned --strict --json')).stdout)).toMatchObject({
      ok: false,
    })
    expect(await workspace.run('check good --quiet')).toEqual({ exitCode: 0, stdout: '', stderr: '' })
    const quiet = await workspace.run('check warned -q')
    expect(quiet.stdout).toContain('lisense')
    expect(quiet.stdout).not.toContain('1 plugin')
  })

  test('nothing to check', async () => {
    workspace.write({ 'empty/readme.txt': '' })
    const { exitCode, stdout } = await workspace.run('check empty')
    expect(exitCode).toBe(1)
    expect(stdout).toContain('CLI_NOTHING_FOUND')
  })
})

describe('hosts', () => {
  const config = `
    import { plugwright } from '@plugwright/vite'
    export default { plugins: [plugwright({ roots: ['./here', './there'] })] }
  `

  test('the plugins of all roots, as the host finds them', async () => {
    workspace.write({
      'host/vite.config.js': config,
      ...pluginFiles('host/here/crm'),
      ...pluginFiles('host/there/crm'),
    })
    const { exitCode, stdout } = await workspace.run('check host --json')
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      plugins: [
        { name: 'crm', state: 'valid', dir: join(workspace.dir, 'host/here/crm') },
        { name: 'crm', state: 'shadowed', dir: join(workspace.dir, 'host/there/crm') },
      ],
      diagnostics: [{ code: 'PLUGIN_SHADOWED', severity: 'warning' }],
    })
  })

  test.each([
    ['export default {}', 1, 'CLI_NOT_A_HOST', 'add plugwright()'],
    ['throw new RangeError("no luck")', 1, 'CLI_HOST_CONFIG_FAILED', 'RangeError: no luck'],
    [config.replace('roots', 'root'), 1, 'VITE_UNKNOWN_OPTION', 'roots'],
  ] as const)('%s', async (...[source, exitCode, code, words]) => {
    workspace.write({ 'host/vite.config.js': source })
    const found = await workspace.run('check host')
    expect(found.exitCode).toBe(exitCode)
    expect(found.stdout).toContain(code)
    expect(found.stdout).toContain(words)
  })
})
