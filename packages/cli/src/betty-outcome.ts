import { isPluginError } from '@plugwright/diagnostics'
import { type BettyBuild, type BettyResult, toBettyResult } from '@plugwright/pack'
import type { Outcome } from './command.ts'
import { formatTable } from './format-table.ts'
import { toRelative } from './report.ts'

/** The outcome of a build, with what was asked of it. Paths are shown relative to `cwd`. */
export interface BuildOutcome extends Pick<BettyBuild, 'dir' | 'targets' | 'formats' | 'packages'> {
  readonly outcome: Outcome
  readonly cwd: string
}

/** Adds what Betty's plugin.build prints, where `betty` is the only target, with one format. */
export async function addBettyResult({ outcome, cwd, ...build }: BuildOutcome): Promise<Outcome> {
  const { diagnostics, text, fields } = outcome
  const result = await toBettyResult({ ...build, diagnostics })
  if (result === undefined) return outcome
  const parts = [formatResult(result, cwd), ...(text === undefined || text === '' ? [] : [text])]
  return { ...outcome, text: parts.join('\n\n'), fields: { ...fields, ...result } }
}

/** The same for a build that ends with an error of wrong use; one that is not for Betty is thrown on. */
export async function orBettyFailure(
  work: Promise<Outcome>,
  build: Pick<BuildOutcome, 'dir' | 'targets' | 'formats' | 'cwd'>,
): Promise<Outcome> {
  return work.catch(async (error: unknown) => {
    if (!isPluginError(error)) throw error
    const outcome = { diagnostics: error.diagnostics }
    const added = await addBettyResult({ ...build, outcome, packages: [] })
    if (added === outcome) throw error
    return added
  })
}

function formatResult(result: BettyResult, cwd: string): string {
  if (result.status === 'failed') return `failed: ${result.error}`
  const { validation, package: file } = result.build_report
  return formatTable([
    ['package', toRelative(cwd, result.package_path)],
    ['report', toRelative(cwd, result.report_path)],
    ['manifest', toRelative(cwd, result.manifest_path)],
    ['preview', toRelative(cwd, result.preview_path)],
    ['commands', `${validation.valid_entrypoints}/${validation.total_commands}`],
    ['size', file.size_human],
    ['files', String(file.files_count)],
  ])
}
