import type { ControlEntry, FileDigest, PrivateKey, PublicKey, ReadOptions } from '@plugwright/archive'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { Manifest } from '@plugwright/manifest'
import type { Bundle } from './bundle.ts'
import type { BundleRequest } from './bundler.ts'
import type { DefaultPattern, Selection } from './select-files.ts'

/** How a package is stored; `file` is no archive but the bytes of the one entry. */
export type ArchiveFormat = 'tar.gz' | 'zip' | 'file'

/** What a target knows before anything is built. */
export interface TargetContext<Options = unknown> {
  /** The plugin folder, absolute. */
  readonly dir: string
  readonly manifest: Manifest
  /** Its plugin.yaml, for the place of a problem. */
  readonly manifestFile: string
  /** The target's block in plugin.yaml, valid against {@link Target.optionsSchema}. */
  readonly options: Options
  /** Names of the `peerDependencies` in the plugin's package.json, sorted; none without that file. */
  readonly peerDependencies: readonly string[]
}

/** What a target knows when it plans. */
export interface PlanContext<Options = unknown> extends TargetContext<Options> {
  /** The bundles asked for, by request id; each fresh. */
  readonly bundles: ReadonlyMap<string, Bundle>
  /**
   * Walks the plugin folder and picks files: those that `defaults` name, plus and minus the patterns of `files`,
   * without what is left out everywhere. The result is sorted; its problems belong into the plan.
   */
  readonly select: (defaults: readonly DefaultPattern[]) => Promise<Selection>
}

/** What a target knows when it checks. */
export interface CheckContext<Options = unknown> extends PlanContext<Options> {
  readonly plan: Plan
}

/** What a target knows when the files are read. */
export interface ControlContext<Options = unknown> extends CheckContext<Options> {
  /** All entries of the plan, in archive order. */
  readonly digests: readonly FileDigest[]
}

/** What a target knows when the archive is written. */
export interface BesideContext<Options = unknown> extends ControlContext<Options> {
  readonly archive: {
    readonly fileName: string
    readonly sizeInBytes: number
    readonly sha256: string
    readonly md5: string
  }
  /** For side files that hold a time, as SOURCE_DATE_EPOCH has it. */
  readonly time: Date
}

/** One file of a package. */
export interface PlanEntry {
  /** The name in the archive. */
  readonly path: string
  /** Where its bytes are, relative to the plugin folder. */
  readonly from: string
  /** What brought it in, for people: `plugin.yaml`, `bundle pages`, `files: assets/**`. */
  readonly why: string
  /** @default false */
  readonly executable?: boolean
  /**
   * The content, of a file that the target makes from `from`.
   * @default what is in `from`
   */
  readonly bytes?: Uint8Array
}

/** A file or folder of the plugin that stays out. */
export interface ExcludedFile {
  /** Relative to the plugin folder; a folder ends with `/` and stands for all below it. */
  readonly path: string
  /** The rule that keeps it out: `git`, `node_modules`, `not-selected`, `files: !assets/raw/**`, … */
  readonly rule: string
}

/** What will be in a package, and what not. */
export interface Plan {
  readonly entries: readonly PlanEntry[]
  readonly excluded: readonly ExcludedFile[]
  readonly diagnostics: readonly Diagnostic[]
}

/** A file written next to the archive. */
export interface SideFile {
  /** A plain file name. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** What {@link Target.verify} reads with. */
export interface VerifySignedOptions extends ReadOptions {
  /** The keys that have signed. */
  readonly publicKeys: readonly PublicKey[]
}

/** What {@link Target.verify} found. */
export interface SignedEvidence {
  /** `verified`, or what the package is instead. */
  readonly verdict: string
  /** Ids of the keys whose signatures are genuine. */
  readonly keyIds: readonly string[]
  /** Of the file that was read, bare lowercase hex; `undefined` where it could not be read to its end. */
  readonly sha256: string | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * A host system that packages are made for. All knowledge of one system's layout is here; walking, hashing,
 * writing and reporting are not. Methods write nothing, and change nothing;
 * they report problems as data.
 */
export interface Target<Options = unknown> {
  /** The key of its block under `targets` in plugin.yaml. */
  readonly name: string
  /** JSON Schema (2020-12) of that block. */
  readonly optionsSchema: Readonly<Record<string, unknown>>
  /** What it can be stored as. */
  readonly formats: readonly [ArchiveFormat, ...ArchiveFormat[]]
  /**
   * The format where nobody asks for one, neither by an option nor by `formats` in the block.
   * @default the first of {@link formats}
   */
  defaultFormat?(options: Options): ArchiveFormat
  /** The name of the archive: `crm-0.1.0.plug`. */
  fileName(manifest: Manifest, format: ArchiveFormat): string
  /** What must be built first. Two targets that ask for the same id must ask for the same bundle. */
  bundles(context: TargetContext<Options>): readonly BundleRequest[] | Promise<readonly BundleRequest[]>
  /** Decides what goes in. */
  plan(context: PlanContext<Options>): Plan | Promise<Plan>
  /** Judges the plan: what the host would miss or refuse. */
  check(context: CheckContext<Options>): readonly Diagnostic[] | Promise<readonly Diagnostic[]>
  /** Entries made from the digests of the others; they go first. @default none */
  control?(context: ControlContext<Options>): readonly ControlEntry[]
  /**
   * Signs what {@link Target.control} made: entries that go after it. The keys are never none.
   * @default none: the archive gets an envelope `FILE.sig.json`
   */
  sign?(
    control: readonly ControlEntry[],
    keys: readonly PrivateKey[],
    context: TargetContext<Options>,
  ): readonly ControlEntry[]
  /**
   * Reads a package that {@link Target.sign} signed again, as its receiver will, before it takes its place.
   * @default as a `.plug`: by `manifest.json` and `signature.json`
   */
  verify?(file: string, options: VerifySignedOptions): Promise<SignedEvidence>
  /** Files next to the archive. @default none */
  beside?(context: BesideContext<Options>): readonly SideFile[] | Promise<readonly SideFile[]>
}
