import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import { readManifest } from '@plugwright/manifest/node'
import type { PackOptions } from '../../options.ts'
import type { PackedPackage } from '../../write-package.ts'

/** What was asked of a build, and what came of it. */
export interface BettyBuild extends Pick<PackOptions, 'dir' | 'targets' | 'formats'> {
  readonly packages: readonly PackedPackage[]
  /** Those of the build, or of the error that ended it. */
  readonly diagnostics: readonly Diagnostic[]
}

/** The JSON that Betty's plugin.build prints, but for `ok`. Paths are absolute. */
export type BettyResult = BettyPacked | BettyFailed

/** A package was written. */
export interface BettyPacked {
  /** `success_with_warnings`: there are commands that do not run from the package. */
  readonly status: 'success' | 'success_with_warnings'
  readonly package_path: string
  readonly report_path: string
  readonly manifest_path: string
  readonly preview_path: string
  /** The documented keys of the build report. Unlike in the file, its paths are absolute. */
  readonly build_report: BettyReport
  /** The content of manifest.json. */
  readonly manifest: Readonly<Record<string, unknown>>
}

/** Nothing was written. */
export interface BettyFailed {
  readonly status: 'failed'
  /** As on Betty's page: `plugin.yaml not found: /srv/betty/plugin.yaml`. */
  readonly error: string
}

/** The documented keys of `{name}-{version}-build-report.json`. */
export interface BettyReport {
  readonly build_timestamp: string
  readonly plugin: Readonly<Record<string, unknown>>
  readonly validation: {
    readonly total_commands: number
    readonly valid_entrypoints: number
    readonly missing_files: readonly string[]
    readonly has_errors: boolean
  }
  readonly package: {
    readonly path: string
    readonly size_bytes: number
    readonly size_human: string
    readonly files_count: number
    readonly format: string
    readonly checksums: { readonly md5: string; readonly sha256: string }
  }
  readonly entrypoints: readonly {
    readonly command: string
    readonly handler: string
    readonly runtime: string
    readonly path: string
  }[]
}

/**
 * Gives the result in Betty's words; `undefined` unless `betty` is the only target, with one format. Reads the report
 * and the manifest beside the package. Where the build failed so early that its targets are not known (plugin.yaml is
 * missing or invalid, and no target was asked for), that is `undefined` too.
 */
export async function toBettyResult(build: BettyBuild): Promise<BettyResult | undefined> {
  const [one, another] = build.packages
  if (one !== undefined) {
    return another === undefined && one.target === 'betty' ? packed(one, build.dir) : undefined
  }
  return (await isBettyOnly(build)) ? { status: 'failed', error: errorOf(build) } : undefined
}

async function packed(one: PackedPackage, dirOrFile: string): Promise<BettyPacked> {
  const beside = (name: string): string => path.join(path.dirname(one.path), name)
  const { plugwright: _ours, ...report } = (await readJson(one.reportPath)) as BettyReport & {
    readonly plugwright: unknown
  }
  const dir = /\.ya?ml$/.test(dirOrFile) ? path.dirname(dirOrFile) : dirOrFile
  const entrypoints = report.entrypoints.map((entry) => ({ ...entry, path: path.resolve(dir, entry.path) }))
  return {
    status: report.validation.has_errors ? 'success_with_warnings' : 'success',
    package_path: one.path,
    report_path: one.reportPath,
    manifest_path: beside('manifest.json'),
    preview_path: beside('plugin.preview.yaml'),
    build_report: { ...report, package: { ...report.package, path: one.path }, entrypoints },
    manifest: (await readJson(beside('manifest.json'))) as BettyPacked['manifest'],
  }
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'))
}

async function isBettyOnly({ dir, targets, formats }: BettyBuild): Promise<boolean> {
  const { manifest } = await readManifest(dir)
  const names = targets?.map((target) => (typeof target === 'string' ? target : target.name))
  const asked = new Set(names ?? manifest?.targets.keys())
  const block = manifest?.targets.get('betty')?.['formats']
  const formatCount = formats?.length ?? (Array.isArray(block) ? block.length : 1)
  return asked.size === 1 && asked.has('betty') && formatCount <= 1
}

/** The first error; in the words of Betty's page where it is one of that page's table. */
function errorOf({ dir, diagnostics, formats }: BettyBuild): string {
  const error = diagnostics.find(({ severity }) => severity === 'error')
  if (error === undefined) return 'The build did not end.'
  const { code, message, file = dir, span } = error
  if (NOT_FOUND.has(code))
    return `plugin.yaml not found: ${/\.ya?ml$/.test(file) ? file : path.join(file, 'plugin.yaml')}`
  if (NOT_YAML.has(code)) {
    const place = span === undefined ? '' : `:${span.start.line}:${span.start.column}`
    return `Invalid YAML in ${file}${place}: ${message}`
  }
  if (code === 'PACK_UNKNOWN_FORMAT') {
    return `Unsupported output format: ${formats?.join(', ') ?? message}. Use 'tar.gz' or 'zip'`
  }
  return /\b(?:EACCES|EPERM|EROFS)\b/.test(message) ? `Permission denied: ${file}` : message
}

/** The second one is the command line's, for a path that is not there. */
const NOT_FOUND: ReadonlySet<string> = new Set(['MANIFEST_NOT_FOUND', 'CLI_NO_SUCH_PATH'])

const NOT_YAML: ReadonlySet<string> = new Set([
  'MANIFEST_DUPLICATE_KEY',
  'MANIFEST_EMPTY',
  'MANIFEST_MULTIPLE_DOCUMENTS',
  'MANIFEST_NOT_UTF8',
  'MANIFEST_YAML_SYNTAX',
])
