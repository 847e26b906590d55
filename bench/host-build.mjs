// Host build: generated plugins merged by @plugwright/vite against the same pages mounted by hand. Contestants interleaved.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { generateHost } from './generate-host.mjs'
import { median, printTable } from './report.mjs'

const sizes = (process.argv[2] ?? '10,100').split(',').map(Number)
const rounds = Number(process.argv[3] ?? 7)
const contestants = ['by-hand', 'plugwright']
const hostDir = (plugins, mount) => join(import.meta.dirname, '.hosts', `${mount}-${plugins}`)

for (const plugins of sizes)
  for (const mount of contestants) generateHost({ dir: hostDir(plugins, mount), plugins, mount })

const rows = []
for (const plugins of sizes) {
  const runs = new Map(contestants.map((mount) => [mount, []]))
  for (let round = 0; round < rounds; round++) {
    for (const mount of round % 2 === 0 ? contestants : contestants.toReversed()) {
      const output = execFileSync(process.execPath, ['build-once.mjs', hostDir(plugins, mount)], {
        cwd: import.meta.dirname,
        encoding: 'utf8',
        env: { ...process.env, NODE_ENV: 'production' },
      })
      runs.get(mount).push(JSON.parse(output.trim().split('\n').at(-1)))
    }
  }
  const hand = median(runs.get('by-hand').map((run) => run.cpuSeconds))
  for (const mount of contestants) {
    const of = (key) => median(runs.get(mount).map((run) => run[key]))
    rows.push({
      plugins,
      mount,
      'CPU s': of('cpuSeconds').toFixed(2),
      'CPU ratio': (of('cpuSeconds') / hand).toFixed(2),
      'wall s': of('wallSeconds').toFixed(2),
      'peak RSS MiB': of('peakRssMiB').toFixed(0),
      'start bundle bytes': of('startBundleBytes'),
      files: of('files'),
    })
  }
}
printTable(rows)
const merged = rows.filter((row) => row.mount === 'plugwright')
for (const [index, row] of merged.entries()) {
  const before = merged[index - 1]
  if (before === undefined) continue
  const growth = (row['start bundle bytes'] - before['start bundle bytes']) / (row.plugins - before.plugins)
  console.log(
    `start bundle growth per plugin, ${before.plugins} → ${row.plugins} plugins (nav data included): ${growth.toFixed(1)} bytes`,
  )
}
