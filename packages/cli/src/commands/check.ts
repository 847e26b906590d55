import { basename } from 'node:path'
import { hasErrors } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import { discoverPlugins, readManifest } from '@plugwright/manifest/node'
import type { Discovery } from '@plugwright/manifest/node'
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
  if (kind === 'plugin') return checkPlugin(place)
  if (kind === 'host') return toFinding(await (await loadHost(dir)).api.discover())
  const found = toFinding(await discoverPlugins({ roots: [dir], cwd, signal }))
  const isEmpty = found.plugins.length === 0 && found.diagnostics.length === 0
  return isEmpty ? { plugins: [], diagnostics: [nothingFound(dir)] } : found
}

async function checkPlugin(path: string): Promise<Finding> {
  const { manifest, diagnostics, dir } = await readManifest(path)
  const plugin: CheckedPlugin =
    manifest === undefined
      ? { name: basename(dir), version: null, dir, state: 'invalid' }
      : {
          name: manifest.name,
          version: manifest.version,
          dir,
          state: hasErrors(diagnostics) ? 'invalid' : 'valid',
        }
  return { diagnostics, plugins: [plugin] }
}

function toFinding({ plugins, diagnostics }: Discovery): Finding {
  return {
    diagnostics: [...diagnostics, ...plugins.flatMap((plugin) => plugin.diagnostics)],
    plugins: plugins.map(({ name, manifest, dir, state }) => ({
      name,
      version: manifest?.version ?? null,
      dir,
      state,
    })),
  }
}
