// Reading a package of 140 MB: CPU and wall of whole processes, interleaved. node read.mjs [rounds]
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { digestArchive, writeArchive } from '@plugwright/archive'
import { generateTree } from './generate-tree.mjs'
import { median, printTable } from './report.mjs'

const rounds = Number(process.argv[2] ?? 5)
const dir = process.env.BENCH_DIR ?? join(tmpdir(), 'plugwright-bench')
const once = join(import.meta.dirname, 'read-once.mjs')
const list = join(dir, 'files.json')

mkdirSync(dir, { recursive: true })
const tree = generateTree(dir, 'large')
const archives = { 'tar.gz': join(dir, 'large.tar.gz'), zip: join(dir, 'large.zip') }
for (const [format, file] of Object.entries(archives)) {
  if (!existsSync(file)) await writeArchive({ file, format, entries: findEntries(tree) })
}
const { files, sizeInBytes } = await digestArchive(archives['tar.gz'])
writeFileSync(list, JSON.stringify(files))

// On a disk, making files costs the kernel several times what reading the archive costs anybody; in memory the reader shows.
const folders = { disk: dir, memory: '/dev/shm' }
const targets = Object.entries(folders).flatMap(([where, folder]) =>
  existsSync(folder) ? [[where, mkdtempSync(join(folder, 'plugwright-extract-'))]] : [],
)
const node = (reader, file, target = '') => ['node', once, reader, file, list, target]
const contestants = [
  ['read', 'gzip -dc (no checks)', ['gzip', '-dc', archives['tar.gz']]],
  ['read', 'sha256sum of the archive', ['sha256sum', archives['tar.gz']]],
  ['read', 'plugwright digest, tar.gz', node('digest', archives['tar.gz'])],
  ['read', 'plugwright digest, zip', node('digest', archives.zip)],
  ...targets.flatMap(([where, folder]) => {
    const target = join(folder, 'out')
    return [
      [`extract to ${where}`, 'tar xzf (no checks)', ['tar', 'xzf', archives['tar.gz'], '-C', target]],
      [`extract to ${where}`, 'node-tar (no checks)', node('node-tar', archives['tar.gz'], target)],
      [`extract to ${where}`, 'plugwright extract, tar.gz', node('extract', archives['tar.gz'], target)],
      [`extract to ${where}`, 'plugwright extract, zip', node('extract', archives.zip, target)],
      [
        `extract to ${where}`,
        'plugwright digest + extract',
        node('digest-extract', archives['tar.gz'], target),
      ],
    ]
  }),
]
const runs = contestants.map(() => [])
for (let round = 0; round < rounds; round++) {
  for (const [index, [, , command]] of contestants.entries()) {
    for (const [, folder] of targets) rmSync(join(folder, 'out'), { recursive: true, force: true })
    if (command[0] === 'tar') mkdirSync(command.at(-1))
    runs[index].push(measure(command))
  }
}
for (const [, folder] of targets) rmSync(folder, { recursive: true, force: true })

console.log(
  `${files.length} files, ${(sizeInBytes / 1e6).toFixed(1)} MB packed, median of ${rounds} interleaved rounds\n`,
)
const cpuOf = (index) => median(runs[index].map(({ cpu }) => cpu))
const baseOf = (job) => cpuOf(contestants.findIndex(([other]) => other === job))
printTable(
  contestants.map(([job, name], index) => ({
    job,
    reader: name,
    'CPU s': cpuOf(index).toFixed(2),
    'of the first': `${(cpuOf(index) / baseOf(job)).toFixed(2)}x`,
    'wall s': median(runs[index].map(({ wall }) => wall)).toFixed(2),
  })),
)

/** User and system seconds of a process with all its threads, by the shell. */
function measure(command) {
  const script = `TIMEFORMAT='%U %S %R'; time "$@" >/dev/null`
  const { stderr, status } = spawnSync('bash', ['-c', script, '_', ...command], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}`)
  const [user, system, wall] = stderr.trim().split('\n').at(-1).split(' ').map(Number)
  return { cpu: user + system, wall }
}

function findEntries(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const source = join(entry.parentPath, entry.name)
      return { path: source.slice(root.length + 1).replaceAll('\\', '/'), source, executable: false }
    })
}
