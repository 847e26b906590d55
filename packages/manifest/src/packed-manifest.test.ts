import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { PackedManifest } from './manifest.generated.ts'
import { fromPackedPlugin, parsePackedManifest, toPackedPlugin } from './packed-manifest.ts'
import { loadManifest } from './read-manifest.ts'

const everyField = fileURLToPath(new URL('../fixtures/valid-every-field', import.meta.url))
const sha256 = 'a'.repeat(64)

async function pack(): Promise<PackedManifest> {
  const { manifest } = await loadManifest(everyField)
  const built = { css: ['frontend/page.css'], imports: ['frontend/chunk.js'], file: 'frontend/page.js' }
  return {
    format: 'plugwright/1',
    plugin: toPackedPlugin(manifest),
    frontend: {
      external: ['react'],
      pages: manifest.pages.map(({ module, path }) => Object.assign({ module, path }, built)),
      blocks: manifest.blocks.map(({ module, slot, id }) => Object.assign({ module, slot, id }, built)),
    },
    backend: { routers: [] },
    files: [{ path: 'plugin.yaml', size: 3, sha256, mode: '0644' }],
    treeDigest: sha256,
  }
}

test('a manifest comes back from its packed form, but for what only packing needs', async () => {
  const { manifest } = await loadManifest(everyField)
  const packed = await pack()
  const parsed = parsePackedManifest(JSON.stringify(packed))
  expect(parsed.diagnostics).toEqual([])
  expect(parsed.packed).toEqual(packed)
  expect(fromPackedPlugin(packed.plugin)).toEqual({
    ...manifest,
    files: [],
    secrets: { allow: [] },
    targets: new Map(),
  })
})

test('the packed form has no files, secrets and targets, and keys in the order of the schema', async () => {
  const { plugin } = await pack()
  expect(Object.keys(plugin).slice(0, 4)).toEqual(['name', 'version', 'display_name', 'description'])
  for (const key of ['files', 'secrets', 'targets']) expect(plugin).not.toHaveProperty(key)
})

test('unknown fields of a later version are ignored', async () => {
  const packed = await pack()
  const later = { ...packed, plugin: { ...packed.plugin, later: true }, later: {} }
  expect(parsePackedManifest(new TextEncoder().encode(JSON.stringify(later))).diagnostics).toEqual([])
})

test.each<[string, (packed: PackedManifest) => string | Uint8Array, string]>([
  ['not JSON', () => '{', 'PACKED_INVALID_JSON'],
  ['not UTF-8', () => new Uint8Array([0x22, 0xff, 0x22]), 'PACKED_INVALID_JSON'],
  ['too large', () => ' '.repeat(17 * 1024 * 1024), 'PACKED_TOO_LARGE'],
  ['too deep', () => '['.repeat(100_000), 'PACKED_TOO_LARGE'],
  ['no object', () => '7', 'PACKED_UNSUPPORTED_FORMAT'],
  ['of another system', () => '{"name":"crm","version":"1.0.0"}', 'PACKED_UNSUPPORTED_FORMAT'],
  [
    'of a later format',
    (packed) => JSON.stringify({ ...packed, format: 'plugwright/2' }),
    'PACKED_UNSUPPORTED_FORMAT',
  ],
  ['without files', ({ files: _files, ...packed }) => JSON.stringify(packed), 'PACKED_INVALID'],
  [
    'with a path out of the archive',
    (packed) => JSON.stringify(packed).replace('"plugin.yaml"', '"../plugin.yaml"'),
    'PACKED_INVALID',
  ],
  [
    'with a digest in upper case',
    (packed) => JSON.stringify({ ...packed, treeDigest: sha256.toUpperCase() }),
    'PACKED_INVALID',
  ],
])('refuses one that is %s', async (_what, content, code) => {
  const { packed, diagnostics } = parsePackedManifest(content(await pack()), { file: 'manifest.json' })
  expect(packed).toBeUndefined()
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code])
  expect(diagnostics[0]?.file).toBe('manifest.json')
})
