import { createHash } from 'node:crypto'
import { compareEntryNames } from './entry-name.ts'
import type { FileDigest } from './file-digest.ts'

/**
 * One digest for a set of files: bare lowercase hex SHA-256 over one line per file, in UTF-8 byte order of the
 * paths: `mode SP size SP sha256 SP path LF`. Entry names hold no line breaks, so the lines are unambiguous.
 *
 *     0644 12 a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447 README.md
 */
export function treeDigest(files: readonly FileDigest[]): string {
  const hash = createHash('sha256')
  for (const { mode, size, sha256, path } of files.toSorted((a, b) => compareEntryNames(a.path, b.path))) {
    hash.update(`${mode} ${size} ${sha256} ${path}\n`)
  }
  return hash.digest('hex')
}
