import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createDiscoveryCache } from '@plugwright/manifest/node'

/** The fields of a package.json that matter here. */
export interface PackageJson {
  readonly name?: string
  readonly version?: string
  /** An SPDX expression; older packages have an object or a list instead. */
  readonly license?: string
  readonly main?: unknown
  readonly module?: unknown
  readonly exports?: unknown
  readonly dependencies: ReadonlyMap<string, string>
  readonly peerDependencies: ReadonlyMap<string, string>
}

/** Reads each package.json once. */
export interface PackageCache {
  /** The package.json directly in a folder; `undefined` where it is missing or no JSON object. The same object until it changes. */
  read(dir: string): PackageJson | undefined
  /** The folder of an installed package as Node finds it from `from`, links followed. */
  find(name: string, from: string): string | undefined
  /** Looks at everything again when it is asked for, after an install or an edit. */
  refresh(): void
}

export function createPackageCache(): PackageCache {
  const remembered = createDiscoveryCache()
  const files = new Map<string, PackageJson | undefined>()
  const folders = new Map<string, string | undefined>()

  function read(dir: string): PackageJson | undefined {
    if (!files.has(dir)) files.set(dir, readIfChanged(dir))
    return files.get(dir)
  }

  function readIfChanged(dir: string): PackageJson | undefined {
    const known = remembered.get(dir) as { readonly manifest: PackageJson | undefined } | undefined
    if (known !== undefined) return known.manifest
    const [file, startedAt] = [join(dir, 'package.json'), Date.now()]
    const manifest = existsSync(file) ? readPackageJson(file) : undefined
    remembered.set(dir, { manifest }, { paths: [file], startedAt })
    return manifest
  }

  function find(name: string, from: string): string | undefined {
    const key = `${name}\0${from}`
    if (!folders.has(key)) folders.set(key, findPackage(name, from))
    return folders.get(key)
  }

  return {
    read,
    find,
    refresh() {
      files.clear()
      folders.clear()
    },
  }
}

/**
 * The package that a bare import names.
 *
 *     react-dom/client → react-dom      @acme/ui/button → @acme/ui
 */
export function packageNameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Tells whether `import 'name'` can lead anywhere, as opposed to packages of subpaths or of types only. */
export function hasMainEntry({ exports, main, module }: PackageJson, dir: string): boolean {
  if (typeof exports === 'string' || Array.isArray(exports)) return true
  if (typeof exports === 'object' && exports !== null) {
    const keys = Object.keys(exports)
    return keys.includes('.') || keys.every((key) => !key.startsWith('.'))
  }
  return typeof main === 'string' || typeof module === 'string' || existsSync(join(dir, 'index.js'))
}

function findPackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate)
    if (dirname(folder) === folder) return undefined
  }
}

function readPackageJson(file: string): PackageJson | undefined {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { name, version, main, module, exports, dependencies, peerDependencies } = value as Record<
    string,
    unknown
  >
  const license = toLicense(value)
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof version === 'string' ? { version } : {}),
    ...(license === undefined ? {} : { license }),
    main,
    module,
    exports,
    dependencies: toRanges(dependencies),
    peerDependencies: toRanges(peerDependencies),
  }
}

/** `MIT`, `{ type: 'MIT' }` and `licenses: [{ type: 'MIT' }, { type: 'Apache-2.0' }]` are all to be found. */
function toLicense({
  license,
  licenses = license,
}: {
  license?: unknown
  licenses?: unknown
}): string | undefined {
  const list: readonly unknown[] = Array.isArray(licenses) ? licenses : [licenses]
  const names = list.flatMap((item) => {
    const name: unknown = typeof item === 'object' && item !== null && 'type' in item ? item.type : item
    return typeof name === 'string' && name !== '' ? [name] : []
  })
  return names.length === 0 ? undefined : names.length === 1 ? names[0] : `(${names.join(' OR ')})`
}

function toRanges(value: unknown): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null) return new Map()
  const entries = Object.entries(value)
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}
