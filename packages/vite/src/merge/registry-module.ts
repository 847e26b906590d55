import type { NavRecord, PluginRecord, RegistryData } from '@plugwright/runtime'
import type { LevelGroups } from './level-groups.ts'
import { compact } from './registry-records.ts'
import { toSource } from './source-text.ts'
import { toGroupId, toPluginId } from './virtual-ids.ts'

/** {@link RegistryData} whose plugins have no loaders yet: these are the generated part. */
export type RegistryRecords = Omit<RegistryData, 'plugins'> & {
  readonly plugins: readonly Omit<PluginRecord, 'load'>[]
}

/**
 * Stand in the text for what only the finished bundle knows: the way to its base and to the deploy record. Longer than what takes
 * their places, so that positions in source maps stay right.
 */
export const BASE_PLACEHOLDER = '__PLUGWRIGHT_BASE__'
export const RECORD_PLACEHOLDER = '__PLUGWRIGHT_RECORD_OF_WHAT_IS_DEPLOYED__'

/** The source that most plugins have; it costs a build no bytes. */
const USUAL_SOURCE = 'install'

/**
 * Writes `virtual:plugwright` for a build. It is part of the start bundle, so a plugin is positional arguments, and neighbours
 * of one group name their file once.
 */
export function formatRegistryBuild(records: RegistryRecords, groups: LevelGroups): string {
  const { plugins, ...rest } = records
  return [
    `import { createRegistry } from '@plugwright/runtime'`,
    'const below = (name, nav) => nav?.map(({ path, children, ...entry }) => ({',
    '  ...entry,',
    '  ...(path !== void 0 && { path: `/${name}${path}` }),',
    '  ...(children && { children: below(name, children) }),',
    '}))',
    'const plugin = (name, load, version, displayName, nav, blocks, rest) =>',
    `  ({ name, load, version, displayName, nav: below(name, nav), blocks, source: ${toSource(USUAL_SOURCE)}, ...rest })`,
    `const deploy = { from: import.meta.url, base: ${toSource(BASE_PLACEHOLDER)}, record: ${toSource(RECORD_PLACEHOLDER)} }`,
    'const group = (load, rows) => rows.map(([name, ...row]) => plugin(name, load, ...row))',
    `export const registry = createRegistry({ ${toSource(rest).slice(1, -1)}, deploy, plugins: [`,
    ...listRuns(plugins, groups).map((run) => `  ${formatRun(run)},`),
    '] })',
  ].join('\n')
}

/** Writes `virtual:plugwright` for servers: a registry without plugins, so that a host renders its frame. */
export function formatRegistryStub(records: RegistryRecords): string {
  const empty = { ...records, plugins: [], problems: [] }
  return `import { createRegistry } from '@plugwright/runtime'\nexport const registry = createRegistry(${toSource(empty)})`
}

/** Writes `virtual:plugwright/group/<name>`: the second levels of several plugins. */
export function formatGroupModule(names: readonly string[]): string {
  return names.map((name, index) => `export * as level${index} from ${toSource(toPluginId(name))}`).join('\n')
}

/** Neighbours in the order of the registry. */
interface Run {
  /** The group that all of them are in; without it, there is one. */
  readonly group: string | undefined
  readonly plugins: [Row, ...Row[]]
}

type Row = RegistryRecords['plugins'][number]

function listRuns(plugins: readonly Row[], groups: LevelGroups): readonly Run[] {
  const groupOf = new Map(
    [...groups].flatMap(([group, names]) => names.map((name) => [name, group] as const)),
  )
  const runs: Run[] = []
  for (const plugin of plugins) {
    const group = groupOf.get(plugin.name)
    const last = runs.at(-1)
    if (group !== undefined && last?.group === group) last.plugins.push(plugin)
    else runs.push({ group, plugins: [plugin] })
  }
  return runs
}

function formatRun({ group, plugins }: Run): string {
  if (group !== undefined) {
    const rows = plugins.map((plugin) => `[${listArguments(plugin).join(', ')}]`)
    return `...group(${formatImport(toGroupId(group))}, [${rows.join(', ')}])`
  }
  const [plugin] = plugins
  const [name, ...others] = listArguments(plugin)
  return `plugin(${[name, loaderOf(plugin), ...others].join(', ')})`
}

/** What is said about a plugin, as source, without its loader. */
function listArguments(plugin: Row): readonly string[] {
  const { name, version, displayName, nav, blocks, source, ...others } = plugin
  const rest = compact({ source: source === USUAL_SOURCE ? undefined : source, ...others })
  const positional = [
    displayName,
    nav?.map((entry) => withoutName(name, entry)),
    blocks,
    Object.keys(rest).length === 0 ? undefined : rest,
  ]
  while (positional.length > 0 && positional.at(-1) === undefined) positional.pop()
  const texts = positional.map((value) => (value === undefined ? 'void 0' : toSource(value)))
  return [toSource(name), toSource(version), ...texts]
}

/** The path of a nav entry begins with the name of its plugin, by the rules of the manifest. */
function withoutName(name: string, entry: NavRecord): NavRecord {
  return compact({
    ...entry,
    path: entry.path?.slice(`/${name}`.length),
    children: entry.children?.map((child) => withoutName(name, child)),
  })
}

/** The loader of a plugin, as source. */
export function loaderOf({ name }: { readonly name: string }): string {
  return formatImport(toPluginId(name))
}

function formatImport(id: string): string {
  return `() => import(${toSource(id)})`
}
