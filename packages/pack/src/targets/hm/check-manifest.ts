import { isDeepStrictEqual } from 'node:util'
import type { Diagnostic } from '@plugwright/diagnostics'
import { type Manifest, resolveText } from '@plugwright/manifest'
import {
  apiVersion,
  badRunnerName,
  conflict,
  duplicateVerb,
  manifestMismatch,
  missingHostFunction,
  noCapabilities,
} from './diagnostics.ts'
import { HM_HOST_FUNCTIONS } from './host-functions.ts'
import type { HmOptions } from './options.ts'
import { HM_API_VERSION, type HmCapability, type HmManifest } from './plugin-manifest.ts'

/**
 * What hm refuses when it loads a plugin, in the order in which it looks (`validate_standalone`, then `index_capabilities`
 * of harmont-cli 0.0.1). hm stops at the first; here they are all told.
 */
export function validateAsHost(file: string, manifest: HmManifest): Diagnostic[] {
  const problems: Diagnostic[] = []
  if (manifest.api_version !== HM_API_VERSION) problems.push(apiVersion(file, manifest.api_version))
  for (const name of manifest.required_host_fns) {
    if (!HM_HOST_FUNCTIONS.has(name)) {
      problems.push(missingHostFunction(file, name, [...HM_HOST_FUNCTIONS.keys()]))
    }
  }
  if (manifest.capabilities.length === 0) problems.push(noCapabilities(file))
  for (const capability of manifest.capabilities) {
    if (capability.kind === 'step_executor' && !/^\S+$/.test(capability.runner)) {
      problems.push(badRunnerName(file, capability.runner))
    }
  }
  const { capabilities } = manifest
  const verbs = capabilities.flatMap((one) => (one.kind === 'subcommand' ? [one.verb] : []))
  problems.push(...repeatedIn(verbs).map((verb) => duplicateVerb(file, verb)))
  problems.push(...repeatedIn(capabilities.flatMap(claimsOf)).map((claim) => conflict(file, claim)))
  return problems
}

/** What only one capability of all plugins may have, in hm's words; verbs are judged before (`index_capabilities`). */
function claimsOf(capability: HmCapability): string[] {
  if (capability.kind === 'output_formatter') return [`format:${capability.name}`]
  if (capability.kind !== 'step_executor') return []
  const { runner, default: isDefault } = capability
  return [`runner:${runner}`, ...(isDefault ? ['default-runner'] : [])]
}

function repeatedIn(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]
}

/**
 * Compares the manifest in the module with plugin.yaml, field by field. A field that is absent is the same as null or
 * empty, in capabilities, too; the order of capabilities does not count.
 */
export function compareManifests(
  actual: HmManifest,
  { manifest, manifestFile, options }: { manifest: Manifest; manifestFile: string; options: HmOptions },
): Diagnostic[] {
  const { name, version, description } = manifest
  const block = ['targets', 'hm']
  const capabilities = withoutEqual(options.capabilities ?? [], actual.capabilities)
  const fields: readonly [path: readonly string[], declared: unknown, found: unknown][] = [
    [['name'], name, actual.name],
    [['version'], version, actual.version],
    [['description'], description && resolveText(description, 'en'), actual.description],
    [[...block, 'capabilities'], capabilities.declared, capabilities.found],
    [[...block, 'required_host_fns'], options.required_host_fns, actual.required_host_fns],
    [[...block, 'config_schema'], options.config_schema, actual.config_schema],
    [[...block, 'allowed_hosts'], options.allowed_hosts, actual.allowed_hosts],
  ]
  return fields
    .filter(([, declared, found]) => !isDeepStrictEqual(emptyAsNull(declared), emptyAsNull(found)))
    .map(([path, declared, found]) => manifestMismatch(manifestFile, { path, declared, found }))
}

/** What is left of two lists when what is in both is gone; each once for once. */
function withoutEqual(
  declared: readonly unknown[],
  found: readonly unknown[],
): { declared: unknown[]; found: unknown[] } {
  const rest = [...found]
  const unmatched = declared.filter((one) => {
    const index = rest.findIndex((other) => isDeepStrictEqual(withoutEmpty(one), withoutEmpty(other)))
    if (index !== -1) rest.splice(index, 1)
    return index === -1
  })
  return { declared: unmatched, found: rest }
}

/** A capability without its empty fields, down to the subcommands of subcommands, but not into schemas. */
function withoutEmpty(value: unknown): unknown {
  if (!isRecord(value)) return value
  const fields = Object.entries(value)
    .filter(([, field]) => emptyAsNull(field) !== null)
    .map(([key, field]): [string, unknown] => [
      key,
      key === 'subcommands' && Array.isArray(field) ? field.map(withoutEmpty) : field,
    ])
  return Object.fromEntries(fields)
}

function emptyAsNull(value: unknown): unknown {
  if (value === undefined || value === '') return null
  if (Array.isArray(value)) return value.length === 0 ? null : value
  return isRecord(value) && Object.keys(value).length === 0 ? null : value
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
