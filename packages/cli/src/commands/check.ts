import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import { parseManifest } from '@plugwright/manifest'
import { discoverPlugins, readManifest } from '@plugwright/manifest/node'
import type { DiscoveredPlugin, Discovery } from '@plugwright/manifest/node'
import { defineCommand } from '../command.ts'
import type { Command, Outcome } from '../command.ts'
import { nothingFound } from '../diagnostics.ts'
import { globalFlags } from '../global-flags.ts'
import { loadHost } from '../load-host.ts'
import { locate } from '../locate.ts'
import { countOf, countProblems } from '../report.ts'

/** What was found at one path. */
interface Finding {
  readonly diagnostics: readonly Diagnostic[]
  readonly plugins: readonly CheckedPlugin[]
}

/** A plugin in the JSON value. */
interface CheckedPlugin {
  readonly name: string
  /** `null` where it cannot be read. */
  readonly version: string | null
  readonly dir: string
  readonly state: 'valid' | 'invalid' | 'shadowed'
}

/** `plugwright check [dir | plugin.yaml]...`: every diagnostic of plugins, of hosts, or of folders of plugins. */
export const check: Command = defineCommand({
  args: {
    dir: {
      type: 'positional',
      required: false,
      description: 'Plugins, hosts or folders of plugins; default: here',
    },
    ...globalFlags,
  },
  listFlags: [],
  maxPaths: Number.POSITIVE_INFINITY,

  async run({ _: paths }, { cwd, signal, reporter }): Promise<Outcome> {
    const findings: Finding[] = []
    for (const path of paths.length === 0 ? ['.'] : paths) {
      signal.throwIfAborted()
      findings.push(await checkPath(path, cwd, signal))
    }
    const diagnostics = findings.flatMap((finding) => finding.diagnostics)
    const plugins = findings.flatMap((finding) => finding.plugins)
    const { style } = reporter
    const counts = [
      countOf(plugins.length, 'plugin'),
      countProblems(diagnostics, style) || style.good('no problems'),
    ]
    return { diagnostics, text: counts.join(' · '), fields: { plugins } }
  },
})

async function checkPath(path: string, cwd: string, signal: AbortSignal): Promise<Finding> {
  const { kind, path: place, dir } = locate(path, cwd)
  if (kind === 'host') return toFinding(await (await loadHost(dir)).api.discover())
  if (kind === 'plugin' && /\.ya?ml$/.test(place)) return checkFile(place)
  const found = await discoverPlugins({
    ...(kind === 'plugin' ? { plugins: [dir] } : { roots: [dir] }),
    signal,
  })
  if (found.plugins.length > 0 || found.diagnostics.length > 0) return withTargets(toFinding(found), found)
  // The manifest.json of another system, or nothing at all.
  return kind === 'plugin' ? checkFile(dir) : { plugins: [], diagnostics: [nothingFound(dir)] }
}

/** A file may have any name, and then no plugin folder is discovered by it. */
async function checkFile(path: string): Promise<Finding> {
  const { manifest, diagnostics, file, dir } = await readManifest(path)
  const { name, version } = manifest ?? parseManifest(await readFile(file, 'utf8').catch(() => ''))
  const state = manifest === undefined ? 'invalid' : 'valid'
  const plugin: CheckedPlugin = { name: name ?? basename(dir), version: version ?? null, dir, state }
  const plugins = manifest === undefined ? [] : [{ kind: 'source' as const, manifest, manifestFile: file }]
  return withTargets({ diagnostics, plugins: [plugin] }, { plugins })
}

type CheckedSource = Pick<DiscoveredPlugin, 'kind' | 'manifest' | 'manifestFile'>

/** Adds what a build would say about the targets. A host merges sources, and packs nothing. */
async function withTargets(
  finding: Finding,
  { plugins }: { readonly plugins: readonly CheckedSource[] },
): Promise<Finding> {
  const { checkTargets } = await import('@plugwright/pack')
  const diagnostics = [...finding.diagnostics]
  for (const { kind, manifest, manifestFile } of plugins) {
    if (kind === 'source' && manifest !== undefined)
      diagnostics.push(...(await checkTargets({ manifest, manifestFile })))
  }
  return { ...finding, diagnostics }
}

function toFinding({ plugins, diagnostics }: Discovery): Finding {
  return {
    diagnostics: [...diagnostics, ...plugins.flatMap((plugin) => plugin.diagnostics)],
    plugins: plugins.map(({ name, version, dir, state }) => ({ name, version: version ?? null, dir, state })),
  }
}
