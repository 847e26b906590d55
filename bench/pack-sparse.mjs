// An archive of a sparse file above 4 GiB, and what other readers say of it. Takes minutes: node pack-sparse.mjs
import { execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeArchive } from '@plugwright/archive'

const dir = join(import.meta.dirname, '.trees', 'sparse')
mkdirSync(dir, { recursive: true })
const source = join(dir, 'sparse')
const size = 4.1 * 1024 ** 3
const fd = openSync(source, 'w')
ftruncateSync(fd, size)
closeSync(fd)
const checks = { zip: ['unzip', '-t'], 'tar.gz': ['tar', '-tvzf'] }
try {
  for (const [format, [command, ...args]] of Object.entries(checks)) {
    const file = join(dir, `sparse.${format}`)
    const start = performance.now()
    await writeArchive({
      file,
      format,
      entries: [
        { path: 'sparse', source, executable: false },
        { path: 'then', source: Buffer.from('x'), executable: false },
      ],
      cache: false,
      limits: { unpackedSizeInBytes: 2 * size, ratio: 1e6 },
    })
    console.log(
      `${format}: ${((performance.now() - start) / 1e3).toFixed(1)} s, ${statSync(file).size} bytes, RSS ${(process.resourceUsage().maxRSS / 1e3).toFixed(0)} MB`,
    )
    console.log(execFileSync(command, [...args, file], { encoding: 'utf8' }))
  }
} finally {
  rmSync(dir, { recursive: true, force: true })
}
