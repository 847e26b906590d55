import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { packPlugin } from '../pack-plugin.ts'
import { copyingBundler, makeFolder, makePlugin, removeFolders, sha256Of } from '../plugin-folder.test.kit.ts'

afterEach(removeFolders)

const page = { 'frontend/src/pages/index.tsx': 'export default () => null\n' }

function pluginWith(options: string, files: Readonly<Record<string, string | Uint8Array>> = page): string {
  return makePlugin(files, ['targets:', `  plugwright: ${options}`])
}

const read = (archive: string | undefined, name: string): string =>
  execFileSync('tar', ['xzOf', archive ?? '', name], { encoding: 'utf8' })

describe('sbom.cdx.json', () => {
  test('is packed on request, among the other files and in the manifest', async () => {
    const { ok, packages } = await packPlugin({ dir: pluginWith('{ sbom: true }'), bundler: copyingBundler })
    expect(ok).toBe(true)
    const [first] = packages
    const text = read(first?.path, 'sbom.cdx.json')
    expect(JSON.parse(text)).toMatchObject({ bomFormat: 'CycloneDX', components: [] })
    const { files } = JSON.parse(read(first?.path, 'manifest.json')) as { files: object[] }
    const digest = { path: 'sbom.cdx.json', size: text.length, sha256: sha256Of(text), mode: '0644' }
    expect(files).toContainEqual(digest)
    expect(execFileSync('tar', ['tzf', first?.path ?? ''], { encoding: 'utf8' })).toMatch(
      /\nplugin\.yaml\nsbom\.cdx\.json\n$/,
    )
    const report = JSON.parse(readFileSync(first?.reportPath ?? '', 'utf8')) as Report
    expect(report.plugwright.plan.entries).toContainEqual({
      path: 'sbom.cdx.json',
      from: '.plugwright/build/pages/build.json',
      why: 'sbom',
    })
  })

  test('is packed for a plugin without bundles, too', async () => {
    const { packages } = await packPlugin({ dir: pluginWith('{ sbom: true }', {}) })
    expect(JSON.parse(read(packages[0]?.path, 'sbom.cdx.json'))).toMatchObject({ components: [] })
  })

  test('is not there unless asked for', async () => {
    const { packages } = await packPlugin({ dir: pluginWith('{}'), bundler: copyingBundler })
    expect(execFileSync('tar', ['tzf', packages[0]?.path ?? ''], { encoding: 'utf8' })).not.toContain('sbom')
  })

  test.each(['{ sbom: true }', '{}'])('of the plugin itself is refused with %s', async (options) => {
    const dir = makePlugin({ 'sbom.cdx.json': '{}' }, [
      'files: [sbom.cdx.json]',
      'targets:',
      `  plugwright: ${options}`,
    ])
    const { ok, diagnostics } = await packPlugin({ dir })
    expect(ok).toBe(false)
    expect(diagnostics.map(({ code }) => code)).toContain('PACK_RESERVED_NAME')
  })
})

interface Report {
  readonly plugwright: { readonly plan: { readonly entries: readonly object[] } }
}

/** Bytes that cannot be compressed. */
const NOISE = Uint8Array.from(
  { length: 9000 },
  (_, index) => (Math.imul(index + 1, 2654435761) >>> 16) & 0xff,
)

function heavy(budget: string): string {
  return makePlugin({ 'assets/large.bin': NOISE, 'assets/small.bin': NOISE.subarray(0, 10) }, [
    'files: [assets/**]',
    'targets:',
    `  plugwright: { budget: ${budget} }`,
  ])
}

describe('budget', () => {
  test('a package above it is PACK_OVER_BUDGET with the largest files, and nothing is written', async () => {
    const dir = heavy('1 kB')
    const outputDir = path.join(makeFolder(), 'out')
    const { ok, packages, diagnostics } = await packPlugin({ dir, outputDir })
    expect([ok, packages]).toEqual([false, []])
    expect(diagnostics).toMatchObject([
      {
        code: 'PACK_OVER_BUDGET',
        message: expect.stringMatching(
          /^The package has [\d,]+ bytes, and its budget is 1,000\. .*: assets\/large\.bin \(9,000\), /,
        ),
        path: ['targets', 'plugwright', 'budget'],
      },
    ])
    expect(existsSync(outputDir)).toBe(false)
  })

  test.each(['1 MB', '1000000', '0.5MiB'])('a package within %s is packed', async (budget) => {
    expect(await packPlugin({ dir: heavy(budget) })).toMatchObject({ ok: true, diagnostics: [] })
  })

  test.each(['200 kb', '-1', '0', 'much'])('%s is PACK_TARGET_OPTION', async (budget) => {
    const { diagnostics } = await packPlugin({ dir: heavy(budget) })
    expect(diagnostics[0]).toMatchObject({
      code: 'PACK_TARGET_OPTION',
      path: ['targets', 'plugwright', 'budget'],
    })
  })
})
