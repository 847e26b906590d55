import { join } from 'node:path'
import { isPluginError } from '@plugwright/diagnostics'
import { createEsbuildBundler } from '@plugwright/esbuild'
import { packPlugin } from '@plugwright/pack'
import { orBettyFailure } from '../betty-outcome.ts'
import { defineCommand } from '../command.ts'
import type { Command, Invocation, Outcome } from '../command.ts'
import { flagConflict } from '../diagnostics.ts'
import { globalFlags } from '../global-flags.ts'
import { packFlags, packListFlags, toBettyQuestion, toPackOutcome, toPackRequest } from '../pack-request.ts'
import type { PackRequest } from '../pack-request.ts'
import { watchFolder } from '../watch-folder.ts'

/** `plugwright build [dir | plugin.yaml]`: bundles a plugin with esbuild and packs it for its targets. */
export const build: Command = defineCommand({
  args: {
    ...packFlags,
    watch: { type: 'boolean', description: 'Build again at every change' },
    ...globalFlags,
  },
  listFlags: packListFlags,
  maxPaths: 1,

  async run(args, invocation): Promise<Outcome> {
    if (args.watch === true && invocation.reporter.options.json)
      return { diagnostics: [flagConflict('--watch', '--json')] }
    const work = async (): Promise<Outcome> => {
      const request = await toPackRequest(args, invocation)
      return args.watch === true ? buildOnChange(request, invocation) : buildOnce(request, invocation)
    }
    return orBettyFailure(work(), toBettyQuestion(args, invocation))
  },
})

async function buildOnce(request: PackRequest, invocation: Invocation): Promise<Outcome> {
  const bundler = createEsbuildBundler()
  const result = await invocation.reporter.withProgressBar((onProgress) =>
    packPlugin({ ...request, bundler, onProgress }),
  )
  return toPackOutcome(result, request, invocation)
}

/** Builds at once and at every change, until the signal. What is wrong in the plugin is shown and does not end it. */
async function buildOnChange(request: PackRequest, invocation: Invocation): Promise<Outcome> {
  const { signal, reporter } = invocation
  const exclude = [request.outputDir, join(request.folder, 'dist')]
  const changes = watchFolder(request.folder, { signal, exclude })
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
