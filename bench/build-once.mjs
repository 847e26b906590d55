// Builds one host in this process, with its remotes if it has any, and prints its cost as JSON: CPU seconds of all threads, wall seconds, peak RSS, start bundle.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

const [dir] = process.argv.slice(2)
const remotes = readdirSync(join(dir, 'plugins'))
  .map((name) => join(dir, 'plugins', name))
  .filter((plugin) => existsSync(join(plugin, 'vite.config.js')))

const before = process.cpuUsage()
const start = performance.now()
for (const root of [dir, ...remotes]) {
  process.chdir(root)
  await build({ root })
}
const cpu = process.cpuUsage(before)
const html = readFileSync(join(dir, 'dist/index.html'), 'utf8')
const scripts = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((match) => match[1])
const bytes = (file) => readFileSync(join(dir, 'dist', file)).length
console.log(
  JSON.stringify({
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    wallSeconds: (performance.now() - start) / 1e3,
    peakRssMiB: process.resourceUsage().maxRSS / 1024,
    startBundleBytes: scripts.reduce((sum, file) => sum + bytes(file), 0),
    startFiles: scripts.length,
    files: readdirSync(join(dir, 'dist'), { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    ).length,
  }),
)
