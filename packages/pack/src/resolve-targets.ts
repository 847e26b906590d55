import { type Diagnostic, nearestName, PluginError } from '@plugwright/diagnostics'
import {
  noTarget,
  targetOption,
  targetsEmpty,
  targetSkipped,
  unknownFormat,
  unknownTarget,
} from './diagnostics.ts'
import type { PluginSource } from './load-plugin.ts'
import { locateProblems } from './locate-problems.ts'
import type { PackOptions } from './options.ts'
import type { ArchiveFormat, Target } from './target.ts'
import { TARGETS } from './built-in-targets.ts'

/** A target and what was asked of it. */
export interface ResolvedTarget {
  readonly target: Target
  /** Its block in plugin.yaml; valid where there are no errors. */
  readonly options: Readonly<Record<string, unknown>>
  readonly formats: readonly ArchiveFormat[]
}

/**
 * Decides which packages are made. Throws `PACK_UNKNOWN_TARGET`, `PACK_TARGETS_EMPTY` and `PACK_UNKNOWN_FORMAT`, where `options`
 * ask for them; what is wrong in plugin.yaml is a diagnostic, with its place.
 */
export async function resolveTargets(
  { manifest, manifestFile: file }: Pick<PluginSource, 'manifest' | 'manifestFile'>,
  options: Pick<PackOptions, 'targets' | 'formats'>,
): Promise<{ targets: ResolvedTarget[]; diagnostics: Diagnostic[] }> {
  const diagnostics: Diagnostic[] = []
  const targets: ResolvedTarget[] = []
  for (const target of chooseTargets({ manifest, manifestFile: file }, { options, diagnostics })) {
    const block = manifest.targets.get(target.name) ?? {}
    const problems = [...(await checkBlock(file, target, block)), ...checkFormats(file, target, block)]
    diagnostics.push(...problems)
    if (problems.length === 0)
      targets.push({ target, options: block, formats: toFormats(target, { options, block }) })
  }
  return { targets, diagnostics: [...(await locateProblems(diagnostics, { file, part: 'key' }))] }
}

/**
 * Checks the `targets` of a plugin.yaml as packing does, and looks at nothing else of the plugin.
 * Returns `PACK_NO_TARGET`, `PACK_TARGET_SKIPPED` and `PACK_TARGET_OPTION`.
 */
export async function checkTargets(
  plugin: Pick<PluginSource, 'manifest' | 'manifestFile'>,
): Promise<readonly Diagnostic[]> {
  return (await resolveTargets(plugin, {})).diagnostics
}

function chooseTargets(
  { manifest, manifestFile: file }: Pick<PluginSource, 'manifest' | 'manifestFile'>,
  { options, diagnostics }: { options: Pick<PackOptions, 'targets'>; diagnostics: Diagnostic[] },
): Target[] {
  const known = TARGETS.map(({ name }) => name)
  if (options.targets !== undefined) {
    if (options.targets.length === 0) throw new PluginError([targetsEmpty(known)])
    return [...new Set(options.targets)].map((one) => {
      if (typeof one !== 'string') return one
      const target = TARGETS.find(({ name }) => name === one)
      if (target === undefined) throw new PluginError([unknownTarget(one, known)])
      return target
    })
  }
  const names = [...manifest.targets.keys()]
  const chosen = TARGETS.filter(({ name }) => names.includes(name))
  const unknown = names.filter((name) => !known.includes(name))
  const problem = chosen.length === 0 ? noTarget : targetSkipped
  for (const name of unknown) diagnostics.push(problem(file, { name, known }))
  return chosen
}

function toFormats(
  target: Target,
  { options, block }: { options: Pick<PackOptions, 'formats'>; block: Readonly<Record<string, unknown>> },
): readonly ArchiveFormat[] {
  const asked: readonly unknown[] =
    options.formats ?? (Array.isArray(block['formats']) ? block['formats'] : [])
  if (asked.length === 0) return [target.defaultFormat?.(block) ?? target.formats[0]]
  return [...new Set(asked)].map((name) => {
    const format = target.formats.find((one) => one === name)
    if (format !== undefined) return format
    throw new PluginError([unknownFormat(String(name), { target: target.name, known: target.formats })])
  })
}

async function checkBlock(
  file: string,
  target: Target,
  block: Readonly<Record<string, unknown>>,
): Promise<Diagnostic[]> {
  if (Object.keys(block).length === 0 && acceptsEmpty(target.optionsSchema)) return []
  // Schemas of users' own targets are known only here, and ajv is slow to load: no part of the module graph.
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  const validate = new Ajv2020({ allErrors: true, strict: false }).compile(target.optionsSchema)
  if (validate(block)) return []
  return (validate.errors ?? []).map(({ instancePath, keyword, params, message = 'it is wrong' }) => {
    const path = instancePath.split('/').slice(1)
    const extra = keyword === 'additionalProperties' ? String(params['additionalProperty']) : undefined
    const where = path.length === 0 ? 'the block' : `"${path.join('.')}"`
    return targetOption(file, {
      target: target.name,
      path: extra === undefined ? path : [...path, extra],
      reason: extra === undefined ? `${where} ${message}` : `"${extra}" is not known`,
      nearest: extra === undefined ? undefined : nearestName(extra, optionNames(target)),
    })
  })
}

const SAYS_NOTHING_OF_EMPTY: ReadonlySet<string> = new Set(['type', 'additionalProperties', 'properties'])

/** No target without options should wait for ajv. */
function acceptsEmpty(schema: Target['optionsSchema']): boolean {
  return schema['type'] === 'object' && Object.keys(schema).every((key) => SAYS_NOTHING_OF_EMPTY.has(key))
}

/** `formats` is an option of every target, whose names its schema leaves to us. */
function checkFormats(
  file: string,
  { name: target, formats: known }: Target,
  { formats }: Readonly<Record<string, unknown>>,
): Diagnostic[] {
  return (Array.isArray(formats) ? formats : []).flatMap((format: unknown, index) => {
    if (known.some((one) => one === format)) return []
    const reason = `there is no format ${JSON.stringify(format)}`
    const nearest = nearestName(String(format), known)
    return [targetOption(file, { target, path: ['formats', index], reason, nearest })]
  })
}

function optionNames({ optionsSchema }: Target): string[] {
  const { properties } = optionsSchema
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : []
}
