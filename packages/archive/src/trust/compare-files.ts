import { compareEntryNames } from '../entry-name.ts'
import type { FileDigest } from '../file-digest.ts'
import type { FileDifference } from './verification.ts'

/** Compares the files of an archive with those of its manifest; the result is in byte order of the paths. */
export function compareFiles(listed: readonly FileDigest[], found: readonly FileDigest[]): FileDifference[] {
  const byPath = new Map(found.map((file) => [file.path, file]))
  const differences: FileDifference[] = []
  for (const file of listed) {
    const other = byPath.get(file.path)
    byPath.delete(file.path)
    const kind = compareFile(file, other)
    if (kind !== undefined) differences.push({ path: file.path, kind })
  }
  for (const path of byPath.keys()) differences.push({ path, kind: 'unlisted' })
  return differences.toSorted((a, b) => compareEntryNames(a.path, b.path))
}

function compareFile(listed: FileDigest, found: FileDigest | undefined): FileDifference['kind'] | undefined {
  if (found === undefined) return 'missing'
  if (listed.sha256 !== found.sha256 || listed.size !== found.size) return 'changed'
  return listed.mode === found.mode ? undefined : 'mode'
}
