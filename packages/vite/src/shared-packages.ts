import type { Diagnostic } from '@plugwright/diagnostics'
import { join } from 'node:path'
import satisfies from 'semver/functions/satisfies.js'
import { sharedRange } from './diagnostics.ts'
import type { Framework, FrameworkFacts } from './merge/frameworks.ts'
import type { MergedPlugin } from './merge/registry-records.ts'
import { hasMainEntry } from './package-json.ts'
import type { PackageCache } from './package-json.ts'

/** Our packages in the browser. They hold the registry, so there is one copy for the host and every plugin. */
export const RUNTIME_PACKAGES: readonly string[] = [
  '@plugwright/runtime',
  '@plugwright/react',
  '@plugwright/vue',
  '@plugwright/svelte',
]

/** Frameworks that break when there are two copies of them. */
const FRAMEWORKS: readonly string[] = ['react', 'react-dom', 'vue', 'svelte']

/** Subpaths that every application of a framework imports, often in generated code. */
const USUAL_IMPORTS: Readonly<Record<string, readonly string[]>> = {
  react: ['react', 'react/jsx-runtime', 'react/jsx-dev-runtime'],
  'react-dom': ['react-dom', 'react-dom/client'],
  // Its own Vite plugin decides.
  svelte: [],
}

/** Where the packages of a host are looked up. */
export interface HostPackages {
  readonly packages: PackageCache
  /** The host's folder. */
  readonly root: string
  /** The option `shared`. */
  readonly named: readonly string[]
}

/**
 * The packages that plugins get from the host: the frameworks, the peers of our own packages (a router), the option
 * `shared`, and every `peerDependency` of a plugin that the host has.
 */
export function listShared(host: HostPackages, plugins: readonly MergedPlugin[]): ReadonlySet<string> {
  const peers = new Set(plugins.flatMap((plugin) => [...peersOf(host, plugin).keys()]))
  const found = [...listOwnPeers(host), ...peers].filter((name) => hasPackage(host, name))
  return new Set([...FRAMEWORKS, ...host.named, ...found])
}

/**
 * The packages that Vite must resolve from the host whoever imports them. Only what has to be single everywhere: a peer of a
 * plugin may well exist twice among the host's own dependencies.
 */
export function listDeduped(host: HostPackages): readonly string[] {
  const single = new Set([...RUNTIME_PACKAGES, ...FRAMEWORKS, ...listOwnPeers(host), ...host.named])
  return [...single].filter((name) => hasPackage(host, name))
}

/** What our packages in the browser leave to the host: a linked copy of them would bring its own. */
function listOwnPeers({ packages, root }: HostPackages): readonly string[] {
  return RUNTIME_PACKAGES.flatMap((name) => {
    const dir = packages.find(name, root)
    const manifest = dir === undefined ? undefined : packages.read(dir)
    return Array.from(manifest?.peerDependencies.keys() ?? [])
  })
}

/** Which frameworks the host has adapters for, and which one each plugin names. */
export function readFrameworks(host: HostPackages): FrameworkFacts {
  return {
    installed: new Set(ADAPTED.filter((framework) => hasPackage(host, `@plugwright/${framework}`))),
    namedBy({ realDir }) {
      const { dependencies, peerDependencies } = host.packages.read(realDir) ?? {}
      const named = OF_SCRIPTS.filter((name) => dependencies?.has(name) || peerDependencies?.has(name))
      // One that names both says which by the file names, or leaves it to the host.
      return named.length === 1 ? named[0] : undefined
    },
  }
}

const ADAPTED: readonly Framework[] = ['react', 'vue', 'svelte']
/** Svelte components have a file name of their own. */
const OF_SCRIPTS: readonly Framework[] = ['react', 'vue']

/** What has to be pre-bundled from the start: Vite does not see imports of plugins before one of their pages opens. */
export function listSharedImports(host: HostPackages, shared: ReadonlySet<string>): readonly string[] {
  return [...shared].flatMap((name) => {
    const dir = host.packages.find(name, host.root)
    if (dir === undefined || !/[\\/]node_modules[\\/]/.test(dir)) return []
    const manifest = host.packages.read(dir)
    return USUAL_IMPORTS[name] ?? (manifest !== undefined && hasMainEntry(manifest, dir) ? [name] : [])
  })
}

/** Compares what plugins ask for in `peerDependencies` with what the host has. */
export function checkSharedRanges(
  host: HostPackages,
  plugins: readonly MergedPlugin[],
  { isBuild }: { readonly isBuild: boolean },
): readonly Diagnostic[] {
  return plugins.flatMap((plugin) =>
    [...peersOf(host, plugin)].flatMap(([name, range]) => {
      const dir = host.packages.find(name, host.root)
      const found = dir === undefined ? undefined : host.packages.read(dir)?.version
      if (found === undefined || fits(found, range)) return []
      const file = join(plugin.realDir, 'package.json')
      return [sharedRange(name, { plugin: plugin.name, range, found, isBuild, file })]
    }),
  )
}

/** The `peerDependencies` of a plugin. */
export function peersOf({ packages }: HostPackages, { realDir }: MergedPlugin): ReadonlyMap<string, string> {
  return packages.read(realDir)?.peerDependencies ?? new Map<string, string>()
}

function hasPackage({ packages, root }: HostPackages, name: string): boolean {
  return packages.find(name, root) !== undefined
}

/** Whether a version is within a range. `workspace:*`, `catalog:` and other ranges that only a package manager understands fit. */
export function fits(version: string, range: string): boolean {
  return /^[a-z]+:/.test(range) || satisfies(version, range, { includePrerelease: true })
}
