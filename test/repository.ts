import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** The root folder of the repository, without a trailing separator. */
export const root: string = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '')

/** What the tests read of a `package.json`. */
export interface PackageJson {
  readonly name: string
  readonly version: string
  readonly description?: string
  readonly exports?: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly packageManager?: string
}

/** One folder of `packages/`. */
export interface WorkspacePackage {
  /** The folder's name: `manifest`. */
  readonly folder: string
  /** The absolute folder. */
  readonly dir: string
  readonly json: PackageJson
}

/** Reads every package under `packages/`, by folder name. */
export async function readPackages(): Promise<readonly WorkspacePackage[]> {
  const folders = (await readdir(join(root, 'packages'))).sort()
  return Promise.all(
    folders.map(async (folder) => {
      const dir = join(root, 'packages', folder)
      return { folder, dir, json: await readPackageJson(dir) }
    }),
  )
}

/** Reads the `package.json` of a folder. */
export async function readPackageJson(dir: string): Promise<PackageJson> {
  return JSON.parse(await readFile(join(dir, 'package.json'), 'utf8')) as PackageJson
}

/** Lists what git tracks or would add, relative to the root, `/` separators, in byte order. */
export async function listFiles(...patterns: string[]): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', ...patterns],
    { cwd: root, maxBuffer: 1 << 26 },
  )
  const files = stdout.split('\0').filter((file) => file !== '')
  return files.sort()
}

/** Reads a text file by its path below the root. */
export async function readText(file: string): Promise<string> {
  return readFile(join(root, file), 'utf8')
}
