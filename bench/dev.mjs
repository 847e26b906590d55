// The dev server of generated hosts: starts, edits, manifest edits, new plugins; one process per server, contestants interleaved.
// node dev.mjs [sizes] [rounds] [--mounts a,b] [--force]
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { launchBrowser, now, openPage } from './browser.mjs'
import { addPlugin, renameNavEntry } from './edit-host.mjs'
import { generateHost, hostDir } from './generate-host.mjs'
import { navOf, toPluginName } from './generate-plugins.mjs'
import { interleave, readArguments, watchMachine } from './measure.mjs'
import { formatRatio, formatSpread, median, printTable, quantile } from './report.mjs'

const { sizes, rounds, mounts, force } = readArguments({
  sizes: '10,100,500',
  rounds: 5,
  mounts: ['by-hand', 'plugwright', 'eager-glob', 'by-hand-bundled'],
})
const EDITS = 30
const MANIFEST_EDITS = 15
const ADDED_PLUGINS = 5
/** Longer than the watcher's throttle, and than anybody types. */
const PAUSE_MS = 200
/** An edit that is not on the screen by then is lost; the page is loaded again. */
const MISSED_MS = 10_000

const printMachine = await watchMachine({ force })
const browser = await launchBrowser()
const starts = []
const edits = []
for (const plugins of sizes) {
  const results = await interleave(mounts, { rounds, run: (mount) => live(mount, plugins) })
  const hand = results.get('by-hand')
  for (const mount of mounts) {
    starts.push({ plugins, mount, ...toStart(results.get(mount), hand) })
    edits.push({ plugins, mount, ...toEdits(results.get(mount), hand) })
  }
}
await browser.close()
printMachine({ rounds })
console.log('From the start of the process to the first plugin page, by its address:\n')
printTable(starts)
console.log(
  `\nFrom the write to the paint, ms: ${EDITS} edits of a page, ${MANIFEST_EDITS} of its nav label,`,
)
console.log(`${ADDED_PLUGINS} plugins added, per round:\n`)
printTable(edits)

/** One life of a host: cold start, warm start, and then changes. */
async function live(mount, plugins) {
  const dir = hostDir(`${mount}-dev`, plugins)
  generateHost({ dir, plugins, mount: mount.replace('-bundled', '') })
  const name = toPluginName(plugins >> 1)
  const cold = await openFirst({ dir, mount, name })
  await stop(cold)
  const warm = await openFirst({ dir, mount, name })
  const changes = await change(warm, { dir, mount, name, plugins })
  await stop(warm)
  return { cold, warm, changes }
}

/** Starts a server and opens a plugin's page. */
async function openFirst({ dir, mount, name }) {
  const began = now()
  const server = fork('dev-once.mjs', [dir], {
    cwd: import.meta.dirname,
    env: {
      ...process.env,
      NODE_ENV: 'development',
      BENCH_BUNDLED_DEV: mount.endsWith('-bundled') ? '1' : '',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [{ url }] = await once(server, 'message')
  const listening = now()
  const tab = await openPage(browser)
  await tab.page.goto(`${url}/plugins/${name}/page0`, { waitUntil: 'commit' })
  const painted = await tab.whenPainted(`${name} page 0`)
  await tab.page.waitForLoadState('networkidle')
  const usage = once(server, 'message')
  server.send('usage')
  const [{ cpuSeconds, peakRssMiB }] = await usage
  return {
    server,
    tab,
    listenMs: listening - began,
    totalMs: painted - began,
    cpuSeconds,
    peakRssMiB,
    requests: tab.traffic.requests,
    reloads: tab.countLoads() - 1,
  }
}

async function stop({ server, tab }) {
  await tab.close()
  const ended = once(server, 'exit')
  server.send('close')
  await ended
}

async function change({ tab }, { dir, mount, name, plugins }) {
  const page = join(dir, 'plugins', name, 'frontend/src/pages/page0.tsx')
  const original = readFileSync(page, 'utf8')
  let missed = 0
  const measure = async (text, write) => {
    await wait(PAUSE_MS)
    // After a reload: what is written while the page loads may reach it with the page.
    await tab.page.waitForLoadState('networkidle')
    const began = now()
    write()
    try {
      return (await tab.whenPainted(text, { timeoutMs: MISSED_MS })) - began
    } catch {
      // Now and then a host that reloads for an edit shows what was there before.
      missed++
      await tab.page.reload()
      await tab.whenPainted(text)
      return MISSED_MS
    }
  }
  const loads = tab.countLoads()
  const toPaint = []
  for (let edit = 0; edit < EDITS; edit++) {
    const heading = `${name} edit ${edit}.`
    toPaint.push(
      await measure(heading, () => writeFileSync(page, original.replace(`${name} page 0`, heading))),
    )
  }
  const afterEdits = tab.countLoads()

  const toNav = []
  let label = navOf(name).label
  for (let edit = 0; edit < MANIFEST_EDITS; edit++) {
    const next = `Renamed ${edit} ${name}.`
    const from = label
    toNav.push(await measure(next, () => renameNavEntry({ dir, mount, name, from, to: next })))
    label = next
  }
  const afterManifests = tab.countLoads()

  const toAdded = []
  for (let added = 0; added < ADDED_PLUGINS; added++) {
    const newName = toPluginName(plugins + added)
    toAdded.push(await measure(navOf(newName).label, () => addPlugin({ dir, mount, name: newName })))
  }
  await wait(PAUSE_MS)
  return {
    toPaint,
    toNav,
    toAdded,
    missed,
    reloads: [afterEdits - loads, afterManifests - afterEdits, tab.countLoads() - afterManifests],
  }
}

function toStart(runs, hand) {
  const cold = valuesOf(runs, 'cold')
  const coldByHand = valuesOf(hand, 'cold')
  const warm = valuesOf(runs, 'warm')
  return {
    'cold ms': formatSpread(cold.totalMs),
    'cold to by-hand': formatRatio(cold.totalMs, coldByHand.totalMs),
    'of it until it listens': median(cold.listenMs).toFixed(0),
    'cold CPU s': formatSpread(cold.cpuSeconds, 2),
    'CPU to by-hand': formatRatio(cold.cpuSeconds, coldByHand.cpuSeconds),
    'warm ms': formatSpread(warm.totalMs),
    'warm to by-hand': formatRatio(warm.totalMs, valuesOf(hand, 'warm').totalMs),
    requests: median(cold.requests),
    reloads: median(cold.reloads),
    'peak RSS MiB': median(cold.peakRssMiB).toFixed(0),
  }
}

/** The values of all rounds by name. */
function valuesOf(runs = [], kind) {
  const names = ['totalMs', 'listenMs', 'cpuSeconds', 'requests', 'reloads', 'peakRssMiB']
  return Object.fromEntries(names.map((name) => [name, runs.map((run) => run[kind][name])]))
}

function toEdits(runs, hand = []) {
  const [toPaint, toNav, toAdded] = ['toPaint', 'toNav', 'toAdded'].map((key) =>
    runs.flatMap((run) => run.changes[key]),
  )
  const toPaintByHand = hand.flatMap((run) => run.changes.toPaint)
  return {
    'edit p50 / p95': formatQuantiles(toPaint),
    'p50 to by-hand': formatRatio(toPaint, toPaintByHand),
    'manifest edit p50 / p95': formatQuantiles(toNav),
    'plugin added p50 / p95': formatQuantiles(toAdded),
    'reloads by edits / manifests / plugins': [0, 1, 2]
      .map((index) => runs.reduce((sum, run) => sum + run.changes.reloads[index], 0))
      .join(' / '),
    'edits lost': runs.reduce((sum, run) => sum + run.changes.missed, 0),
  }
}

function formatQuantiles(values) {
  return `${median(values).toFixed(0)} / ${quantile(values, 0.95).toFixed(0)}`
}
