import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readText, root } from '../repository.ts'
import { runBuild, startServer } from '../vite-process.ts'
import { findCodeBlocks } from './code-blocks.ts'

const run = promisify(execFile)
const cli = join(root, 'packages/cli/dist/bin.js')

let dir: string

beforeAll(async () => {
  // Inside this package, so that imports resolve from its node_modules.
  dir = await mkdtemp(join(import.meta.dirname, 'extracted-'))
  const host = { name: 'host', version: '1.0.0', private: true, type: 'module' }
  await writeFile(join(dir, 'package.json'), JSON.stringify(host))
  for (const { file, code } of findCodeBlocks('README.md', await readText('README.md'))) {
    if (file === undefined) continue
    await mkdir(dirname(join(dir, file)), { recursive: true })
    await writeFile(join(dir, file), code)
  }
})

afterAll(async () => {
  await rm(dir, { recursive: true, force: true })
})

test('the host builds with the plugin, and preview serves its router', async () => {
  await runBuild(dir)
  const server = await startServer('preview', dir)
  try {
    const greeting = await fetch(`${server.url}/api/hello/greeting`)
    expect(await greeting.text()).toBe('Hello from hello 0.1.0')
    expect((await fetch(`${server.url}/api/hello/other`)).status).toBe(404)
  } finally {
    await server.close()
  }
})

test('the plugin is checked and packed on its own', async () => {
  await run(process.execPath, [cli, 'check', 'plugins/hello', '--strict'], { cwd: dir })
  await run(process.execPath, [cli, 'build', 'plugins/hello'], { cwd: dir })
  expect((await readdir(join(dir, 'plugins/hello/dist'))).sort()).toEqual([
    'hello-0.1.0-build-report.json',
    'hello-0.1.0.plug',
    'hello-0.1.0.plug.sha256',
  ])
})
