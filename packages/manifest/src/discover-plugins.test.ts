import { mkdirSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { discoverPlugins } from './discover-plugins.ts'
import type { DiscoverOptions } from './discover-plugins.ts'
import { createDiscoveryCache } from './discovery-cache.ts'
import type { Discovery } from './discovery.ts'
import { toPackedPlugin } from './packed-manifest.ts'
import { createFolder, minimal, touch, writeFiles } from './plugin-folders.test.support.ts'
import { readManifest } from './read-manifest.ts'

/** What a scan found, in a line each: `crm 0.1.0 install source valid: CODE`. */
async function scan(
  options: DiscoverOptions,
): Promise<{ plugins: string[]; problems: string[]; found: Discovery }> {
  const found = await discoverPlugins(options)
  const plugins = found.plugins.map(({ name, version, source, kind, state, diagnostics }) =>
    [`${name} ${version} ${source} ${kind} ${state}`, ...diagnostics.map(({ code }) => code)].join(' '),
  )
  return { plugins, problems: found.diagnostics.map(({ code, severity }) => `${code} ${severity}`), found }
}

test('walks roots in order; the first plugin of a name wins', async () => {
  const cwd = createFolder()
  writeFiles(cwd, {
    'plugins/finance/plugin.yaml': minimal('finance', '2.0.0'),
    'plugins/_demo/plugin.yaml': minimal('_demo'),
    'plugins/crm/plugin.yaml': minimal('crm'),
    'data/finance/plugin.yaml': minimal('finance', '1.0.0'),
    'data/hr/plugin.yaml': minimal('hr'),
  })
  const { plugins, problems, found } = await scan({ roots: ['plugins', 'data'], cwd })
  expect(plugins).toEqual([
    '_demo 0.1.0 install source valid',
    'crm 0.1.0 install source valid',
    'finance 2.0.0 install source valid',
    'finance 1.0.0 data source shadowed PLUGIN_SHADOWED',
    'hr 0.1.0 data source valid',
  ])
  expect(problems).toEqual([])
  const shadowed = found.plugins[3]
  expect(shadowed).toMatchObject({ shadowedBy: join(cwd, 'plugins/finance'), rootIndex: 1 })
  expect(shadowed?.diagnostics[0]).toMatchObject({
    severity: 'warning',
    message: 'The plugin finance 1.0.0 is shadowed by finance 2.0.0, which was found earlier.',
    file: join(cwd, 'data/finance/plugin.yaml'),
    related: [{ file: join(cwd, 'plugins/finance/plugin.yaml') }],
  })
})

test('a malformed plugin is returned with its problems, and harms no other', async () => {
  const cwd = createFolder()
  writeFiles(cwd, {
    'plugins/crm/plugin.yaml': minimal('crm'),
    'plugins/broken/plugin.yaml': 'name: [',
    'plugins/empty/plugin.yaml': '',
    'plugins/binary/plugin.yaml': new Uint8Array([0xff, 0xfe, 0]),
    'plugins/crm-copy/plugin.yaml': minimal('crm'),
    'plugins/a-crm/plugin.yaml': minimal('crm', '9.0.0'),
  })
  const { plugins } = await scan({ roots: ['plugins'], cwd })
  expect(plugins).toEqual([
    'a-crm 9.0.0 install source invalid MANIFEST_NAME_MISMATCH',
    'binary undefined install source invalid MANIFEST_NOT_UTF8',
    'broken undefined install source invalid MANIFEST_YAML_SYNTAX',
    'crm 0.1.0 install source valid',
    'crm-copy 0.1.0 install source invalid MANIFEST_NAME_MISMATCH',
    'empty undefined install source invalid MANIFEST_EMPTY',
  ])
})

test('skips dot folders, node_modules, dist, build, files, and folders without a manifest', async () => {
  const cwd = createFolder()
  for (const name of ['.hidden', 'node_modules', 'dist', 'build', 'crm'])
    writeFiles(cwd, { [`plugins/${name}/plugin.yaml`]: minimal(name.replace('.', '')) })
  writeFiles(cwd, { 'plugins/notes/README.md': '', 'plugins/plugin.yaml': minimal('plugins') })
  expect((await scan({ roots: ['plugins'], cwd })).plugins).toEqual(['crm 0.1.0 install source valid'])
})

test('reports roots that are missing, files, unreadable or repeated, and goes on', async () => {
  const cwd = createFolder()
  writeFiles(cwd, { file: '', 'plugins/crm/plugin.yaml': minimal('crm') })
  symlinkSync('loop', join(cwd, 'loop'))
  const { plugins, problems, found } = await scan({
    roots: ['gone', 'file', 'loop', 'plugins', './plugins/'],
    cwd,
  })
  expect(plugins).toEqual(['crm 0.1.0 data source valid'])
  expect(problems.toSorted()).toEqual([
    'ROOT_MISSING info',
    'ROOT_NOT_A_FOLDER warning',
    'ROOT_REPEATED warning',
    'ROOT_UNREADABLE warning',
  ])
  expect(found.roots.map(({ dir, state }) => `${dir.slice(cwd.length + 1)} ${state}`)).toEqual([
    'gone missing',
    'file unreadable',
    'loop unreadable',
    'plugins found',
  ])
})

test('single plugins rank first, from folders or packages, whatever their folder is called', async () => {
  const cwd = createFolder()
  writeFiles(cwd, {
    'app/plugins/crm/plugin.yaml': minimal('crm', '1.0.0'),
    'work/my-crm-branch/plugin.yaml': minimal('crm', '2.0.0'),
    'app/node_modules/@acme/finance-plugin/plugin.yaml': minimal('finance'),
    'node_modules/hr-plugin/plugin.yaml': minimal('hr'),
  })
  const { plugins, problems } = await scan({
    plugins: ['../work/my-crm-branch', '@acme/finance-plugin', 'hr-plugin', './none', 'none'],
    roots: ['plugins'],
    cwd: join(cwd, 'app'),
  })
  expect(plugins).toEqual([
    'crm 2.0.0 single source valid',
    'finance 0.1.0 single source valid',
    'hr 0.1.0 single source valid',
    'crm 1.0.0 install source shadowed PLUGIN_SHADOWED',
  ])
  expect(problems).toEqual(['PLUGIN_NOT_FOUND error', 'PLUGIN_NOT_FOUND error'])
})

test('a single plugin that lies in a root is found once', async () => {
  const cwd = createFolder()
  writeFiles(cwd, { 'plugins/crm/plugin.yaml': minimal('crm') })
  const { plugins } = await scan({ plugins: ['./plugins/crm'], roots: ['plugins'], cwd })
  expect(plugins).toEqual(['crm 0.1.0 single source valid'])
})

test('follows links to plugin folders, and does not hang on those that go round', async () => {
  const cwd = createFolder()
  writeFiles(cwd, { 'elsewhere/crm/plugin.yaml': minimal('crm'), 'plugins/.keep': '' })
  symlinkSync('../elsewhere/crm', join(cwd, 'plugins/crm'))
  symlinkSync('..', join(cwd, 'plugins/up'))
  symlinkSync('self', join(cwd, 'plugins/self'))
  const { plugins, found } = await scan({ roots: ['plugins'], cwd })
  expect(plugins).toEqual(['crm 0.1.0 install source valid'])
  expect(found.plugins[0]).toMatchObject({
    dir: join(cwd, 'plugins/crm'),
    realDir: join(cwd, 'elsewhere/crm'),
  })
})

test('a packed manifest of ours wins over plugin.yaml; one of another system does not', async () => {
  const cwd = createFolder()
  writeFiles(cwd, {
    'plugins/crm/plugin.yaml': minimal('crm', '1.0.0'),
    'plugins/hecate/plugin.yaml': minimal('hecate'),
    'plugins/hecate/manifest.json': '{"name":"hecate","version":"1.0.0"}',
    'plugins/odd/plugin.yaml': minimal('odd'),
    'plugins/odd/manifest.json': '{',
    'plugins/torn/manifest.json': '{"format":"plugwright/1",',
    'plugins/later/manifest.json': '{"format":"plugwright/2"}',
    'plugins/other/manifest.json': '{}',
  })
  writeFiles(cwd, { 'plugins/crm/manifest.json': await packed(join(cwd, 'plugins/crm'), '2.0.0') })
  writeFiles(cwd, { 'plugins/crm-copy/manifest.json': await packed(join(cwd, 'plugins/crm'), '2.0.0') })
  const { plugins, found } = await scan({ roots: ['plugins'], cwd })
  expect(plugins).toEqual([
    'crm 2.0.0 install prebuilt valid',
    'crm-copy 2.0.0 install prebuilt invalid MANIFEST_NAME_MISMATCH',
    'hecate 0.1.0 install source valid',
    'later undefined install prebuilt invalid PACKED_UNSUPPORTED_FORMAT',
    'odd 0.1.0 install source valid',
    'torn undefined install prebuilt invalid PACKED_INVALID_JSON',
  ])
  expect(found.plugins[0]).toMatchObject({ manifest: { name: 'crm' }, packed: { format: 'plugwright/1' } })
})

test('a root for packages refuses plugins from source', async () => {
  const cwd = createFolder()
  writeFiles(cwd, { 'data/crm/plugin.yaml': minimal('crm'), 'data/hr/plugin.yaml': minimal('hr') })
  writeFiles(cwd, { 'data/hr/manifest.json': await packed(join(cwd, 'data/hr'), '1.0.0') })
  const { plugins } = await scan({ roots: [{ dir: 'data', source: 'customer', trust: 'packages' }], cwd })
  expect(plugins).toEqual([
    'crm 0.1.0 customer source invalid PLUGIN_SOURCE_REFUSED',
    'hr 1.0.0 customer prebuilt valid',
  ])
})

test('a scan with a cache sees every change and keeps what has not changed', async () => {
  const cwd = createFolder()
  for (const name of ['crm', 'hr', 'ops']) {
    writeFiles(cwd, {
      [`plugins/${name}/plugin.yaml`]: minimal(name),
      [`plugins/${name}/frontend/src/pages/a.tsx`]: '',
    })
  }
  const cache = createDiscoveryCache()
  const paths = async (): Promise<Record<string, string[] | undefined>> => {
    const { plugins } = await discoverPlugins({ roots: ['plugins'], cwd, cache })
    return Object.fromEntries(
      plugins.map(({ name, manifest }) => [name, manifest?.pages.map(({ path }) => path)]),
    )
  }
  expect(await paths()).toEqual({ crm: ['/a'], hr: ['/a'], ops: ['/a'] })

  touch(join(cwd, 'plugins/crm/plugin.yaml'), 'name: [')
  writeFiles(cwd, { 'plugins/hr/frontend/src/pages/deep/b.tsx': '' })
  renameSync(join(cwd, 'plugins/ops'), join(cwd, 'plugins/new'))
  expect(await paths()).toEqual({ crm: undefined, hr: ['/a', '/deep/b'], new: undefined })

  touch(join(cwd, 'plugins/crm/plugin.yaml'), minimal('crm'))
  writeFiles(cwd, { 'plugins/hr/frontend/src/pages/deep/c.tsx': '' })
  rmSync(join(cwd, 'plugins/new'), { recursive: true })
  expect(await paths()).toEqual({ crm: ['/a'], hr: ['/a', '/deep/b', '/deep/c'] })

  rmSync(join(cwd, 'plugins/hr/frontend'), { recursive: true })
  expect(await paths()).toEqual({ crm: ['/a'], hr: [] })
  writeFiles(cwd, { 'plugins/hr/frontend/src/blocks/x.tsx': '', 'plugins/hr/frontend/src/pages/z.tsx': '' })
  expect(await paths()).toEqual({ crm: ['/a'], hr: ['/z'] })
})

test('a missing file that appears repairs its plugin', async () => {
  const cwd = createFolder()
  writeFiles(cwd, { 'plugins/crm/plugin.yaml': `${minimal('crm')}routers: [backend/routers/a.ts:router]\n` })
  const cache = createDiscoveryCache()
  const state = async (): Promise<string | undefined> =>
    (await discoverPlugins({ roots: ['plugins'], cwd, cache })).plugins[0]?.state
  expect(await state()).toBe('invalid')
  mkdirSync(join(cwd, 'plugins/crm/backend'))
  expect(await state()).toBe('invalid')
  writeFiles(cwd, { 'plugins/crm/backend/routers/a.ts': '' })
  expect(await state()).toBe('valid')
  rmSync(join(cwd, 'plugins/crm/backend/routers/a.ts'))
  expect(await state()).toBe('invalid')
})

test('a manifest.json that becomes ours turns its plugin into a prebuilt one', async () => {
  const cwd = createFolder()
  writeFiles(cwd, { 'plugins/crm/plugin.yaml': minimal('crm'), 'plugins/crm/manifest.json': '{}' })
  const cache = createDiscoveryCache()
  expect((await scan({ roots: ['plugins'], cwd, cache })).plugins).toEqual(['crm 0.1.0 install source valid'])
  touch(join(cwd, 'plugins/crm/manifest.json'), await packed(join(cwd, 'plugins/crm'), '2.0.0'))
  expect((await scan({ roots: ['plugins'], cwd, cache })).plugins).toEqual([
    'crm 2.0.0 install prebuilt valid',
  ])
})

test('an unchanged plugin comes from the cache', async () => {
  const cwd = createFolder()
  writeFiles(cwd, { 'plugins/crm/plugin.yaml': minimal('crm'), 'plugins/crm/frontend/src/pages/a.tsx': '' })
  const cache = createDiscoveryCache()
  const first = async (): Promise<unknown> =>
    (await discoverPlugins({ roots: ['plugins'], cwd, cache })).plugins[0]?.manifest
  // What was written a moment ago is read again; after that the same object comes back.
  await expect.poll(async () => (await first()) === (await first())).toBe(true)
})

function versionsOf(version: string): Record<string, string> {
  const text = (name: string): string => `name: ${name}\nversion: ${version}\n`
  return { 'plugins/crm/plugin.yaml': text('crm'), 'plugins/hr/plugin.yaml': text('hr') }
}

test('looks at what may have changed only, where that is known', async () => {
  const cwd = createFolder()
  writeFiles(cwd, versionsOf('1.0.0'))
  const cache = createDiscoveryCache()
  const versions = async (changed?: ReadonlySet<string>): Promise<(string | undefined)[]> => {
    const { plugins } = await discoverPlugins({ roots: ['plugins'], cwd, cache, ...(changed && { changed }) })
    return plugins.map(({ version }) => version)
  }
  const isRemembered = async (): Promise<boolean> => {
    const [first, second] = [
      await discoverPlugins({ roots: ['plugins'], cwd, cache }),
      await discoverPlugins({ roots: ['plugins'], cwd, cache }),
    ]
    return first.plugins.every((plugin, index) => plugin === second.plugins[index])
  }
  await expect.poll(isRemembered).toBe(true)
  writeFiles(cwd, versionsOf('2.0.0'))
  expect(await versions(new Set())).toEqual(['1.0.0', '1.0.0'])
  expect(await versions(new Set([realpathSync(join(cwd, 'plugins/hr'))]))).toEqual(['1.0.0', '2.0.0'])
  expect(await versions()).toEqual(['2.0.0', '2.0.0'])
})

test('a signal stops the scan with its reason', async () => {
  const cwd = createFolder()
  writeFiles(cwd, { 'plugins/crm/plugin.yaml': minimal('crm') })
  const reason = new Error('enough')
  const scanning = discoverPlugins({ roots: ['plugins'], cwd, signal: AbortSignal.abort(reason) })
  await expect(scanning).rejects.toBe(reason)
})

async function packed(dir: string, version: string): Promise<string> {
  const { manifest } = await readManifest(dir)
  if (manifest === undefined) throw new Error(`${dir} is not valid.`)
  const plugin = { ...toPackedPlugin(manifest), version }
  return JSON.stringify({ format: 'plugwright/1', plugin, files: [], treeDigest: '0'.repeat(64) })
}
