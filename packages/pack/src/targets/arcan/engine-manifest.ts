import type { FileDigest } from '@plugwright/archive'
import { type Manifest, resolveText } from '@plugwright/manifest'
import { type ArcanOptions, resolveArcanOptions } from './options.ts'

/** The file in a package that describes it. */
export const MANIFEST_FILE = 'manifest.json'

/** The content of a package's {@link MANIFEST_FILE}: Arcan's EngineDescriptor, and a checksum of every other file. */
export interface EngineManifest {
  readonly name: string
  readonly version: string
  readonly display_name: string
  readonly description: string
  readonly capabilities: readonly string[]
  readonly sdk_version: string
  /** Path in the package → `sha256:` and lowercase hex, the form of Arcan's signing library. */
  readonly checksums: Readonly<Record<string, string>>
}

/** Makes the bytes of `manifest.json`: UTF-8, two spaces, one LF at the end. */
export function formatEngineManifest(
  { name, version, display_name: displayName, description }: Manifest,
  { options, digests }: { options: ArcanOptions; digests: readonly FileDigest[] },
): Uint8Array {
  const manifest: EngineManifest = {
    name,
    version,
    display_name: displayName === undefined ? name : resolveText(displayName, 'en'),
    description: description === undefined ? '' : resolveText(description, 'en'),
    capabilities: resolveArcanOptions(options).capabilities,
    sdk_version: options.sdk_version,
    checksums: Object.fromEntries(digests.map(({ path, sha256 }) => [path, `sha256:${sha256}`])),
  }
  return new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`)
}

/** Reads `manifest.json`; a string says what is wrong with it, as a sentence without its end. */
export function parseEngineManifest(bytes: Uint8Array): EngineManifest | string {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  if (!isRecord(value)) return 'it is not an object'
  const missing = TEXT_FIELDS.find((field) => typeof value[field] !== 'string')
  if (missing !== undefined) return `"${missing}" is not a string`
  if (!isStrings(value['capabilities'])) return '"capabilities" is not a list of strings'
  const checksums = value['checksums']
  if (!isRecord(checksums)) return '"checksums" is not an object'
  const wrong = Object.entries(checksums).find(([, sum]) => typeof sum !== 'string' || !CHECKSUM.test(sum))
  if (wrong !== undefined) return `the checksum of ${JSON.stringify(wrong[0])} is not "sha256:" and 64 digits`
  return value as unknown as EngineManifest
}

const TEXT_FIELDS = ['name', 'version', 'display_name', 'description', 'sdk_version']
const CHECKSUM = /^sha256:[0-9a-f]{64}$/

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}
