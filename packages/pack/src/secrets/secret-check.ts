import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { Manifest } from '@plugwright/manifest'
import { compilePattern } from '../file-pattern.ts'
import {
  allowRefused,
  allowUnused,
  envFile,
  privateKey,
  scanFailed,
  secret,
  secretAllowed,
} from './diagnostics.ts'
import { ALLOWABLE_RULES, ENV_FILE_RULE, isEnvFile, PRIVATE_KEY_RULE } from './rules.ts'
import { createScanBuffer, type FileSecret, scanBytes, scanFile } from './scan-file.ts'

/** A file on its way into a package. */
export interface SecretCandidate {
  /** The name in the package. */
  readonly path: string
  /** Relative to the plugin folder. */
  readonly from: string
  /** What is packed instead of the file's own content. */
  readonly bytes?: Uint8Array
}

/** The search for secrets in everything that is packed. A file is searched once, however many packages it goes into. */
export interface SecretCheck {
  /**
   * Searches the files of one plan. Errors: PACK_SECRET, PACK_PRIVATE_KEY, PACK_ENV_FILE; also PACK_SECRET_ALLOWED and
   * PACK_SECRET_SCAN_FAILED, which stop nothing.
   */
  check(entries: readonly SecretCandidate[]): Promise<Diagnostic[]>
  /** What is wrong with `secrets.allow`, once all plans are checked: PACK_SECRET_ALLOW_UNUSED and _REFUSED. */
  checkAllowed(): Diagnostic[]
}

/** Options of {@link createSecretCheck}. */
export interface SecretCheckOptions {
  /** The plugin folder, absolute. */
  readonly dir: string
  readonly manifest: Pick<Manifest, 'secrets'>
  readonly manifestFile: string
  readonly signal?: AbortSignal | undefined
}

/** Other work gets a turn after this many files. */
const FILES_PER_TURN = 64

/** Creates the search for one plugin. */
export function createSecretCheck(options: SecretCheckOptions): SecretCheck {
  const { dir, manifest, manifestFile, signal } = options
  const buffer = createScanBuffer()
  const scans = new Map<string, readonly FileSecret[] | string>()
  const allowed = manifest.secrets.allow.map(({ path: name, rule, reason }) => ({
    name,
    rule,
    reason,
    pattern: compilePattern(name),
  }))
  const used = new Set<(typeof allowed)[number]>()

  function scan(from: string): readonly FileSecret[] | string {
    const scanned = scans.get(from) ?? scanSafely(path.join(dir, from), buffer)
    scans.set(from, scanned)
    return scanned
  }

  function judge({ path: name, from }: SecretCandidate, found: FileSecret): Diagnostic {
    const place = { file: path.join(dir, from), path: name }
    if (found.rule === PRIVATE_KEY_RULE) return privateKey(place, found)
    const entry = allowed.find(
      ({ rule, pattern }) => rule === found.rule && (pattern.matches(from) || pattern.matches(name)),
    )
    if (entry === undefined) return secret(place, found)
    used.add(entry)
    return secretAllowed(place, { ...found, reason: entry.reason })
  }

  return {
    async check(entries) {
      const diagnostics: Diagnostic[] = []
      for (const [index, entry] of entries.entries()) {
        if (index % FILES_PER_TURN === 0) await new Promise(setImmediate)
        signal?.throwIfAborted()
        const place = { file: path.join(dir, entry.from), path: entry.path }
        if (isEnvFile(entry.from) || isEnvFile(entry.path)) diagnostics.push(envFile(place))
        const scanned = entry.bytes === undefined ? scan(entry.from) : scanBytes(entry.bytes)
        if (typeof scanned === 'string') diagnostics.push(scanFailed(place, scanned))
        else diagnostics.push(...scanned.map((found) => judge(entry, found)))
      }
      return diagnostics
    },

    checkAllowed() {
      return allowed.flatMap((entry, index): Diagnostic[] => {
        const { name, rule } = entry
        const isFinal = rule === PRIVATE_KEY_RULE || rule === ENV_FILE_RULE
        if (isFinal || !ALLOWABLE_RULES.includes(rule)) {
          return [allowRefused(manifestFile, { rule, index, known: ALLOWABLE_RULES, isFinal })]
        }
        return used.has(entry) ? [] : [allowUnused(manifestFile, { path: name, rule, index })]
      })
    },
  }
}

/** The findings, or why there are none to be had. Whatever goes wrong with one file is no reason to stop. */
function scanSafely(file: string, buffer: Buffer): readonly FileSecret[] | string {
  try {
    return scanFile(file, buffer)
  } catch (error) {
    if (!(error instanceof Error)) return String(error)
    return 'code' in error ? String(error.code) : error.message
  }
}
