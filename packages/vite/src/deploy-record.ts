import { posix } from 'node:path'

/** What open tabs read when a file of a plugin is not there any more. Paths are relative to the base. */
export interface DeployRecord {
  /** Files outside plugins that files of plugins import statically: a tab that has others cannot take new plugins. */
  readonly shared: readonly string[]
  readonly plugins: Readonly<
    Record<
      string,
      {
        readonly version: string
        /** The file with the plugin's second level. */
        readonly level: string
      }
    >
  >
}

/** What a {@link DeployRecord} is made of: chunks of a bundle. */
export interface BuiltChunk {
  readonly fileName: string
  readonly moduleIds: readonly string[]
  /** Files that it imports statically. */
  readonly imports: readonly string[]
  readonly isEntry: boolean
}

/** Tells about modules and plugins. */
export interface DeployRules {
  /** The plugin whose second level a module is. */
  readonly levelOf: (id: string) => string | undefined
  /** The plugin that a module belongs to. */
  readonly pluginOf: (id: string) => string | undefined
  readonly versionOf: (plugin: string) => string
}

/** Where the record lies, below the base. */
export function toRecordPath(assetsDir: string): string {
  return posix.join(assetsDir, 'plugins/registry.json')
}

/** Makes the record of a bundle; the same bundle gives the same record. */
export function toDeployRecord(
  chunks: readonly BuiltChunk[],
  { levelOf, pluginOf, versionOf }: DeployRules,
): DeployRecord {
  const ofPlugins = chunks.filter(
    ({ isEntry, moduleIds }) =>
      !isEntry && moduleIds.some((id) => (levelOf(id) ?? pluginOf(id)) !== undefined),
  )
  const own = new Set(ofPlugins.map(({ fileName }) => fileName))
  const built = new Set(chunks.map(({ fileName }) => fileName))
  const imported = new Set(ofPlugins.flatMap(({ imports }) => imports))
  const levels = chunks.flatMap(({ fileName, moduleIds }) =>
    moduleIds.flatMap((id) => {
      const name = levelOf(id)
      return name === undefined ? [] : [[name, { version: versionOf(name), level: fileName }] as const]
    }),
  )
  return {
    shared: [...imported].filter((file) => built.has(file) && !own.has(file)).toSorted(),
    plugins: Object.fromEntries(levels.toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/**
 * The way from a file of a build to its base, padded with spaces, which addresses end without.
 *
 *     toBase('assets/index-abc.js', 8)   → '../     '
 */
export function toBase(fileName: string, length: number): string {
  return `${posix.relative(posix.dirname(fileName), '.') || '.'}/`.padEnd(length)
}
