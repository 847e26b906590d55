import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import { type Manifest, parseManifest, type PluginFiles, resolveManifest } from '@plugwright/manifest'

/** A Hecate app read as a plugin. */
export interface HecateApp {
  /** Absolute, like the path that was given. */
  readonly dir: string
  /** Its manifest.json. */
  readonly file: string
  /** Absent where any diagnostic is an error. */
  readonly manifest?: Manifest
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Reads the manifest.json of a Hecate app, a folder or the file itself, as if it were a plugin.yaml with the one target
 * `hecate`: fields that both have are those of the plugin, all others go into the target's block, those unknown to it
 * under `fields`. Gives `undefined` where there is no such file, or it is not one of Hecate (`plugin_type: in_vm`).
 */
export async function fromHecateManifest(dirOrFile: string): Promise<HecateApp | undefined> {
  const isFile = path.basename(dirOrFile) === MANIFEST_NAME
  const file = isFile ? dirOrFile : path.join(dirOrFile, MANIFEST_NAME)
  const fields = parseFields(await readFile(file, 'utf8').catch(() => ''))
  if (fields?.['plugin_type'] !== 'in_vm') return undefined

  const parsed = parseManifest(JSON.stringify(toPluginSource(fields)), { file })
  const resolved = parsed.source && resolveManifest(parsed, NO_FILES)
  const { manifest } = resolved ?? {}
  // Positions are those of the converted text.
  const diagnostics = [...parsed.diagnostics, ...(resolved?.diagnostics ?? [])].map(
    ({ span: _span, related: _related, ...diagnostic }) => diagnostic,
  )
  return { dir: path.dirname(file), file, ...(manifest && { manifest }), diagnostics }
}

const MANIFEST_NAME = 'manifest.json'

/** Such an app has no pages, routers or commands of ours. */
const NO_FILES: PluginFiles = { stat: () => undefined, list: () => [] }

const OF_PLUGIN: ReadonlySet<string> = new Set([
  'name',
  'version',
  'display_name',
  'description',
  'icon',
  'license',
  'repository',
  'permissions',
])

const OF_TARGET: ReadonlySet<string> = new Set([
  'callback_module',
  'plugin_type',
  'min_sdk_version',
  'tag',
  'trust_level',
  'file_types',
  'min_daemon_version',
  'appstore',
])

function toPluginSource(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const pick = (isWanted: (name: string) => boolean): Record<string, unknown> =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => isWanted(name)))
  const further = pick((name) => !OF_PLUGIN.has(name) && !OF_TARGET.has(name))
  const hecate = {
    ...pick((name) => OF_TARGET.has(name)),
    ...(Object.keys(further).length > 0 && { fields: further }),
  }
  return { ...pick((name) => OF_PLUGIN.has(name)), targets: { hecate } }
}

function parseFields(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isRecord ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
