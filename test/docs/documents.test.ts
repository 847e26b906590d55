import { parseManifest } from '@plugwright/manifest'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { listFiles, readPackageJson, readText, root } from '../repository.ts'
import { findCodeBlocks } from './code-blocks.ts'
import type { CodeBlock } from './code-blocks.ts'

const run = promisify(execFile)

const documents = (await listFiles('*.md')).filter((file) =>
  /^(README|ARCHITECTURE|CONTRIBUTING)\.md$|^packages\/[^/]+\/README\.md$|^docs\/|^examples\/(?!.*\/fixtures\/).*README\.md$/.test(
    file,
  ),
)
const blocks = (
  await Promise.all(documents.map(async (doc) => findCodeBlocks(doc, await readText(doc))))
).flat()

let folder: string

beforeAll(async () => {
  // Inside this package, so that imports resolve from its node_modules.
  folder = await mkdtemp(join(import.meta.dirname, 'extracted-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

test('the TypeScript blocks of all documents compile as one program', async () => {
  const sources = checked('ts', 'tsx')
  expect(sources.length).toBeGreaterThan(5)
  for (const block of sources) await writeExtracted(fileNameOf(block), block.code)
  const tsconfig = join(folder, 'tsconfig.json')
  await writeFile(tsconfig, JSON.stringify(compilerConfig))
  expect(await compile(tsconfig, sources)).toEqual([])
})

describe('YAML blocks', () => {
  test.each(checked('yaml', 'yml'))('$doc:$line', ({ code }) => {
    if (!code.startsWith('name:')) {
      expect(() => parseYaml(code)).not.toThrow()
      return
    }
    const { diagnostics } = parseManifest(code, { file: 'plugin.yaml' })
    expect(diagnostics.map(({ code: problem, message }) => `${problem}: ${message}`)).toEqual([])
  })
})

describe('JSON blocks', () => {
  const jsonBlocks = checked('json')
  test('parse', () => {
    for (const block of jsonBlocks)
      expect(() => JSON.parse(block.code) as unknown, `${block.doc}:${block.line}`).not.toThrow()
  })
})

describe('shell blocks', () => {
  const shellBlocks = checked('sh', 'bash')

  test('are correct shell', async () => {
    for (const block of shellBlocks) {
      const file = await writeExtracted(fileNameOf(block), block.code)
      await expect(run('bash', ['-n', file]), `${block.doc}:${block.line}`).resolves.toBeDefined()
    }
  })

  test('name scripts and commands that exist', async () => {
    const { scripts = {} } = await readPackageJson(root)
    const known = new Set([...Object.keys(scripts), ...pnpmCommands])
    for (const block of shellBlocks) {
      for (const match of block.code.matchAll(/^(?:npx -y )?pnpm(?:@[\d.]+)? (?<script>[a-z][\w:-]*)/gm)) {
        expect(known, `${block.doc}:${block.line}`).toContain(match.groups?.['script'])
      }
      for (const match of block.code.matchAll(/^(?:pnpm exec |npx )?plugwright (?<command>[a-z]+)/gm)) {
        expect(commands, `${block.doc}:${block.line}`).toContain(match.groups?.['command'])
      }
    }
  })
})

test('links between documents lead to files', async () => {
  const isThere = await createExistence()
  const dead: string[] = []
  for (const doc of documents) {
    for (const match of (await readProse(doc)).matchAll(/\]\((?<target>[^)\s]+)\)/g)) {
      const target = (match.groups?.['target'] ?? '').replace(/#.*$/, '')
      if (target === '' || /^[a-z]+:/.test(target)) continue
      if (!isThere(join(dirname(doc), target))) dead.push(`${doc}: ${target}`)
    }
  }
  expect(dead).toEqual([])
})

test('paths of this repository that the documents name exist', async () => {
  const isThere = await createExistence()
  const dead: string[] = []
  for (const doc of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']) {
    const paths = (await readProse(doc)).matchAll(
      /`(?<path>(?:packages|examples|test|scripts|docs|bench)\/[\w./-]*)`/g,
    )
    for (const { groups } of paths)
      if (!isThere(groups?.['path'] ?? '')) dead.push(`${doc}: ${groups?.['path']}`)
  }
  expect(dead).toEqual([])
})

/** Answers whether git knows a file or a folder. */
async function createExistence(): Promise<(path: string) => boolean> {
  const files = new Set(await listFiles())
  const folders = new Set<string>()
  for (const file of files) {
    for (let parent = dirname(file); parent !== '.'; parent = dirname(parent)) folders.add(parent)
  }
  return (path) => files.has(path) || folders.has(path.replace(/\/$/, ''))
}

async function readProse(doc: string): Promise<string> {
  return (await readText(doc)).replaceAll(/```[\s\S]*?```/g, '')
}

/** Commands of pnpm itself that the documents use. */
const commands = ['adopt', 'build', 'check', 'inspect', 'install', 'keys', 'pack', 'types', 'verify']
const pnpmCommands = ['add', 'exec', 'install', 'dlx']

const compilerConfig = {
  compilerOptions: {
    target: 'es2023',
    module: 'preserve',
    moduleResolution: 'bundler',
    moduleDetection: 'force',
    lib: ['es2023', 'dom', 'dom.iterable'],
    jsx: 'react-jsx',
    types: ['node', 'vite/client', '@plugwright/vite/client'],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['**/*'],
}

function checked(...languages: string[]): readonly CodeBlock[] {
  return blocks.filter(
    ({ language, ignoreReason }) => languages.includes(language) && ignoreReason === undefined,
  )
}

/** A block with `file=` keeps that name below its document's folder, so that blocks can import each other. */
function fileNameOf({ doc, line, file, language }: CodeBlock): string {
  const document = doc.replaceAll('/', '-').replace(/\.md$/, '')
  return join(document, file ?? `block-${line}.${language}`)
}

async function writeExtracted(name: string, text: string): Promise<string> {
  const file = join(folder, name)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
  return file
}

/** The compiler's errors, with the places in the documents instead of those in the extracted files. */
async function compile(tsconfig: string, sources: readonly CodeBlock[]): Promise<readonly string[]> {
  const tsc = join(root, 'node_modules', '.bin', 'tsc')
  try {
    await run(tsc, ['-p', tsconfig, '--pretty', 'false'], { cwd: folder })
    return []
  } catch (error) {
    const { stdout } = error as { stdout: string }
    const byFile = new Map(sources.map((block) => [fileNameOf(block), block]))
    return stdout.split('\n').flatMap((line) => {
      if (line.trim() === '') return []
      const {
        file = '',
        row = '0',
        rest = line,
      } = /^(?<file>[^(]+)\((?<row>\d+),\d+\): (?<rest>.*)$/.exec(line)?.groups ?? {}
      const block = byFile.get(file)
      return block === undefined ? [line] : [`${block.doc}:${block.line + Number(row) - 1}: ${rest}`]
    })
  }
}
