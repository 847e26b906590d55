import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { entryPointNotPacked } from '../../diagnostics.ts'
import { judgeCommands } from '../../judge-commands.ts'
import type { BesideContext, CheckContext, PlanEntry, SideFile, Target } from '../../target.ts'
import { collectedFiles } from './collected-files.ts'
import { commandsIncomplete, commandUnnamed } from './diagnostics.ts'
import { toBettyManifest } from './manifest-json.ts'
import { toBettyPreview } from './preview-yaml.ts'

/**
 * The package of Betty's plugin.build, `{name}-{version}.tar.gz` or `.zip`: the skills of the commands below a folder
 * `{name}-{version}/`, plugin.yaml byte for byte; beside it `manifest.json` and `plugin.preview.yaml`.
 * Described in docs/targets/betty.md.
 */
export const betty: Target = {
  name: 'betty',
  optionsSchema: {
    type: 'object',
    additionalProperties: false,
    properties: { formats: { type: 'array', items: { type: 'string' } } },
  },
  formats: ['tar.gz', 'zip'],
  fileName: ({ name, version }, format) => `${name}-${version}.${format}`,
  bundles: () => [],

  async plan({ manifest, manifestFile, dir, select }) {
    const manifestName = path.basename(manifestFile)
    const selection = await select(await collectedFiles(manifest, { dir, manifestName }))
    const top = `${manifest.name}-${manifest.version}`
    const entries = selection.files.map(({ path: from, why, executable }): PlanEntry => {
      const inArchive = `${top}/${from === manifestName ? 'plugin.yaml' : from}`
      return { path: inArchive, from, why, ...(executable && { executable }) }
    })
    return { entries, excluded: selection.excluded, diagnostics: selection.diagnostics }
  },

  check({ manifest, manifestFile, plan }) {
    const takenOut = findTakenOut({ manifest, manifestFile, plan })
    if (takenOut.length > 0) return takenOut.map((problem) => entryPointNotPacked(manifestFile, problem))
    const { missing } = judgeCommands(manifest, plan)
    const unnamed = manifest.commands.flatMap(({ name, handler }, index) =>
      name.trim() === '' ? [commandUnnamed(manifestFile, { index, script: handler?.script })] : [],
    )
    const total = manifest.commands.length
    return missing.length === 0 ? [] : [...unnamed, commandsIncomplete(manifestFile, { total, missing })]
  },

  beside: async (context) => [
    toSideFile('manifest.json', `${JSON.stringify(toBettyManifest(context), undefined, 2)}\n`),
    await previewFile(context),
  ],
}

/** What plugin.yaml declares, is there, and is kept out by a pattern of `files` or the rule for our own outputs. */
function findTakenOut({
  manifest,
  manifestFile,
  plan,
}: Pick<CheckContext, 'manifest' | 'manifestFile' | 'plan'>): TakenOut[] {
  const declared = [
    { path: path.basename(manifestFile), field: [] },
    ...manifest.commands.map(({ handler }, index) => ({
      path: handler?.script,
      field: ['commands', index, 'handler', 'script'],
    })),
    ...manifest.agents.map((agent, index) => ({
      path: agent.manifest,
      field: ['agents', index, 'manifest'],
    })),
  ]
  return declared.flatMap(({ path: name, field }) => {
    const rule = plan.excluded.find((excluded) => name !== undefined && covers(excluded.path, name))?.rule
    return name === undefined || rule === undefined
      ? []
      : [{ path: name, field, reason: `the rule "${rule}" takes it out` }]
  })
}

interface TakenOut {
  readonly path: string
  readonly field: readonly (string | number)[]
  readonly reason: string
}

function covers(excluded: string, name: string): boolean {
  return excluded.endsWith('/') ? name.startsWith(excluded) : name === excluded
}

async function previewFile({ manifestFile, time }: BesideContext): Promise<SideFile> {
  return toSideFile('plugin.preview.yaml', toBettyPreview(await readFile(manifestFile, 'utf8'), time))
}

function toSideFile(name: string, text: string): SideFile {
  return { name, bytes: new TextEncoder().encode(text) }
}
