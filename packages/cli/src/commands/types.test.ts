import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorkspace, pluginFiles } from '../workspace.test.support.ts'
import type { Workspace } from '../workspace.test.support.ts'

let workspace: Workspace

beforeEach(() => {
  workspace = createWorkspace()
  workspace.write({
    'host/vite.config.js': `
      import { plugwright } from '@plugwright/vite'
      export default { plugins: [plugwright({ slots: { dashboard: {} } })] }
    `,
    ...pluginFiles('host/plugins/crm'),
  })
})

afterEach(() => workspace.remove())

test('writes the types of a host, once', async () => {
  const file = 'host/.plugwright/types.d.ts'
  expect(await workspace.run('types host')).toEqual({ exitCode: 0, stdout: `${file} written\n`, stderr: '' })
  const text = readFileSync(join(workspace.dir, file), 'utf8')
  expect(text).toContain('"crm"')
  expect(text).toContain('"dashboard"')
  expect((await workspace.run('types host')).stdout).toBe(`${file} is up to date\n`)
  expect(JSON.parse((await workspace.run('types host --json')).stdout)).toEqual({
    ok: true,
    command: 'types',
    diagnostics: [],
    path: join(workspace.dir, file),
    written: false,
  })
})

test('a plugin is not a host', async () => {
  workspace.write({ 'vite.config.js': 'export default {}' })
  const { exitCode, stdout } = await workspace.run('types')
  expect(exitCode).toBe(1)
  expect(stdout).toContain('CLI_NOT_A_HOST')
})
