// One packing by one writer, in a process of its own: node pack-once.mjs <tree> <out> <writer> <format> [cache dir]
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createSegmentCache, treeDigest, writeArchive } from '@plugwright/archive'

const [tree, file, writer, format, cacheDir] = process.argv.slice(2)
const entries = readdirSync(tree, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => {
    const source = join(entry.parentPath, entry.name)
    return { path: source.slice(tree.length + 1), source, executable: false }
  })
  // The tree has one for mcpb; ours is made below.
  .filter((entry) => entry.path !== 'manifest.json')
await writeArchive({
  file,
  format,
  entries,
  // A manifest with all digests, like that of a real package.
  control: (files) => [
    { path: 'manifest.json', bytes: Buffer.from(JSON.stringify({ files, treeDigest: treeDigest(files) })) },
  ],
  cache: cacheDir === undefined ? false : createSegmentCache({ dir: cacheDir }),
  ...(writer === 'archiver' && { writer: (await import('@plugwright/archive/archiver')).archiverWriter }),
})
