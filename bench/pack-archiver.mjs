// archiver, as its own documentation shows it: node pack-archiver.mjs <tree> <out> <tar.gz | zip>
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { TarArchive, ZipArchive } from 'archiver'

const [tree, out, format] = process.argv.slice(2)
const archive =
  format === 'zip'
    ? new ZipArchive({ zlib: { level: 6 } })
    : new TarArchive({ gzip: true, gzipOptions: { level: 6 } })
const writing = pipeline(archive, createWriteStream(out))
archive.directory(tree, false)
await archive.finalize()
await writing
