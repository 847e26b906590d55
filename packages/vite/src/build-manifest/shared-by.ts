import { compact } from '../merge/registry-records.ts'
import type { SharedPackage } from './build-manifest.ts'
import type { ModuleOwner } from './ownership.ts'
import { toSpecifier } from './packages.ts'
import type { InstalledPackage } from './packages.ts'

/** What {@link findShared} asks about the modules of a build. */
export interface SharedFacts {
  /** The modules of the build. */
  readonly ids: Iterable<string>
  /** The packages that plugins get from the host. */
  readonly shared: readonly InstalledPackage[]
  readonly importersOf: (id: string) => readonly string[]
  readonly ownerOf: (id: string) => ModuleOwner | undefined
}

/**
 * What each plugin takes from the host. Asks who imports the shared packages, which are few, and not what each module of a
 * plugin imports.
 */
export function findShared({
  ids,
  shared,
  importersOf,
  ownerOf,
}: SharedFacts): ReadonlyMap<string, readonly SharedPackage[]> {
  const specifiers = new Map<string, Map<InstalledPackage, Set<string>>>()
  const folders = shared.map((installed) => ({ installed, prefix: `${installed.dir}/` }))
  for (const id of ids) {
    const installed = folders.find(({ prefix }) => id.startsWith(prefix))?.installed
    if (installed === undefined) continue
    const specifier = toSpecifier(id, installed)
    for (const owner of new Set(importersOf(id).map((importer) => ownerOf(importer)?.plugin))) {
      if (owner === undefined) continue
      const used = specifiers.get(owner) ?? new Map<InstalledPackage, Set<string>>()
      used.set(installed, (used.get(installed) ?? new Set()).add(specifier))
      specifiers.set(owner, used)
    }
  }
  return new Map([...specifiers].map(([owner, used]) => [owner, toSharedPackages(used)]))
}

function toSharedPackages(
  used: ReadonlyMap<InstalledPackage, ReadonlySet<string>>,
): readonly SharedPackage[] {
  return [...used]
    .map(
      ([
        {
          manifest: { name, version },
        },
        ids,
      ]) => compact({ name, ids: [...ids].toSorted(), version }),
    )
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
