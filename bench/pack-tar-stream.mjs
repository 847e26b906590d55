// tar-stream and zlib, as one would write it: node pack-tar-stream.mjs <tree> <out>
import { createReadStream, createWriteStream, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'

const [tree, out] = process.argv.slice(2)
const archive = pack()
const writing = pipeline(archive, createGzip({ level: 6 }), createWriteStream(out))
for (const entry of readdirSync(tree, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue
  const file = join(entry.parentPath, entry.name)
  await pipeline(
    createReadStream(file),
    archive.entry({ name: file.slice(tree.length + 1), size: statSync(file).size }),
  )
}
archive.finalize()
await writing
