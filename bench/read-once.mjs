// One reading by one reader, in a process of its own: node read-once.mjs <reader> <archive> <list of files> [target]
import { mkdirSync, readFileSync } from 'node:fs'

const [reader, file, list, target] = process.argv.slice(2)

const readers = {
  // Every rule of the archive, SHA-256 of it and of every file.
  async digest() {
    const { digestArchive } = await import('@plugwright/archive')
    await digestArchive(file, { keep: ['manifest.json'] })
  },
  // The same rules, and every file compared with a list while it is written.
  async extract() {
    const { extractArchive } = await import('@plugwright/archive')
    await extractArchive(file, target, { expected: JSON.parse(readFileSync(list, 'utf8')) })
  },
  // What an installation does: all of it before, and all of it again while writing, through one open file.
  async 'digest-extract'() {
    const { openArchive } = await import('@plugwright/archive')
    const archive = await openArchive(file)
    const { files } = await archive.digest({ keep: ['manifest.json'] })
    await archive.extract(target, { expected: files })
    await archive.close()
  },
  async 'node-tar'() {
    const { extract } = await import('tar')
    mkdirSync(target)
    await extract({ file, cwd: target })
  },
}
await readers[reader]()
