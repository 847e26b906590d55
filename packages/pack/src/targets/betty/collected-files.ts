import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Manifest } from '@plugwright/manifest'
import { escapeGlob } from '../../file-pattern.ts'
import type { DefaultPattern } from '../../select-files.ts'

/** Of the plugin folder itself, where they are there. */
const DOCUMENTS = ['requirements.txt', 'README.md', 'LICENSE', 'CHANGELOG.md']

/** What looks like tests elsewhere is part of a skill here: a skill may be about tests. */
const TESTS = [
  ...['tests', 'test', '__tests__', '__mocks__', '__snapshots__'].map((folder) => `${folder}/**`),
  ...['test_*.py', '*_test.py', 'conftest.py', '*.test.*', '*.spec.*'],
]

/** What tools leave behind. Caches, hidden files and editors' files are out for every target. */
const BUILD_OUTPUT = ['dist/**', 'build/**', '*.egg-info/**', '*.tmp']

/**
 * What Betty's plugin.build collects: plugin.yaml, the folder below `skills/` of each handler that exists, `betty/`,
 * `registry/*.json` and four documents; and, which it forgets, handlers elsewhere and the manifests of agents.
 */
export async function collectedFiles(
  manifest: Manifest,
  { dir, manifestName }: { readonly dir: string; readonly manifestName: string },
): Promise<DefaultPattern[]> {
  const handlers = await existingHandlers(manifest, dir)
  const skills = new Set(handlers.map(skillFolder).filter((folder) => folder !== undefined))
  const agents = manifest.agents.flatMap((agent) => agent.manifest ?? [])
  return [
    { glob: escapeGlob(manifestName), why: 'plugin.yaml' },
    ...DOCUMENTS.map((name) => ({ glob: name, why: 'document' })),
    ...[...skills].flatMap((folder) => wholeFolder(escapeGlob(folder), folder)),
    ...wholeFolder('betty', 'betty'),
    { glob: 'registry/*.json', why: 'registry' },
    ...agents.map((file) => ({ glob: escapeGlob(file), why: 'agents' })),
    // Last: a handler is packed also where it lies in a folder named build.
    ...handlers.map((file) => ({ glob: escapeGlob(file), why: 'commands' })),
  ]
}

async function existingHandlers({ commands }: Manifest, dir: string): Promise<string[]> {
  const scripts = [...new Set(commands.flatMap(({ handler }) => handler?.script ?? []))]
  const exist = await Promise.all(scripts.map((script) => isFile(path.join(dir, script))))
  return scripts.filter((_, index) => exist[index])
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (stats) => stats.isFile(),
    () => false,
  )
}

/** `skills/api.validate/api_validate.py` → `skills/api.validate`; no folder for a script directly in `skills/`. */
function skillFolder(script: string): string | undefined {
  return /^skills\/[^/]+(?=\/)/.exec(script)?.[0]
}

function wholeFolder(glob: string, why: string): DefaultPattern[] {
  return [
    { glob: `${glob}/**`, why },
    ...TESTS.map((below) => ({ glob: `${glob}/**/${below}`, why })),
    ...BUILD_OUTPUT.map((below) => ({ glob: `!${glob}/**/${below}`, why: 'build-output' })),
  ]
}
