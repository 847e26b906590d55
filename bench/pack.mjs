// Packing against the packers of the field, whole processes, interleaved: node pack.mjs [rounds] [pattern of names]
// Wall and CPU are the least of all rounds, which is what the machine can do when nobody else uses it.
import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { generateTree } from './generate-tree.mjs'
import { printTable } from './report.mjs'

const rounds = Number(process.argv[2] ?? 5)
const pattern = new RegExp(process.argv[3] ?? '')
const work = join(import.meta.dirname, '.trees')
const out = join(work, 'out')
const bin = (name) => join(import.meta.dirname, 'node_modules', '.bin', name)
const here = (name) => join(import.meta.dirname, name)
const has = (command) => spawnSync('sh', ['-c', `command -v "${command}"`]).status === 0
const node = process.execPath

const native = (tree, format, cache = []) => [
  node,
  here('pack-once.mjs'),
  tree,
  join(out, `native.${format}`),
  'native',
  format,
  ...cache,
]
const cacheDir = join(work, 'cache')

/** `once`: too slow for every round. `before`: what makes the state that is measured; not timed. */
const all = [
  { name: 'plugwright tar.gz', run: (tree) => native(tree, 'tar.gz') },
  {
    name: 'plugwright tar.gz, cache empty',
    run: (tree) => native(tree, 'tar.gz', [cacheDir]),
    before: () => rmSync(cacheDir, { recursive: true, force: true }),
  },
  {
    name: 'plugwright tar.gz, one file changed',
    run: (tree) => native(tree, 'tar.gz', [cacheDir]),
    before: (tree) => changeOne(tree),
  },
  { name: 'plugwright tar.gz, nothing changed', run: (tree) => native(tree, 'tar.gz', [cacheDir]) },
  { name: 'plugwright zip', run: (tree) => native(tree, 'zip') },
  { name: 'tar czf', run: (tree) => ['tar', 'czf', join(out, 'tar.tgz'), '-C', tree, '.'] },
  {
    name: 'tar, pigz -6 -p2',
    needs: 'pigz',
    run: (tree) => ['sh', '-c', `tar cf - -C '${tree}' . | pigz -6 -p2 > '${join(out, 'pigz.tgz')}'`],
  },
  {
    name: 'tar-stream + zlib',
    needs: here('node_modules/tar-stream'),
    run: (tree) => [node, here('pack-tar-stream.mjs'), tree, join(out, 'tar-stream.tgz')],
  },
  {
    name: 'archiver tar.gz',
    needs: here('node_modules/archiver'),
    run: (tree) => [node, here('pack-archiver.mjs'), tree, join(out, 'archiver.tgz'), 'tar.gz'],
  },
  {
    name: 'archiver zip',
    needs: here('node_modules/archiver'),
    run: (tree) => [node, here('pack-archiver.mjs'), tree, join(out, 'archiver.zip'), 'zip'],
  },
  {
    name: 'plugwright on archiver, tar.gz',
    run: (tree) => [node, here('pack-once.mjs'), tree, join(out, 'on-archiver.tgz'), 'archiver', 'tar.gz'],
  },
  {
    name: 'Python tarfile, level 6',
    needs: 'python3',
    run: (tree) => ['python3', here('pack-tarfile.py'), tree, join(out, 'tarfile.tgz')],
  },
  {
    name: 'npm pack',
    once: true,
    run: (tree) => ['npm', 'pack', tree, '--ignore-scripts', '--silent', '--pack-destination', out],
  },
  {
    name: 'mcpb pack (without maps)',
    needs: bin('mcpb'),
    once: true,
    run: (tree) => [bin('mcpb'), 'pack', tree, join(out, 'mcpb.mcpb')],
  },
  {
    name: 'vsce package',
    needs: bin('vsce'),
    once: true,
    cwd: true,
    run: () => [
      bin('vsce'),
      'package',
      '--no-dependencies',
      '--allow-missing-repository',
      '--skip-license',
      '-o',
      join(out, 'vsce.vsix'),
    ],
  },
]
const contestants = all.filter(({ name }) => pattern.test(name))

for (const size of ['large', 'small']) {
  const tree = generateTree(work, size)
  const present = contestants.filter(({ needs }) => needs === undefined || existsSync(needs) || has(needs))
  const results = new Map(present.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const contestant of present) {
      if (contestant.once && round > 0) continue
      contestant.before?.(tree)
      results.get(contestant.name).push(measure(contestant, tree))
    }
  }
  const least = (name, key) => Math.min(...(results.get(name) ?? []).map((run) => run[key]))
  const base = least('tar czf', 'wall')
  console.log(`\n${size} tree, ${rounds} rounds, Node ${process.versions.node}\n`)
  printTable(
    contestants.map(({ name }) => {
      const runs = results.get(name)
      if (runs === undefined)
        return {
          packer: name,
          'wall s': 'not installed',
          'to tar czf': '',
          'CPU s': '',
          'peak RSS MB': '',
          'size MB': '',
        }
      if (runs.some((run) => run.failed))
        return {
          packer: name,
          'wall s': 'failed',
          'to tar czf': '',
          'CPU s': '',
          'peak RSS MB': '',
          'size MB': '',
        }
      return {
        packer: name,
        'wall s': least(name, 'wall').toFixed(2),
        'to tar czf': (least(name, 'wall') / base).toFixed(2),
        'CPU s': least(name, 'cpu').toFixed(2),
        'peak RSS MB': (Math.max(...runs.map((run) => run.rss)) / 1e3).toFixed(0),
        'size MB': (runs[0].size / 1e6).toFixed(2),
      }
    }),
  )
}

/** Runs a process with GNU time. */
function measure({ run, cwd }, tree) {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const report = join(work, 'time.txt')
  const [command, ...args] = run(tree)
  const { status } = spawnSync('/usr/bin/time', ['-f', '%e %U %S %M', '-o', report, command, ...args], {
    cwd: cwd ? tree : work,
    stdio: 'ignore',
  })
  const [wall, user, system, rss] = readFileSync(report, 'utf8')
    .trim()
    .split('\n')
    .at(-1)
    .split(' ')
    .map(Number)
  const size = readdirSync(out).reduce((sum, name) => sum + statSync(join(out, name)).size, 0)
  return { wall, cpu: user + system, rss, size, failed: status !== 0 }
}

/** One text file of the tree grows by a line. */
function changeOne(tree) {
  const [file] = readdirSync(join(tree, 'docs', 'part-5')).toSorted()
  appendFileSync(join(tree, 'docs', 'part-5', file), 'One more line.\n')
}
