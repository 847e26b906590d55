import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { formatDiagnostics, hasErrors } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import { expect, test } from 'vitest'
import { PACKED_FORMAT, parsePackedManifest, toPackedPlugin } from './packed-manifest.ts'
import { readManifest } from './read-manifest.ts'

/**
 * One folder per behaviour: a plugin, and either `expected.json`, its manifest in normal form with the warnings,
 * or `error.txt`, everything that is reported about it.
 */
const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url))

test.each(readdirSync(fixtures).toSorted())('%s', async (name) => {
  const { manifest, diagnostics } = await readManifest(`${fixtures}${name}`)
  expect(manifest === undefined).toBe(hasErrors(diagnostics))
  const report = formatDiagnostics(diagnostics, {
    readSource: (file) => readFileSync(file, 'utf8'),
    formatPath: (file) => file.slice(fixtures.length),
  })
  const other = manifest === undefined ? 'expected.json' : 'error.txt'
  expect(existsSync(`${fixtures}${name}/${other}`), `${name} must not have ${other}`).toBe(false)
  if (manifest === undefined) {
    await expect(`${report}\n`).toMatchFileSnapshot(`${fixtures}${name}/error.txt`)
    return
  }
  const packed = {
    format: PACKED_FORMAT,
    plugin: toPackedPlugin(manifest),
    files: [],
    treeDigest: '0'.repeat(64),
  }
  expect(parsePackedManifest(JSON.stringify(packed)).diagnostics).toEqual([])
  const plain: unknown = JSON.parse(
    JSON.stringify(manifest, (_key, value: unknown) =>
      value instanceof Map ? Object.fromEntries(value) : value,
    ),
  )
  const expected = { manifest: plain, warnings: diagnostics.map(oneLine) }
  await expect(`${JSON.stringify(expected, null, 2)}\n`).toMatchFileSnapshot(
    `${fixtures}${name}/expected.json`,
  )
})

function oneLine({ code, message, span }: Diagnostic): string {
  return `${span?.start.line}:${span?.start.column} ${code}: ${message}`
}
