import { byteSizePattern, nearestName } from '@plugwright/diagnostics'
import type { Text } from '@plugwright/manifest'
import { unknownOption, wrongOption } from './diagnostics.ts'
import { createStoppingError } from './format-problem.ts'

/** A folder that holds one folder per plugin. */
export interface RootOption {
  /** Relative to the Vite root, or absolute. It need not exist yet. */
  readonly dir: string
  /** The name that people see for it. @default `install` for the first root, `data` for later ones */
  readonly source?: string
}

/** Who calls a plugin's router; what the host's own session says. */
export interface BackendAccess {
  can(permission: string): boolean
  /** Handed to routers as `context.user`. */
  readonly user?: unknown
}

/** A size that something may have: bytes, or a text with a unit of `B`, `kB`, `MB`, `KiB` or `MiB` like `'60 kB'`. */
export type ByteSize = number | string

/** How large scripts and stylesheets may be after gzip. What has no size may have any. */
export interface Budget {
  /** All that is a plugin's alone. */
  readonly plugin?: ByteSize
  /** What a browser that shows the start page has yet to load for one page of a plugin. */
  readonly page?: ByteSize
  /** What an entry point of the host loads before anything is opened. */
  readonly start?: ByteSize
  /** The script that lists the pages and blocks of a plugin. */
  readonly level?: ByteSize
  /** Whether a build that exceeds a size fails, before it writes a file. @default true */
  readonly fail?: boolean
}

/** Options of {@link plugwright}; all of them may be left out. */
export interface PlugwrightOptions {
  /** Folders of plugins; where two hold a plugin of one name, the earlier one wins. @default ['plugins'] */
  readonly roots?: readonly (string | RootOption)[]
  /** Single plugins: folders or installed npm packages. They rank before every root. @default [] */
  readonly plugins?: readonly string[]
  /** Where pages live, below Vite's `base`: `<routeBase>/<plugin><page path>`. @default '/plugins' */
  readonly routeBase?: string
  /** Packages that plugins get from the host, besides the frameworks and every `peerDependency` of a plugin. @default [] */
  readonly shared?: readonly string[]
  /** The slots of the host, by name. @default {} */
  readonly slots?: Readonly<Record<string, { readonly description?: string }>>
  /** The sections of the navigation, in their order. @default [] */
  readonly sections?: readonly { readonly id: string; readonly label?: Text }[]
  /** What `requires.host` of a plugin is compared with. @default name and version of the host's package.json */
  readonly host?: { readonly name: string; readonly version: string }
  /**
   * What a build does with plugin code that does not parse or resolve: `true` fails; `false` builds the rest and shows a
   * card in its place; `'install'` fails for the plugins of the first root and for single ones, and is `false` for others.
   * @default true
   */
  readonly strict?: boolean | 'install'
  /** Serves the plugins' JS and TS routers at `/api/<name>/` in dev and preview. `true` grants everything. @default false */
  readonly backend?:
    | boolean
    | { readonly access: (request: Request) => BackendAccess | Promise<BackendAccess> }
  /** One chunk per page, or one per plugin. @default 'page' */
  readonly chunks?: 'page' | 'plugin'
  /**
   * Puts the stylesheets of each plugin into the cascade layer `plugwright.<name>`, so that the host's styles win over them and
   * the order in which pages are opened does not matter. @default false
   */
  readonly layers?: boolean
  /** Sizes that a build may not exceed. With any value, also `{}`, the build manifest has sizes after gzip. @default none */
  readonly budget?: Budget
  /** Writes `.plugwright/types.d.ts` below the Vite root. @default true */
  readonly types?: boolean
  /** In development: the inspector at `/__plugwright/`, Alt-click in the app, and "view as". @default true */
  readonly inspect?: boolean
}

/** {@link PlugwrightOptions} with every default filled in, except `host`, which is read from package.json. */
export interface ResolvedOptions {
  readonly roots: readonly (string | RootOption)[]
  readonly plugins: readonly string[]
  readonly routeBase: string
  readonly shared: readonly string[]
  readonly slots: Readonly<Record<string, { readonly description?: string }>>
  readonly sections: readonly { readonly id: string; readonly label?: Text }[]
  readonly host: { readonly name: string; readonly version: string } | undefined
  readonly strict: boolean | 'install'
  /** Absent: routers are not served. */
  readonly access: ((request: Request) => BackendAccess | Promise<BackendAccess>) | undefined
  readonly chunks: 'page' | 'plugin'
  readonly layers: boolean
  /** Absent: nothing is measured after gzip. */
  readonly budget: Budget | undefined
  readonly types: boolean
  readonly inspect: boolean
}

const EVERYTHING: BackendAccess = { can: () => true }

/**
 * Fills in the defaults.
 *
 * @throws PluginError `VITE_UNKNOWN_OPTION` for a name that is none, `VITE_WRONG_OPTION` for a value that cannot work.
 */
export function resolveOptions(options: PlugwrightOptions = {}): ResolvedOptions {
  const problems = [...findUnknown(options), ...findWrong(options)]
  if (problems.length > 0) {
    const headline = 'plugwright() cannot work with these options.'
    throw createStoppingError(problems, { headline, stack: true })
  }
  const { backend = false } = options
  return {
    roots: options.roots ?? ['plugins'],
    plugins: options.plugins ?? [],
    routeBase: options.routeBase ?? '/plugins',
    shared: options.shared ?? [],
    slots: options.slots ?? {},
    sections: options.sections ?? [],
    host: options.host,
    strict: options.strict ?? true,
    access: typeof backend === 'object' ? backend.access : backend ? () => EVERYTHING : undefined,
    chunks: options.chunks ?? 'page',
    layers: options.layers ?? false,
    budget: options.budget,
    types: options.types ?? true,
    inspect: options.inspect ?? true,
  }
}

/** What each option has to be, in words, and the check for it. */
const expected: Readonly<
  Record<keyof PlugwrightOptions, readonly [words: string, check: (value: unknown) => boolean]>
> = {
  roots: ['a list of folders', isListOf((root) => typeof root === 'string' || hasStrings(root, ['dir']))],
  plugins: ['a list of folders and package names', isListOf(isString)],
  routeBase: [
    'a path that starts with "/" and does not end with it',
    (value) => isString(value) && /^(?:\/[\w.~-]+)+$/.test(value),
  ],
  shared: ['a list of package names', isListOf(isString)],
  slots: ['an object of slots by name', isRecord],
  sections: ['a list of objects with an id', isListOf((section) => hasStrings(section, ['id']))],
  host: ['an object with name and version', (value) => hasStrings(value, ['name', 'version'])],
  strict: ["true, false or 'install'", (value) => typeof value === 'boolean' || value === 'install'],
  backend: [
    'true, false or an object with a function "access"',
    (value) => typeof value === 'boolean' || (isRecord(value) && typeof value['access'] === 'function'),
  ],
  chunks: ["'page' or 'plugin'", (value) => value === 'page' || value === 'plugin'],
  layers: ['true or false', (value) => typeof value === 'boolean'],
  budget: [
    "an object with sizes such as '60 kB' for plugin, page, start and level, and true or false for fail",
    (value) => isRecord(value) && Object.entries(value).every(([key, size]) => isBudgetEntry(key, size)),
  ],
  types: ['true or false', (value) => typeof value === 'boolean'],
  inspect: ['true or false', (value) => typeof value === 'boolean'],
}

function findUnknown(options: object): ReturnType<typeof unknownOption>[] {
  const names = Object.keys(expected)
  return Object.keys(options)
    .filter((name) => !names.includes(name))
    .map((name) => unknownOption(name, { nearest: nearestName(name, names), names }))
}

function findWrong(options: PlugwrightOptions): ReturnType<typeof wrongOption>[] {
  return Object.entries(expected).flatMap(([name, [words, check]]) => {
    const value: unknown = options[name as keyof PlugwrightOptions]
    return value === undefined || check(value) ? [] : [wrongOption(name, value, words)]
  })
}

function isBudgetEntry(key: string, value: unknown): boolean {
  if (value === undefined) return true
  if (key === 'fail') return typeof value === 'boolean'
  const isSize = isString(value) ? byteSizePattern.test(value) : Number.isInteger(value) && Number(value) > 0
  return ['plugin', 'page', 'start', 'level'].includes(key) && isSize
}

function isString(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isListOf(check: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every((item) => check(item))
}

function hasStrings(value: unknown, keys: readonly string[]): boolean {
  return isRecord(value) && keys.every((key) => isString(value[key]))
}
