import { packPlugin, planPlugin } from '@plugwright/pack'
import type { TargetPlan } from '@plugwright/pack'
import { orBettyFailure } from '../betty-outcome.ts'
import { defineCommand } from '../command.ts'
import type { Command, Outcome } from '../command.ts'
import { flagConflict } from '../diagnostics.ts'
import { formatTable } from '../format-table.ts'
import { globalFlags } from '../global-flags.ts'
import { packFlags, packListFlags, toBettyQuestion, toPackOutcome, toPackRequest } from '../pack-request.ts'
import { countOf, countProblems } from '../report.ts'

/** `plugwright pack [dir | plugin.yaml]`: packs bundles that were built before; no bundler runs. */
export const pack: Command = defineCommand({
  args: {
    ...packFlags,
    list: { type: 'boolean', description: 'Show what would be packed, and why; write nothing' },
    ...globalFlags,
  },
  listFlags: packListFlags,
  maxPaths: 1,

  async run(args, invocation): Promise<Outcome> {
    const { reporter } = invocation
    if (args.list !== true) {
      const work = async (): Promise<Outcome> => {
        const request = await toPackRequest(args, invocation)
        const result = await reporter.withProgressBar((onProgress) => packPlugin({ ...request, onProgress }))
        return toPackOutcome(result, request, invocation)
      }
      return orBettyFailure(work(), toBettyQuestion(args, invocation))
    }
    if (args.sign !== undefined) return { diagnostics: [flagConflict('--list', '--sign')] }
    const { plans, diagnostics } = await planPlugin(await toPackRequest(args, invocation))
    const counts = plans.map(
      ({ entries, excluded }) => `${countOf(entries.length, 'file')} packed, ${excluded.length} left out`,
    )
    const summary = [...counts, countProblems(diagnostics, reporter.style)].filter((text) => text !== '')
    const text = [...plans.map(formatPlan), summary.join(' · ')].join('\n\n')
    return { diagnostics, text, fields: { plans } }
  },
})

/** One table, so that columns stand below each other: what goes in, then what stays out. */
function formatPlan({ target, entries, excluded }: TargetPlan): string {
  const packed = entries.map(({ path, from, why }) => [path, from === path ? '' : from, why])
  const leftOut = excluded.map(({ path, rule }) => [path, rule])
  return [
    `target ${target}`,
    formatTable([['path', 'from', 'why'], ...packed]),
    ...(leftOut.length === 0 ? [] : [formatTable([['left out', 'rule'], ...leftOut])]),
  ].join('\n\n')
}
