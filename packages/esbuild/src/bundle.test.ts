import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { findStaleness } from '@plugwright/pack'
import { describe, expect, test } from 'vitest'
import { bundleFixture, copyFixture, format, pagesRequest, serverRequest } from './fixture.test.support.ts'

describe('pages', () => {
  test('dump', async () => {
    const dir = await copyFixture('portable-dialect')
    const bundled = await bundleFixture(dir, await pagesRequest(dir))
    console.log(format(bundled.diagnostics, dir), JSON.stringify(bundled.build, null, 1))
    for (const o of bundled.build?.outputs ?? [])
      if (!o.path.startsWith('assets')) console.log('==', o.path, '\n' + bundled.text(o.path))
  })
  test.each(['private-dependency', 'shared-bundled'])('dump %s', async (name) => {
    const dir = await copyFixture(name)
    const bundled = await bundleFixture(dir, await pagesRequest(dir))
    console.log(format(bundled.diagnostics, dir), JSON.stringify(bundled.build, null, 1))
    for (const o of bundled.build?.outputs ?? []) console.log('==', o.path, '\n' + bundled.text(o.path))
  })
  test.each(['server-esm', 'server-cjs'] as const)('dump %s', async (name) => {
    const dir = await copyFixture('server')
    const bundled = await bundleFixture(dir, await serverRequest(dir, name))
    console.log(format(bundled.diagnostics, dir), JSON.stringify(bundled.build, null, 1))
    for (const o of bundled.build?.outputs ?? []) console.log('==', o.path, '\n' + bundled.text(o.path))
  })
  test('errors', async () => {
    for (const name of readdirSync(path.resolve(import.meta.dirname, '../fixtures'))) {
      if (/^(portable|private|shared|server|native)/.test(name)) continue
      const dir = await copyFixture(name)
      const bundled = await bundleFixture(dir, await pagesRequest(dir))
      console.log('#### ' + name + '\n' + format(bundled.diagnostics, dir))
    }
    const dir = await copyFixture('native-addon')
    console.log(format((await bundleFixture(dir, await serverRequest(dir, 'server-esm'))).diagnostics, dir))
  })
})
