import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Manifest } from '@plugwright/manifest'
import { hidingRules } from '../../default-rules.ts'
import { escapeGlob } from '../../file-pattern.ts'
import type { DefaultPattern } from '../../select-files.ts'

/** Of the plugin folder itself, where they are there. */
const DOCUMENTS = ['requirements.txt', 'README.md', 'LICENSE', 'CHANGELOG.md']

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
  const skills = new Set(handlers.flatMap((script) => skillOf(script) ?? []))
  const agents = manifest.agents.flatMap((agent) => agent.manifest ?? [])
  return [
    { glob: escapeGlob(manifestName), why: 'plugin.yaml' },
    ...DOCUMENTS.map((name) => ({ glob: name, why: 'document' })),
    ...(skills.size === 0 ? [] : wholeFolder(`skills/${anyOf([...skills])}`, 'skills')),
    ...wholeFolder('betty', 'betty'),
    { glob: 'registry/*.json', why: 'registry' },
    ...agents.map((file) => ({ glob: escapeGlob(file), why: 'agents' })),
    // A handler is packed also where it is not in `skills/`, or lies in a folder named build.
    ...handlers.filter(needsPattern).map((file) => ({ glob: escapeGlob(file), why: 'commands' })),
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

/** `skills/api.validate/api_validate.py` → `api.validate`; nothing for a script directly in `skills/`. */
function skillOf(script: string): string | undefined {
  return /^skills\/([^/]+)\//.exec(script)?.[1]
}

/** One pattern for many folders: a pattern each is slow where there are many files. */
function anyOf(names: readonly string[]): string {
  const escaped = names.map(escapeGlob)
  return escaped.length === 1 ? escaped.join('') : `{${escaped.join(',')}}`
}

function wholeFolder(glob: string, why: string): DefaultPattern[] {
  return [
    // A skill may be about tests.
    { glob: `${glob}/**`, why, lifts: ['tests'] },
    ...BUILD_OUTPUT.map((below) => ({ glob: `!${glob}/**/${below}`, why: 'build-output' })),
  ]
}

function needsPattern(script: string): boolean {
  if (skillOf(script) === undefined || /\/(?:dist|build|[^/]+\.egg-info)\/|\.tmp$/.test(script)) return true
  return hidingRules(script, 'file').some(({ name }) => name !== 'tests')
}
