// Discovery of many plugins: cold, unchanged, and after one changed manifest. Each round uses a fresh cache.
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { createDiscoveryCache, discoverPlugins } from '@plugwright/manifest/node'
import { generatePlugins } from './generate-plugins.mjs'
import { median, printTable } from './report.mjs'

const plugins = Number(process.argv[2] ?? 1000)
const rounds = Number(process.argv[3] ?? 9)
const dir = join(import.meta.dirname, '.hosts', `discovery-${plugins}`)
generatePlugins({ dir, plugins })

async function timed(work) {
  const before = process.cpuUsage()
  const start = performance.now()
  const result = await work()
  const cpu = process.cpuUsage(before)
  return { result, wallMs: performance.now() - start, cpuMs: (cpu.user + cpu.system) / 1e3 }
}

const runs = { cold: [], unchanged: [], 'one change': [] }
for (let round = 0; round < rounds; round++) {
  const options = { roots: [dir], cache: createDiscoveryCache() }
  const cold = await timed(() => discoverPlugins(options))
  if (cold.result.plugins.length !== plugins)
    throw new Error(`found ${cold.result.plugins.length} of ${plugins} plugins`)
  runs.cold.push(cold)
  runs.unchanged.push(await timed(() => discoverPlugins(options)))
  appendFileSync(join(dir, 'p007/plugin.yaml'), `# round ${round}\n`)
  runs['one change'].push(await timed(() => discoverPlugins(options)))
}
printTable(
  Object.entries(runs).map(([scan, of]) => ({
    plugins,
    scan,
    'wall ms (median)': median(of.map((run) => run.wallMs)).toFixed(0),
    'wall ms (first)': of[0].wallMs.toFixed(0),
    'CPU ms (median)': median(of.map((run) => run.cpuMs)).toFixed(0),
  })),
)
