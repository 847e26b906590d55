import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { discoverPlugins } from '@plugwright/manifest/node'
import type { Discovery } from '@plugwright/manifest/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { discoverWritten } from './half-written.ts'

let root: string
let manifest: string
let scans: number

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plugwright-half-'))
  mkdirSync(join(root, 'crm'))
  manifest = join(root, 'crm/plugin.yaml')
  scans = 0
})

afterEach(() => rmSync(root, { recursive: true }))

function discover(): Promise<Discovery> {
  scans++
  return discoverPlugins({ roots: [root] })
}

function codes({ plugins }: Discovery): readonly string[] {
  return plugins.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))
}

test('a manifest that is emptied and filled is never broken', async () => {
  writeFileSync(manifest, '')
  const discovery = discoverWritten(async () => {
    const found = await discover()
    if (scans === 1) writeFileSync(manifest, 'name: crm\nversion: 1.0.0\n')
    return found
  })
  expect(codes(await discovery)).toEqual([])
  expect(scans).toBe(2)
})

test.each(['', '# nothing yet'])('one that stays empty, %j, is reported after a moment', async (text) => {
  writeFileSync(manifest, text)
  expect(codes(await discoverWritten(discover))).toEqual(['MANIFEST_EMPTY'])
  expect(scans).toBeGreaterThan(1)
})

test.each([
  { title: 'has been empty for long', seconds: -60 },
  { title: 'is of a clock that was set back', seconds: 60 },
])('one that $title is reported at once', async ({ seconds }) => {
  writeFileSync(manifest, '')
  const time = Date.now() / 1000 + seconds
  utimesSync(manifest, time, time)
  expect(codes(await discoverWritten(discover))).toEqual(['MANIFEST_EMPTY'])
  expect(scans).toBe(1)
})

test('one that is wrong in another way is reported at once', async () => {
  writeFileSync(manifest, 'name: crm\nversion: 1.0\n')
  expect(codes(await discoverWritten(discover))).toEqual(['MANIFEST_WRONG_TYPE'])
  expect(scans).toBe(1)
})
