// Second half of `pnpm compile`: makes one file of each entry of the packages that hosts load at start and builds carry along.
// Node pays for every file of an ES module graph, a dev server for every request, a bundler for every module. A package takes
// part by pointing its exports into dist/bundle; types stay those of the compiler. `--watch` follows the compiler.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { context } from 'esbuild'

const packages = fileURLToPath(new URL('../packages', import.meta.url))
const folder = 'dist/bundle'
/** Packages of many small files, which are part of the bundle; their licences lie beside it. */
const BROUGHT = ['semver', 'yaml']

for (const name of await readdir(packages)) {
  for (const bundle of await createBundles(join(packages, name))) {
    if (process.argv.includes('--watch')) await bundle.watch()
    else {
      await bundle.rebuild()
      await bundle.dispose()
    }
  }
}

/**
 * One for each folder of entries: those of one folder share files, and what is for Node shares none with what is for browsers.
 * @param {string} dir
 */
async function createBundles(dir) {
  const { exports, dependencies, peerDependencies } = JSON.parse(
    await readFile(join(dir, 'package.json'), 'utf8'),
  )
  const entries = Object.values(exports)
    .map((target) => target.default ?? '')
    .filter((file) => file.startsWith(`./${folder}/`))
  if (entries.length === 0) return []
  const installed = Object.keys({ ...dependencies, ...peerDependencies })
  await copyLicences(
    dir,
    BROUGHT.filter((name) => installed.includes(name)),
  )
  const external = ['node:*', ...installed.filter((name) => !BROUGHT.includes(name))]
  const folders = [...new Set(entries.map((file) => dirname(file)))]
  return Promise.all(
    folders.map((outdir) => {
      const files = entries.filter((file) => dirname(file) === outdir)
      return createBundle({ dir, outdir, files, external })
    }),
  )
}

/** @param {{ dir: string, outdir: string, files: readonly string[], external: string[] }} bundle */
function createBundle({ dir, outdir, files, external }) {
  return context({
    absWorkingDir: dir,
    entryPoints: files.map((file) => file.replace(folder, 'dist')),
    outbase: outdir.replace(folder, 'dist'),
    outdir,
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2023',
    external,
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    write: false,
    plugins: [writeChanges(join(dir, outdir))],
  })
}

/**
 * @param {string} dir
 * @param {readonly string[]} names
 */
async function copyLicences(dir, names) {
  await mkdir(join(dir, folder), { recursive: true })
  for (const name of names)
    await copyFile(join(dir, 'node_modules', name, 'LICENSE'), join(dir, folder, `${name}.LICENSE`))
}

/**
 * A file that stays as it is keeps its time, so whoever watches is left alone.
 * @param {string} outdir
 * @returns {import('esbuild').Plugin}
 */
function writeChanges(outdir) {
  return {
    name: 'write-changes',
    setup(build) {
      build.onEnd(async ({ outputFiles = [], errors }) => {
        if (errors.length > 0) return
        for (const { path, contents } of outputFiles) {
          const before = await readFile(path).catch(() => undefined)
          if (before?.equals(contents)) continue
          await mkdir(dirname(path), { recursive: true })
          await writeFile(path, contents)
        }
        const files = new Set(outputFiles.map(({ path }) => relative(outdir, path)))
        for (const file of await readdir(outdir)) {
          if (/\.(?:js|map)$/.test(file) && !files.has(file)) await rm(join(outdir, file))
        }
      })
    },
  }
}
