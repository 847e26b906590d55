// What all measurements of hosts have in common: the command line, the state of the machine, the order of the runs.
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'

/** Above this share of the machine used by others a run is refused, and its result marked. */
const FOREIGN_LIMIT = 0.15

/**
 * Reads `[sizes] [rounds] [--mounts a,b] [--force]`.
 *
 *     node host-build.mjs 10,100 7 --mounts by-hand,plugwright
 */
export function readArguments({ sizes, rounds, mounts }) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { mounts: { type: 'string' }, force: { type: 'boolean', default: false } },
  })
  return {
    sizes: (positionals[0] ?? sizes).split(',').map(Number),
    rounds: Number(positionals[1] ?? rounds),
    mounts: values.mounts?.split(',') ?? mounts,
    force: values.force,
  }
}

/**
 * Refuses to begin while others use the machine, unless forced. The function that is returned prints how the machine was
 * meanwhile, as a line of Markdown.
 */
export async function watchMachine({ force }) {
  const before = readUsage()
  await wait(1000)
  const foreign = foreignShare(before, readUsage())
  if (foreign > FOREIGN_LIMIT && !force) {
    console.error(
      `Others use ${toPercent(foreign)} of the CPU (load average ${loadavg()[0].toFixed(2)}): what is measured now means little. Pass --force to measure all the same.`,
    )
    process.exit(1)
  }
  const start = { usage: readUsage(), load: loadavg()[0] }
  return function printMachine({ rounds }) {
    const others = foreignShare(start.usage, readUsage())
    const mark = others > FOREIGN_LIMIT ? ' **Loaded machine: trust counts, and ratios with care.**' : ''
    console.log(
      `${rounds} rounds, interleaved. Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}); load average ${start.load.toFixed(2)} at the start, ${loadavg()[0].toFixed(2)} at the end; other processes used ${toPercent(others)} of the CPU.${mark}\n`,
    )
  }
}

function toPercent(share) {
  return `${Math.round(share * 100)} %`
}

/** CPU seconds of the whole machine, and those of this process and the children that have ended. */
function readUsage() {
  const busy =
    cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1e3
  return { busy, own: readOwnSeconds(), at: performance.now() / 1e3 }
}

/** proc(5): fields 14 to 17 of /proc/self/stat are user and system time of the process and of children it waited for. */
function readOwnSeconds() {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100
  } catch {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  }
}

function foreignShare(from, to) {
  const available = (to.at - from.at) * cpus().length
  return Math.max(0, to.busy - from.busy - (to.own - from.own)) / available
}

/** Runs every contestant once a round, there and back again, so that none is always first. Gives the results by contestant. */
export async function interleave(contestants, { rounds, run }) {
  const results = new Map(contestants.map((contestant) => [contestant, []]))
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? contestants : contestants.toReversed()
    for (const contestant of order) results.get(contestant).push(await run(contestant, round))
  }
  return results
}
