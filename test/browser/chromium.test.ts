import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resolveChromium } from './chromium.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugwright-path-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

test('the variable comes first, and a wrong one is an error with the line that installs a browser', async () => {
  const file = join(folder, 'my-browser')
  await writeFile(file, '#!/bin/sh\n')
  await chmod(file, 0o755)
  expect(await resolveChromium({ PLUGWRIGHT_CHROMIUM: file })).toMatchObject({
    executablePath: file,
    source: 'variable',
  })
  await expect(resolveChromium({ PLUGWRIGHT_CHROMIUM: join(folder, 'missing') })).rejects.toThrow(
    'apt-get install -y --no-install-recommends chromium',
  )
})

test('a browser on PATH comes before the bundled one', async () => {
  const file = join(folder, 'chromium')
  await writeFile(file, '#!/bin/sh\n')
  await chmod(file, 0o755)
  expect(await resolveChromium({ PATH: `/nowhere:${folder}` })).toMatchObject({
    executablePath: file,
    source: 'path',
  })
})

test('the bundled browser starts and shows a page', { timeout: 60_000 }, async () => {
  const found = await resolveChromium({ ...process.env, PLUGWRIGHT_CHROMIUM: 'bundled' })
  expect(found.source).toBe('bundled')
  const browser = await chromium.launch({
    executablePath: found.executablePath,
    args: [...found.args],
    env: { ...found.env },
  })
  try {
    const page = await browser.newPage()
    await page.setContent('<h1>Plugwright</h1>')
    expect(await page.textContent('h1')).toBe('Plugwright')
  } finally {
    await browser.close()
  }
})
