import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { Manifest } from '@plugwright/manifest'
import { type ReadManifest, readManifest } from '@plugwright/manifest/node'
import { packageJson } from './diagnostics.ts'
import { fromHecateManifest } from './targets/hecate/from-hecate-manifest.ts'

/** A plugin folder that can be packed. */
export interface PluginSource {
  /** Absolute. */
  readonly dir: string
  /** Its plugin.yaml, or the manifest.json of a Hecate app. */
  readonly manifestFile: string
  readonly manifest: Manifest
  /** Sorted. */
  readonly peerDependencies: readonly string[]
}

/** Reads what packing needs to know before it looks at files; `plugin` is absent where plugin.yaml has errors. */
export async function loadPlugin(
  dirOrFile: string,
): Promise<{ plugin?: PluginSource; diagnostics: readonly Diagnostic[] }> {
  const { manifest, diagnostics, file, dir } = await readSource(path.resolve(dirOrFile))
  if (manifest === undefined) return { diagnostics }
  const peers = await readPeerDependencies(path.join(dir, 'package.json'))
  if (!Array.isArray(peers)) return { diagnostics: [...diagnostics, peers] }
  return { plugin: { dir, manifestFile: file, manifest, peerDependencies: peers }, diagnostics }
}

/** A Hecate app has a manifest.json of its own, and needs no plugin.yaml. */
async function readSource(dirOrFile: string): Promise<ReadManifest> {
  const read = await readManifest(dirOrFile)
  const isMissing = read.diagnostics.some(({ code }) => code === 'MANIFEST_NOT_FOUND')
  return (isMissing ? await fromHecateManifest(dirOrFile) : undefined) ?? read
}

async function readPeerDependencies(file: string): Promise<string[] | Diagnostic> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}'
    throw error
  })
  try {
    const content: unknown = JSON.parse(text)
    const peers = isRecord(content) ? content['peerDependencies'] : undefined
    return isRecord(peers) ? Object.keys(peers).toSorted() : []
  } catch (error) {
    return packageJson(file, error instanceof Error ? error.message : String(error))
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
