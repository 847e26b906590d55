// The first plugin page of a built host with an empty cache, by its address and by a click on the start page.
// node first-page.mjs [sizes] [rounds] [--mounts a,b] [--force]
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { launchBrowser, now, openPage } from './browser.mjs'
import { buildHost } from './build-host.mjs'
import { generateHost, hostDir, isFeasible, MOUNTS } from './generate-host.mjs'
import { navOf, pluginNames, toPluginName } from './generate-plugins.mjs'
import { interleave, readArguments, watchMachine } from './measure.mjs'
import { formatSpread, median, printTable } from './report.mjs'
import { serveBuilt } from './serve-built.mjs'

const { sizes, rounds, mounts, force } = readArguments({ sizes: '10,100,500', rounds: 5, mounts: MOUNTS })
const RTTS = [0, 50]

const printMachine = await watchMachine({ force })
const browser = await launchBrowser()
const rows = { deep: [], click: [] }
for (const plugins of sizes) {
  const taking = mounts.filter((mount) => isFeasible(mount, plugins))
  const servers = new Map()
  for (const mount of taking) {
    const dir = hostDir(mount, plugins)
    generateHost({ dir, plugins, mount })
    buildHost(dir)
    servers.set(mount, await serveBuilt(join(dir, 'dist')))
  }
  const results = await interleave(taking, { rounds, run: (mount) => visit(servers.get(mount).url, plugins) })
  for (const mount of taking)
    for (const kind of Object.keys(rows))
      rows[kind].push({ plugins, mount, ...toColumns(results.get(mount), kind) })
  for (const server of servers.values()) server.close()
}
await browser.close()
printMachine({ rounds })
console.log('By its address, time from navigation to paint:\n')
printTable(rows.deep)
console.log(
  '\nFrom the start page by a click, time from click to paint; requests and bytes with the start page:\n',
)
printTable(rows.click)
console.log()
printNav()

/** One visit per way and round trip. What is transferred is the same at every round trip. */
async function visit(url, plugins) {
  const name = toPluginName(plugins >> 1)
  const result = { deep: { times: {} }, click: { times: {} } }
  for (const rttMs of RTTS) {
    const { page, traffic, whenPainted, close } = await openPage(browser, { rttMs })
    const start = now()
    await page.goto(`${url}/plugins/${name}/page0`, { waitUntil: 'commit' })
    result.deep.times[rttMs] = (await whenPainted(`${name} page 0`)) - start
    await page.waitForLoadState('networkidle')
    result.deep.traffic = traffic
    await close()
  }
  for (const rttMs of RTTS) {
    const { page, traffic, whenPainted, close } = await openPage(browser, { rttMs })
    await page.goto(url)
    await whenPainted(navOf(name).label)
    await page.waitForLoadState('networkidle')
    const link = page.locator(`a[href$="/${name}/page0"]`)
    const start = now()
    await link.evaluate((element) => element.click())
    result.click.times[rttMs] = (await whenPainted(`${name} page 0`)) - start
    await page.waitForLoadState('networkidle')
    result.click.traffic = traffic
    await close()
  }
  return result
}

function toColumns(runs, kind) {
  const traffic = (key) => median(runs.map((run) => run[kind].traffic[key]))
  const times = (rttMs) => formatSpread(runs.map((run) => run[kind].times[rttMs]))
  return {
    requests: traffic('requests'),
    'KB (gzip, with headers)': (traffic('bytes') / 1e3).toFixed(1),
    'ms at 0 ms RTT': times(0),
    'ms at 50 ms RTT': times(50),
  }
}

/** What a start bundle cannot do without: the names, versions and navigation of all plugins. */
function printNav() {
  const texts = sizes.map((plugins) => `${(navBytes(plugins) / 1e3).toFixed(1)} KB for ${plugins}`)
  console.log(`Navigation of all plugins as JSON, gzip: ${texts.join(', ')}.`)
}

function navBytes(plugins) {
  const entries = pluginNames(plugins).map((name) => ({
    name,
    version: '0.1.0',
    displayName: `Plugin ${name}`,
    nav: [navOf(name)],
  }))
  return gzipSync(JSON.stringify(entries), { level: 9 }).length
}
