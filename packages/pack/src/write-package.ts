import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type ArchiveEntry, writeArchive, type WrittenArchive } from '@plugwright/archive'
import type { Diagnostic } from '@plugwright/diagnostics'
import { copyEntry } from './copy-entry.ts'
import type { PackOptions } from './options.ts'
import type { PlannedTarget } from './plan-targets.ts'
import { type Timings, toReport } from './report.ts'
import { signPackage } from './sign-package.ts'
import { createStopwatch } from './stopwatch.ts'
import type { ArchiveFormat, ControlContext, Plan } from './target.ts'

/** One archive with what lies beside it. */
export interface PackedPackage {
  /** Name of the target. */
  readonly target: string
  readonly format: ArchiveFormat
  /** The archive, absolute. */
  readonly path: string
  readonly sizeInBytes: number
  /** Bare lowercase hex. */
  readonly sha256: string
  /** Bare lowercase hex. */
  readonly md5: string
  /** `{name}-{version}-build-report.json`, absolute. */
  readonly reportPath: string
  /** All other files beside the archive, absolute: `FILE.sha256` first. */
  readonly sidePaths: readonly string[]
}

/** Options of {@link writePackage}. */
export interface WritePackageOptions extends Pick<
  PackOptions,
  'limits' | 'cache' | 'onProgress' | 'signal' | 'signWith'
> {
  readonly format: ArchiveFormat
  /** The folder to write to, which exists. */
  readonly folder: string
  /** The folder that the files will be in. */
  readonly finalFolder: string
  readonly timings: Omit<Timings, 'archiveMs'>
  /** Problems so far, for the report; those of the writer are added. */
  readonly diagnostics: Diagnostic[]
  /** For the report. */
  readonly time: Date
}

/** Writes an archive, its digest file, the target's side files and the report. Throws what `writeArchive` and `signPackage` throw. */
export async function writePackage(
  planned: PlannedTarget,
  options: WritePackageOptions,
): Promise<PackedPackage> {
  const { target, context } = planned
  const { dir, manifest, plan } = context
  const { format, folder, limits, signal, signWith: keys = [] } = options
  const stopwatch = createStopwatch()
  const fileName = target.fileName(manifest, format)
  const { archive, controlCount, controlContext } = await writeContent(planned, options)
  options.diagnostics.push(...archive.diagnostics)
  const envelopes = await signPackage(archive, { target, manifest, keys, limits, signal })
  const archiveMs = stopwatch.lap()

  const { sizeInBytes, sha256, md5 } = archive
  const { time } = options
  const written = { fileName, sizeInBytes, sha256, md5 }
  const beside = (await target.beside?.({ ...controlContext, archive: written, time })) ?? []
  const report = toReport({
    dir,
    manifest,
    plan,
    archive,
    format,
    target: target.name,
    controlCount,
    timings: { ...options.timings, archiveMs },
    diagnostics: options.diagnostics,
    signedBy: keys.map(({ publicKey }) => publicKey.keyId),
    time,
  })
  const reportName = `${manifest.name}-${manifest.version}-build-report.json`
  const sides = [{ name: `${fileName}.sha256`, bytes: `${sha256}  ${fileName}\n` }, ...beside]
  for (const { name, bytes } of sides) await writeFile(path.join(folder, name), bytes)
  await writeFile(path.join(folder, reportName), `${JSON.stringify(report, undefined, 2)}\n`)

  const at = (name: string): string => path.join(options.finalFolder, name)
  return {
    target: target.name,
    format,
    path: at(fileName),
    sizeInBytes,
    sha256,
    md5,
    reportPath: at(reportName),
    sidePaths: [...sides.map(({ name }) => name), ...envelopes].map(at),
  }
}

/** Writes the package itself: the archive with what the target adds to its plan, or the one file. */
async function writeContent(
  { target, context }: PlannedTarget,
  options: WritePackageOptions,
): Promise<{ archive: WrittenArchive; controlCount: number; controlContext: ControlContext }> {
  const { format, folder, limits, cache, onProgress, signal, signWith: keys = [] } = options
  const { dir, manifest, plan } = context
  const file = path.join(folder, target.fileName(manifest, format))
  const entries = toArchiveEntries(plan, dir)
  let controlContext: ControlContext = { ...context, digests: [] }
  if (format === 'file') return { archive: await copyEntry(file, entries), controlCount: 0, controlContext }
  let controlCount = 0
  const archive = await writeArchive({
    file,
    format,
    entries,
    control(digests) {
      controlContext = { ...context, digests }
      const made = target.control?.(controlContext) ?? []
      const signed = keys.length === 0 ? [] : (target.sign?.(made, keys, context) ?? [])
      controlCount = made.length + signed.length
      return [...made, ...signed]
    },
    ...(limits && { limits }),
    ...(cache !== undefined && { cache }),
    ...(onProgress && { onProgress }),
    signal,
  })
  return { archive, controlCount, controlContext }
}

function toArchiveEntries({ entries }: Plan, dir: string): ArchiveEntry[] {
  return entries.map(({ path: name, from, bytes, executable = false }) => ({
    path: name,
    source: bytes ?? path.join(dir, from),
    executable,
  }))
}
