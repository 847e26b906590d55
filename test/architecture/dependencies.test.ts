import { beforeAll, describe, expect, test } from 'vitest'
import { listFiles, readPackages, readText } from '../repository.ts'
import type { WorkspacePackage } from '../repository.ts'
import { findImports, packageNameOf } from './imports.ts'

/** `manifest` → the packages it may use: `{ diagnostics: 'code' }`. */
type Edges = ReadonlyMap<string, ReadonlyMap<string, 'code' | 'types'>>

let packages: readonly WorkspacePackage[]
let documented: Edges

beforeAll(async () => {
  packages = await readPackages()
  documented = parseTable(await readText('ARCHITECTURE.md'))
})

describe('the dependency table of ARCHITECTURE.md', () => {
  test('has a row for each package', () => {
    expect([...documented.keys()].sort()).toEqual(packages.map(({ folder }) => folder).sort())
  })

  test('has no cycle', () => {
    for (const folder of documented.keys()) expect(reachable(documented, folder)).not.toContain(folder)
  })

  test('says what each package.json says', () => {
    for (const { folder, json } of packages) {
      const edges = [...(documented.get(folder) ?? [])]
      const code = edges.filter(([, kind]) => kind === 'code').map(([other]) => other)
      const types = edges.filter(([, kind]) => kind === 'types').map(([other]) => other)
      expect(workspaceFolders({ ...json.dependencies, ...json.peerDependencies }), folder).toEqual(
        code.sort(),
      )
      // Tests may use more than the sources do.
      expect(workspaceFolders(json.devDependencies), folder).toEqual(expect.arrayContaining(types))
    }
  })

  test('says what the sources import, no more and no less', async () => {
    const imported = await Promise.all(
      packages.map(async ({ folder }) => [folder, await importedPackages(folder)] as const),
    )
    expect(Object.fromEntries(imported)).toEqual(
      Object.fromEntries([...documented].map(([folder, edges]) => [folder, [...edges.keys()].sort()])),
    )
  })
})

test('what is only for types is imported with `import type`', async () => {
  const wrong: string[] = []
  for (const { folder } of packages) {
    const allowed = documented.get(folder) ?? new Map<string, 'code' | 'types'>()
    for (const file of await sourceFiles(folder)) {
      for (const { specifier, typeOnly } of findImports(await readText(file))) {
        const other = folderOf(specifier)
        if (other !== undefined && allowed.get(other) === 'types' && !typeOnly)
          wrong.push(`${file}: ${specifier}`)
      }
    }
  }
  expect(wrong).toEqual([])
})

test('every package that a source imports is declared by its package.json', async () => {
  const missing: string[] = []
  for (const { folder, json } of packages) {
    const declared = new Set([
      ...Object.keys(json.dependencies ?? {}),
      ...Object.keys(json.peerDependencies ?? {}),
    ])
    const typesOnly = new Set(Object.keys(json.devDependencies ?? {}))
    for (const file of await sourceFiles(folder)) {
      for (const { specifier, typeOnly } of findImports(await readText(file))) {
        if (isLocal(specifier)) continue
        const name = packageNameOf(specifier)
        if (!declared.has(name) && !(typeOnly && typesOnly.has(name))) missing.push(`${file}: ${specifier}`)
      }
    }
  }
  expect(missing).toEqual([])
})

test('every dependency that a package.json declares is imported', async () => {
  const unused: string[] = []
  for (const { folder, json } of packages) {
    const imported = new Set<string>()
    for (const file of await sourceFiles(folder)) {
      for (const { specifier } of findImports(await readText(file))) imported.add(packageNameOf(specifier))
    }
    const declared = Object.keys(json.dependencies ?? {})
    // A package that has a peer dependency leaves it to us to install it.
    const ours = packages.filter((other) => declared.includes(other.json.name))
    const peers = new Set(ours.flatMap((other) => Object.keys(other.json.peerDependencies ?? {})))
    const needless = declared.filter((name) => !imported.has(name) && !peers.has(name))
    unused.push(...needless.map((name) => `packages/${folder}: ${name}`))
  }
  expect(unused).toEqual([])
})

/** Reads rows such as ``| `packages/pack` | `@plugwright/pack` | … | manifest, archive (types) |``. */
function parseTable(markdown: string): Edges {
  const rows = markdown.matchAll(/^\| `packages\/(?<folder>[a-z-]+)` \|.*\| (?<edges>[^|]*) \|$/gm)
  return new Map(
    [...rows].map((row) => {
      const edges = (row.groups?.['edges'] ?? '').split(',').map((edge) => edge.trim())
      const parsed = edges
        .filter((edge) => edge !== '–')
        .map((edge) => [edge.replace(' (types)', ''), edge.endsWith('(types)') ? 'types' : 'code'] as const)
      return [row.groups?.['folder'] ?? '', new Map(parsed)] as const
    }),
  )
}

function workspaceFolders(dependencies: Readonly<Record<string, string>> | undefined): readonly string[] {
  return Object.keys(dependencies ?? {})
    .flatMap((name) => folderOf(name) ?? [])
    .sort()
}

function reachable(edges: Edges, from: string): readonly string[] {
  const found = new Set<string>()
  const open = [...(edges.get(from)?.keys() ?? [])]
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (found.has(folder)) continue
    found.add(folder)
    open.push(...(edges.get(folder)?.keys() ?? []))
  }
  return [...found]
}

async function importedPackages(folder: string): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const file of await sourceFiles(folder)) {
    for (const { specifier } of findImports(await readText(file))) {
      const other = folderOf(specifier)
      if (other !== undefined) found.add(other)
    }
  }
  return [...found].sort()
}

async function sourceFiles(folder: string): Promise<readonly string[]> {
  const files = await listFiles(`packages/${folder}/src/*.ts`, `packages/${folder}/src/*.tsx`)
  return files.filter((file) => !file.includes('.test.'))
}

function folderOf(specifier: string): string | undefined {
  const name = packageNameOf(specifier)
  return packages.find(({ json }) => json.name === name)?.folder
}

function isLocal(specifier: string): boolean {
  return specifier.startsWith('.') || specifier.startsWith('node:') || specifier.startsWith('virtual:')
}
