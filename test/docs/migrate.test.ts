import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adoptApp } from '../adopt-app.ts'
import { readText } from '../repository.ts'
import { findCodeBlocks } from './code-blocks.ts'

const doc = 'docs/migrate/hand-mounted.md'
const files = new Map<string, string>()
const outputs: string[] = []
for (const { file, language, code } of findCodeBlocks(doc, await readText(doc))) {
  if (file !== undefined) files.set(file, code)
  if (language === 'text') outputs.push(code)
}

let dir: string
let printed: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'plugwright-migrate-'))
  const app = [...files].filter(([file]) => file.startsWith('src/') && !file.includes('.after.'))
  const others = [
    ['index.html', '<script type="module" src="/src/app.tsx"></script>\n'],
    ['vite.config.ts', 'export default { plugins: [] }\n'],
  ] as const
  for (const [file, text] of [...app, ...others]) {
    await mkdir(dirname(join(dir, file)), { recursive: true })
    await writeFile(join(dir, file), text)
  }
  printed = await adoptApp(dir)
})

afterAll(() => rm(dir, { recursive: true, force: true }))

test('the output in the guide is what the command prints', () => {
  expect(outputs).toHaveLength(2)
  for (const output of outputs) expect(printed).toContain(output)
})

test('the plugin in the guide is what the command writes', async () => {
  const plugin = [...files].filter(([file]) => file.startsWith('plugins/'))
  expect(plugin).toHaveLength(2)
  for (const [file, text] of plugin) expect(await readFile(join(dir, file), 'utf8')).toBe(text)
})
