import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { BuildInput } from '../build-manifest.ts'

/** An npm package that is part of a bundle. */
export interface BundledPackage {
  readonly name: string
  /** Absent where no package.json says it. */
  readonly version?: string
  /** As in package.json. */
  readonly license?: string
}

/**
 * Finds the npm packages whose files went into bundles: those below `node_modules`, and packages of the same workspace.
 * Sorted by name and version, each once however often it is installed. `dir` is the plugin folder, absolute.
 */
export async function findPackages(
  inputs: readonly Pick<BuildInput, 'path'>[],
  dir: string,
): Promise<BundledPackage[]> {
  const known = new Map<string, Promise<BundledPackage | undefined>>()
  const found = new Map<string, BundledPackage>()
  for (const { path: name } of inputs) {
    const isInstalled = /(?:^|\/)node_modules\//.test(name)
    if (!isInstalled && !name.startsWith('../')) continue
    const bundled =
      (await readNearest(path.dirname(path.join(dir, name)), known)) ??
      (isInstalled ? { name: nameFromPath(name) } : undefined)
    if (bundled !== undefined) found.set(`${bundled.name}\n${bundled.version ?? ''}`, bundled)
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, bundled]) => bundled)
}

/** The nearest package.json that names a package and its version; one that says only `"type": "module"` does not. */
function readNearest(
  folder: string,
  known: Map<string, Promise<BundledPackage | undefined>>,
): Promise<BundledPackage | undefined> {
  const before = known.get(folder)
  if (before !== undefined) return before
  const parent = path.dirname(folder)
  const isLast = path.basename(folder) === 'node_modules' || parent === folder
  const nearest = isLast
    ? Promise.resolve(undefined)
    : readPackage(path.join(folder, 'package.json')).then((own) => own ?? readNearest(parent, known))
  known.set(folder, nearest)
  return nearest
}

async function readPackage(file: string): Promise<BundledPackage | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const { name, version, license } = parseRecord(text)
  if (typeof name !== 'string' || typeof version !== 'string') return undefined
  return { name, version, ...toLicense(license) }
}

function parseRecord(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** Before 2014 a licence was an object: `{ "type": "MIT", "url": … }`. */
function toLicense(license: unknown): { license?: string } {
  const text = typeof license === 'object' && license !== null && 'type' in license ? license.type : license
  return typeof text === 'string' && text.trim() !== '' ? { license: text.trim() } : {}
}

/** `../node_modules/@acme/ui/src/x.js` → `@acme/ui` */
function nameFromPath(file: string): string {
  const [first = '', second = ''] = file.slice(file.lastIndexOf('node_modules/') + 13).split('/')
  return first.startsWith('@') ? `${first}/${second}` : first
}
