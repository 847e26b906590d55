// Production builds of generated hosts, one process per build, contestants interleaved.
// node host-build.mjs [sizes] [rounds] [--mounts a,b] [--force]
import { generateHost, hostDir, isFeasible, MOUNTS } from './generate-host.mjs'
import { navOf, pluginNames } from './generate-plugins.mjs'
import { interleave, readArguments, watchMachine } from './measure.mjs'
import { buildHost } from './build-host.mjs'
import { formatRatio, formatSpread, median, printTable } from './report.mjs'

const { sizes, rounds, mounts, force } = readArguments({ sizes: '10,100,500', rounds: 7, mounts: MOUNTS })

const printMachine = await watchMachine({ force })
const rows = []
/** Start bundle bytes of each contestant by size. */
const starts = new Map(mounts.map((mount) => [mount, new Map()]))
for (const plugins of sizes) {
  const taking = mounts.filter((mount) => isFeasible(mount, plugins))
  for (const mount of taking) generateHost({ dir: hostDir(mount, plugins), plugins, mount })
  const results = await interleave(taking, { rounds, run: (mount) => buildHost(hostDir(mount, plugins)) })
  const of = (mount, key) => results.get(mount)?.map((run) => run[key])
  for (const mount of taking) {
    starts.get(mount).set(plugins, median(of(mount, 'startBundleBytes')))
    rows.push({
      plugins,
      mount,
      'CPU s': formatSpread(of(mount, 'cpuSeconds'), 2),
      'CPU to by-hand': formatRatio(of(mount, 'cpuSeconds'), of('by-hand', 'cpuSeconds')),
      'wall s': formatSpread(of(mount, 'wallSeconds'), 2),
      'peak RSS MiB': median(of(mount, 'peakRssMiB')).toFixed(0),
      'start bundle bytes': median(of(mount, 'startBundleBytes')),
      files: median(of(mount, 'files')),
    })
  }
}
printMachine({ rounds })
printTable(rows)
console.log()
for (const mount of mounts) printGrowth(mount)

/** What each plugin adds to the start bundle, with and without what the navigation has to know of it. */
function printGrowth(mount) {
  const [few, many] = [Math.min(...sizes), Math.max(...sizes)]
  const bytes = starts.get(mount)
  if (few === many || !bytes.has(many)) return
  const growth = (bytes.get(many) - bytes.get(few)) / (many - few)
  const nav = navBytes(many) / many
  console.log(
    `- ${mount}: ${growth.toFixed(1)} bytes of the start bundle per plugin from ${few} to ${many}, ${(growth - nav).toFixed(1)} without its nav entry`,
  )
}

/** As they stand in a minified bundle: keys without quotes. */
function navBytes(plugins) {
  const entries = pluginNames(plugins).map((name) =>
    JSON.stringify(navOf(name)).replaceAll(/"(\w+)":/g, '$1:'),
  )
  return entries.reduce((sum, text) => sum + text.length, 0)
}
