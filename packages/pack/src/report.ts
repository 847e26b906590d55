import path from 'node:path'
import { hasReferenceDeflate, type WrittenArchive } from '@plugwright/archive'
import { type Diagnostic, hasErrors } from '@plugwright/diagnostics'
import { type Manifest, resolveText } from '@plugwright/manifest'
import { judgeCommands } from './judge-commands.ts'
import type { ArchiveFormat, Plan, PlanEntry } from './target.ts'

/** How long each station took, in milliseconds. */
export interface Timings {
  readonly loadMs: number
  readonly bundleMs: number
  readonly planMs: number
  readonly archiveMs: number
}

/** What the report is made from. */
export interface ReportInput {
  readonly dir: string
  readonly manifest: Manifest
  readonly target: string
  readonly format: ArchiveFormat
  readonly plan: Plan
  readonly archive: WrittenArchive
  /** Entries of the archive that the plan does not hold. */
  readonly controlCount: number
  readonly timings: Timings
  readonly diagnostics: readonly Diagnostic[]
  /** Ids of the keys; none where it is not signed. */
  readonly signedBy: readonly string[]
  readonly time: Date
}

/**
 * The content of `{name}-{version}-build-report.json`: the keys of Betty's plugin.build, then ours under `plugwright`.
 * Unlike Betty's it holds no path of the machine: `package.path` is relative to the report, all others to the plugin
 * folder, so reports may be published.
 */
export function toReport(input: ReportInput): Record<string, unknown> {
  const { manifest, plan, archive, format } = input
  const { name, version, description } = manifest
  return {
    build_timestamp: input.time.toISOString(),
    plugin: { name, version, description: description === undefined ? '' : resolveText(description, 'en') },
    validation: toValidation(input),
    package: {
      path: path.basename(archive.file),
      size_bytes: archive.sizeInBytes,
      size_human: formatSize(archive.sizeInBytes),
      files_count: plan.entries.length + input.controlCount,
      format,
      checksums: { md5: archive.md5, sha256: archive.sha256 },
    },
    entrypoints: toEntrypoints(input),
    plugwright: {
      target: input.target,
      plan: { entries: plan.entries.map(withoutBytes), excluded: plan.excluded },
      timings: input.timings,
      sizes: toSizes(archive),
      ...(input.signedBy.length > 0 && { signedBy: input.signedBy }),
      // `bytes`: the archive is the same wherever it is packed; `content`: only what is in it.
      reproducible: format === 'file' || hasReferenceDeflate() ? 'bytes' : 'content',
      diagnostics: input.diagnostics.map((diagnostic) => withRelativeFile(diagnostic, input.dir)),
    },
  }
}

/** 363632 → `355.11 KB`; from 1 MiB on in MB. */
export function formatSize(sizeInBytes: number): string {
  const kilobytes = sizeInBytes / 1024
  return kilobytes < 1024 ? `${kilobytes.toFixed(2)} KB` : `${(kilobytes / 1024).toFixed(2)} MB`
}

function toValidation({ manifest, plan, diagnostics }: ReportInput): Record<string, unknown> {
  const { entryPoints, missing } = judgeCommands(manifest, plan)
  return {
    total_commands: manifest.commands.length,
    valid_entrypoints: entryPoints.length,
    missing_files: missing,
    has_errors: missing.length > 0 || hasErrors(diagnostics),
  }
}

function toEntrypoints({ manifest, plan }: ReportInput): object[] {
  return judgeCommands(manifest, plan).entryPoints.map((entryPoint) =>
    Object.assign({}, entryPoint, { path: entryPoint.handler }),
  )
}

/** Reports and lists are read by people. */
export function withoutBytes({ path: name, from, why, executable }: PlanEntry): Omit<PlanEntry, 'bytes'> {
  return { path: name, from, why, ...(executable !== undefined && { executable }) }
}

/** Bytes per folder at the top of the archive, and in all. */
function toSizes(archive: WrittenArchive): Record<string, unknown> {
  const byFolder = new Map<string, number>()
  for (const { path: name, size } of archive.files) {
    const folder = name.includes('/') ? `${name.slice(0, name.indexOf('/'))}/` : name
    byFolder.set(folder, (byFolder.get(folder) ?? 0) + size)
  }
  const unpackedInBytes = archive.files.reduce((sum, { size }) => sum + size, 0)
  return { packedInBytes: archive.sizeInBytes, unpackedInBytes, byFolder: Object.fromEntries(byFolder) }
}

function withRelativeFile(diagnostic: Diagnostic, dir: string): Diagnostic {
  if (diagnostic.file === undefined) return diagnostic
  return { ...diagnostic, file: path.relative(dir, diagnostic.file).split(path.sep).join('/') }
}
