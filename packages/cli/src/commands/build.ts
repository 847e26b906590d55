import { join, resolve } from 'node:path'
import { isPluginError } from '@plugwright/diagnostics'
import { buildPlugin } from '@plugwright/esbuild'
import type { ArchiveFormat, PackedPackage } from '@plugwright/pack'
import { toList } from '../arguments.ts'
import { addBettyResult, orBettyFailure } from '../betty-outcome.ts'
import { defineCommand } from '../command.ts'
import type { Command, Invocation, Outcome } from '../command.ts'
import { flagConflict } from '../diagnostics.ts'
import { formatSize, formatTable } from '../format-table.ts'
import { globalFlags } from '../global-flags.ts'
import { locate } from '../locate.ts'
import { countOf, countProblems, toRelative } from '../report.ts'
import { watchFolder } from '../watch-folder.ts'

/** `plugwright build [dir | plugin.yaml]`: bundles a plugin with esbuild and packs it for its targets. */
export const build: Command = defineCommand({
  args: {
    dir: { type: 'positional', required: false, description: 'The plugin; default: here' },
    target: {
      type: 'string',
      valueHint: 'name,…',
      description: 'Only these targets; default: those of plugin.yaml',
    },
    format: {
      type: 'string',
      valueHint: 'name,…',
      description: 'Only these formats; default: those of the target',
    },
    'output-dir': {
      type: 'string',
      valueHint: 'dir',
      description: 'Where packages go; default: dist in the plugin',
    },
    watch: { type: 'boolean', description: 'Build again at every change' },
    ...globalFlags,
  },
  listFlags: ['target', 'format'],
  maxPaths: 1,

  async run(args, invocation): Promise<Outcome> {
    const { cwd, reporter } = invocation
    if (args.watch === true && reporter.options.json)
      return { diagnostics: [flagConflict('--watch', '--json')] }
    const asked = {
      targets: args.target === undefined ? undefined : toList(args.target),
      formats: args.format === undefined ? undefined : toList(args.format),
    }
    const work = async (): Promise<Outcome> => {
      const { path, dir } = locate(args.dir ?? '.', cwd)
      const outputDir =
        args['output-dir'] === undefined ? join(dir, 'dist') : resolve(cwd, args['output-dir'])
      const request: BuildRequest = { path, dir, outputDir, ...asked }
      return args.watch === true ? buildOnChange(request, invocation) : buildOnce(request, invocation)
    }
    return orBettyFailure(work(), { ...asked, cwd, dir: resolve(cwd, args.dir ?? '.') })
  },
})

interface BuildRequest {
  /** The plugin folder or its manifest, absolute. */
  readonly path: string
  /** The plugin folder, absolute. */
  readonly dir: string
  /** Absolute. */
  readonly outputDir: string
  /** Absent: what plugin.yaml says. */
  readonly targets: readonly string[] | undefined
  /** Absent: what plugin.yaml or the target says. */
  readonly formats: readonly string[] | undefined
}

async function buildOnce(request: BuildRequest, { cwd, signal, reporter }: Invocation): Promise<Outcome> {
  const { path, outputDir, targets } = request
  // Names are checked where the targets are known: PACK_UNKNOWN_FORMAT.
  const formats = request.formats as readonly ArchiveFormat[] | undefined
  const { packages, diagnostics } = await buildPlugin(path, { outputDir, targets, formats, signal })
  const { style } = reporter
  const counts = [countOf(packages.length, 'package'), countProblems(diagnostics, style)]
  const summary = counts.filter((text) => text !== '').join(' · ')
  const text = packages.length === 0 ? summary : `${formatPackages(packages, cwd)}\n\n${summary}`
  const outcome = { diagnostics, text, fields: { packages } }
  return addBettyResult({ outcome, cwd, dir: path, targets, formats, packages })
}

/** Builds at once and at every change, until the signal. What is wrong in the plugin is shown and does not end it. */
async function buildOnChange(request: BuildRequest, invocation: Invocation): Promise<Outcome> {
  const { signal, reporter } = invocation
  const exclude = [request.outputDir, join(request.dir, 'dist')]
  const changes = watchFolder(request.dir, { signal, exclude })
  while (!signal.aborted) {
    const outcome = await buildOnce(request, invocation).catch((error: unknown) => {
      if (isPluginError(error)) return { diagnostics: error.diagnostics }
      throw error
    })
    reporter.outcome('build', outcome)
    reporter.progress('Waiting for changes; Ctrl-C ends.')
    await changes.next()
  }
  return { diagnostics: [] }
}

function formatPackages(packages: readonly PackedPackage[], cwd: string): string {
  const rows = packages.map(({ target, path, sizeInBytes, sha256 }) => [
    target,
    toRelative(cwd, path),
    formatSize(sizeInBytes),
    sha256.slice(0, 12),
  ])
  return formatTable([['target', 'file', 'size', 'sha256'], ...rows])
}
