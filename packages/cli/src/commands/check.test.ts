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
      { name: 'broken', version: '0.1.0', state: 'invalid', dir: join(workspace.dir, 'broken') },
      { name: 'good', version: '0.1.0', state: 'valid' },
      { name: 'warned', version: '0.1.0', state: 'valid' },
    ])
    expect((await workspace.run('check')).stdout).toMatch(/3 plugins · 1 warning · 1 error\n$/)
  })

  test('an invalid plugin has its name and version, as far as they can be read', async () => {
    workspace.write({
      'a/plugin.yaml': `name: sales\nversion: 0.1.0\n${lost}`,
      'b/plugin.yaml': 'name: stock\npages: 1\n',
      'c/plugin.yaml': 'name: [\n',
      'd/other.yaml': 'name: other\nversion: 0.2.0\npages: 1\n',
    })
    const { stdout } = await workspace.run('check a b c d/other.yaml --json')
    expect((JSON.parse(stdout) as { plugins: object[] }).plugins).toMatchObject([
      { name: 'sales', version: '0.1.0', state: 'invalid' },
      { name: 'stock', version: null, state: 'invalid' },
      { name: 'c', version: null, state: 'invalid' },
      { name: 'other', version: '0.2.0', state: 'invalid' },
    ])
  })

  test('the folder of a package is checked by its manifest.json', async () => {
    workspace.write({ 'packed/manifest.json': '{ "format": "plugwright/1" }', 'foreign/manifest.json': '{}' })
    expect((await workspace.run('check packed')).stdout).toContain('PACKED_INVALID')
    expect((await workspace.run('check packed/manifest.json')).stdout).toContain('PACKED_INVALID')
    expect((await workspace.run('check foreign')).stdout).toContain('MANIFEST_NOT_FOUND')
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

describe('targets', () => {
  const manifests = {
    'a/plugin.yaml': 'name: a\nversion: 0.1.0\ntargets: { plugwright: { foo: 1 } }\n',
    'b/plugin.yaml': 'name: b\nversion: 0.1.0\ntargets: { plugwrigt: {} }\n',
    'c/plugin.yaml': 'name: c\nversion: 0.1.0\ntargets: { plugwright: {}, mainframe: {} }\n',
  }

  test.each([
    ['a', 1, 'a/plugin.yaml:3:26  PACK_TARGET_OPTION', '"foo" is not known'],
    ['a/plugin.yaml', 1, 'a/plugin.yaml:3:26  PACK_TARGET_OPTION', '"foo" is not known'],
    ['b', 1, 'b/plugin.yaml:3:12  PACK_NO_TARGET', 'did you mean "plugwright"?'],
    ['c', 0, 'c/plugin.yaml:3:28  PACK_TARGET_SKIPPED (warning)', 'known are '],
  ] as const)('check %s and build %s say the same', async (...[path, exitCode, place, words]) => {
    workspace.write(manifests)
    const [checked, built] = [await workspace.run(`check ${path}`), await workspace.run(`build ${path}`)]
    for (const found of [checked, built]) {
      expect(found.exitCode).toBe(exitCode)
      expect(found.stdout).toContain(`${place}\n`)
      expect(found.stdout).toContain(words)
    }
  })

  test('of all plugins of a folder, but not of a host, which packs nothing', async () => {
    const config = `
      import { plugwright } from '@plugwright/vite'
      export default { plugins: [plugwright({ roots: ['./plugins'] })] }
    `
    workspace.write({
      ...Object.fromEntries(Object.entries(manifests).map(([file, text]) => [`plugins/${file}`, text])),
      'vite.config.js': config,
    })
    const { stdout } = await workspace.run('check plugins --json')
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string }[] }
    const codes = diagnostics.map(({ code }) => code)
    expect(codes).toEqual(['PACK_TARGET_OPTION', 'PACK_NO_TARGET', 'PACK_TARGET_SKIPPED'])
    expect((await workspace.run('check')).stdout).toBe('3 plugins · no problems\n')
    expect((await workspace.run('check vite.config.js')).stdout).toBe('3 plugins · no problems\n')
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
