// `pnpm start`: from a bare clone to the example platform in the browser. pnpm has installed before this starts.
// `--no-serve` stops after the table of packages.
import { spawn } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const examples = join(root, 'examples')
const platform = join(examples, 'platform')

const start = performance.now()
console.log('Compiling Plugwright and building the example plugins …')
const { code, output } = await build()
if (code !== 0) {
  process.stderr.write(output)
  process.exit(code)
}
console.log(`Done in ${((performance.now() - start) / 1000).toFixed(1)} s.\n`)
console.log(formatTable([['target', 'file', 'size', 'sha256'], ...(await listPackages())]))
if (!process.argv.includes('--no-serve')) await serve()

/**
 * Compiles the packages, builds the inspector, then every example but the hosts, which run from source.
 * @returns {Promise<{ code: number, output: string }>}
 */
async function build() {
  const args = [
    'run',
    'build',
    '--filter=./examples/**',
    '--filter=!./examples/platform',
    '--filter=!./examples/vue-host',
    '--filter=@plugwright/vite',
    '--output-logs=errors-only',
  ]
  const child = spawn(join(root, 'node_modules', '.bin', 'turbo'), args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => (text += chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode, signal) =>
      resolve({ code: exitCode ?? (signal === 'SIGINT' ? 130 : 1), output: text }),
    )
  })
}

/** The packages under examples/, each found by the checksum beside it: target, file, size, start of the digest. */
async function listPackages() {
  const checksums = (await findChecksums(examples)).sort()
  const rows = checksums.map(async (checksum) => {
    const file = checksum.slice(0, -'.sha256'.length)
    const digest = await readFile(checksum, 'utf8')
    return [
      await targetOf(file),
      relative(root, file),
      `${((await stat(file)).size / 1000).toFixed(1)} kB`,
      digest.slice(0, 12),
    ]
  })
  return Promise.all(rows)
}

/**
 * The checksums in the `dist` folders below a folder.
 * @param {string} dir
 * @returns {Promise<string[]>}
 */
async function findChecksums(dir) {
  const entries = await readdir(dir, { withFileTypes: true })
  const found = entries.map(async (entry) => {
    const file = join(dir, entry.name)
    // Its links lead through all that is installed.
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : findChecksums(file)
    return /\bdist\b.*\.sha256$/.test(relative(examples, file)) ? [file] : []
  })
  return (await Promise.all(found)).flat()
}

/** @param {string} file */
async function targetOf(file) {
  const names = await readdir(dirname(file))
  const report = names.find((name) => name.endsWith('-build-report.json'))
  return JSON.parse(await readFile(join(dirname(file), report), 'utf8')).plugwright.target
}

/** @param {string[][]} rows */
function formatTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Serves the platform with its own Vite until Ctrl-C. */
async function serve() {
  process.chdir(platform)
  const vite = createRequire(join(platform, 'package.json')).resolve('vite')
  const { createServer } = await import(pathToFileURL(vite).href)
  const server = await createServer({ root: platform, clearScreen: false })
  await server.listen()
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      // Vite's own listener for SIGTERM would leave with 143.
      process.exitCode = 0
      void server.close().then(() => process.exit())
    })
  }

  const url = server.resolvedUrls.local[0]
  console.log(`
  Platform   ${url}
  Customers  ${url}plugins/crm/customers
  Invoices   ${url}plugins/finance/invoices

  Try: change the label "Customer 360" in examples/platform/plugins/crm/plugin.yaml
       and watch the navigation; the page keeps its state. Ctrl-C ends.
`)
}
