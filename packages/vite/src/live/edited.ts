import { basename } from 'node:path'
import type { DiscoveredPlugin } from '@plugwright/manifest/node'
import type { Owners } from '../merge/owners.ts'

/**
 * The folders of the plugins whose manifests were edited, links resolved. `undefined` where more may have changed: a package.json
 * says something about other packages, too, and of a file that is nobody's nothing is known.
 */
export function findEdited(
  files: ReadonlySet<string>,
  owners: Owners<DiscoveredPlugin>,
): ReadonlySet<string> | undefined {
  const folders = new Set<string>()
  for (const file of files) {
    const owner = basename(file) === 'package.json' ? undefined : owners.of(file)
    if (owner === undefined) return undefined
    folders.add(owner.realDir)
  }
  return folders
}
