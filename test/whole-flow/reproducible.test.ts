import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyWithPackages } from '../copy-with-packages.ts'
import { root } from '../repository.ts'

const run = promisify(execFile)

let folder: string
let first: string
let second: string

/** The first build's package, extracted. */
let extracted: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugwright-flow-'))
  first = await buildCrm({
    place: 'near',
    umask: '022',
    zone: 'UTC',
    modified: new Date('2001-02-03T04:05:06Z'),
  })
  second = await buildCrm({
    place: 'far/down/in/a/tree',
    umask: '077',
    zone: 'Pacific/Chatham',
    modified: new Date('2031-07-08T09:10:11Z'),
  })
  extracted = join(folder, 'extracted')
  await mkdir(extracted)
  await run('tar', ['xzf', first, '-C', extracted])
}, 120_000)

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

test('two builds at other places, umasks, time zones and times are equal byte for byte', async () => {
  expect(basename(first)).toBe('crm-0.1.0.plug')
  expect(basename(second)).toBe(basename(first))
  expect(Buffer.compare(await readFile(first), await readFile(second))).toBe(0)
})

test('tar lists the package, the manifest first', async () => {
  const { stdout } = await run('tar', ['tzf', first])
  const [manifest, ...others] = stdout.trimEnd().split('\n')
  expect(manifest).toBe('manifest.json')
  expect(others).toContain('plugin.yaml')
  expect(others.some((entry) => /^frontend\/.*\.js$/.test(entry))).toBe(true)
  expect(others.some((entry) => /^backend\/.*\.[cm]?js$/.test(entry))).toBe(true)
  expect(others.some((entry) => entry.startsWith('dbt/'))).toBe(true)
  expect(others.filter((entry) => /node_modules|\.(tsx?|map)$/.test(entry))).toEqual([])
})

test('the manifest lists what sha256sum finds', async () => {
  const manifest = JSON.parse(await readFile(join(extracted, 'manifest.json'), 'utf8')) as PackedManifest
  expect(manifest.format).toBe('plugwright/1')
  const paths = (await listRecursively(extracted)).filter((path) => path !== 'manifest.json')
  const { stdout } = await run('sha256sum', ['--', ...paths], { cwd: extracted })
  const found = Object.fromEntries(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  )
  expect(Object.fromEntries(manifest.files.map(({ path, sha256 }) => [path, sha256]))).toEqual(found)
})

test('the file beside the package is what sha256sum checks', async () => {
  const { stdout } = await run('sha256sum', ['--check', `${basename(first)}.sha256`], {
    cwd: join(first, '..'),
  })
  expect(stdout).toContain(': OK')
})

test('no file of the package names a place on this machine', async () => {
  const places = [root, folder, tmpdir(), homedir()].filter((place) => place.length > 1)
  const found: string[] = []
  for (const path of await listRecursively(extracted)) {
    const text = await readFile(join(extracted, path), 'latin1')
    for (const place of places) if (text.includes(`${place}/`)) found.push(`${path}: ${place}`)
  }
  expect(found).toEqual([])
})

interface PackedManifest {
  readonly format: string
  readonly files: readonly { readonly path: string; readonly sha256: string }[]
}

interface Surroundings {
  /** The folder below the temporary one in which the plugin's folder lies. */
  readonly place: string
  readonly umask: string
  readonly zone: string
  /** When every source file seems to have been changed. */
  readonly modified: Date
}

/** Builds a copy of crm with the command line and returns the package's path. */
async function buildCrm({ place, umask, zone, modified }: Surroundings): Promise<string> {
  const dir = join(folder, place, 'crm')
  await mkdir(join(dir, '..'), { recursive: true })
  await copyWithPackages(join(root, 'examples/platform/plugins/crm'), dir)
  for (const path of await listRecursively(dir)) await utimes(join(dir, path), modified, modified)

  const binary = join(root, 'packages/cli/dist/bin.js')
  const { stdout } = await run(
    'sh',
    ['-c', `umask ${umask} && exec "$0" "$@"`, process.execPath, binary, 'build', dir, '--json'],
    {
      env: { ...process.env, TZ: zone },
    },
  )
  const result = JSON.parse(stdout) as { packages: { path: string }[] }
  return result.packages[0]?.path ?? ''
}

/** The files below a folder, relative, without installed packages; links are not followed. */
async function listRecursively(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .filter((path) => !path.includes('node_modules'))
    .sort()
}
