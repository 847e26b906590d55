import type { Diagnostic } from '@plugwright/diagnostics'
import type { Logger } from 'vite'
import type { Context } from './context.ts'
import { formatProblem } from './format-problem.ts'
import { formatSummary } from './merge/summary.ts'

/** Tells the terminal about the plugins. */
export interface Reporter {
  /**
   * Writes the summary where it changed or `changes` says what else did, and each problem once for as long as it lasts.
   */
  report(logger: Logger, changes?: string): void
  /** Names an address at the end of each line from now on, and calls the listener whenever there is something to tell. */
  linkTo(address: string, listener: () => void): void
}

export function createReporter(context: Context): Reporter {
  let summary = ''
  let told: ReadonlySet<string> = new Set()
  let link = ''
  let notify: (() => void) | undefined

  return {
    report(logger, changes) {
      const next = formatSummary(context.merge.discovery.plugins, listBroken(context))
      const line = changes ? `${next} (${changes})` : next
      if (next !== summary || changes !== undefined)
        logger.info(`plugwright  ${line}${link}`, { timestamp: !context.isBuild })
      summary = next

      const texts = new Map(
        listDiagnostics(context).map((item) => [`${formatProblem(item, context.root)}\n`, item.severity]),
      )
      for (const [text, severity] of texts) {
        if (told.has(text)) continue
        if (severity === 'info') logger.info(text)
        else logger.warn(text)
      }
      told = new Set(texts.keys())
      notify?.()
    },
    linkTo(address, listener) {
      link = ` → ${address}`
      notify = listener
    },
  }
}

function listBroken({ codeProblems }: Context): ReadonlySet<string> {
  return new Set([...codeProblems.values()].map(({ plugin }) => plugin))
}

function listDiagnostics(context: Context): readonly Diagnostic[] {
  const { merge, codeProblems, sharedProblems, lateDependencies } = context
  return [
    ...merge.discovery.diagnostics,
    ...merge.discovery.plugins.flatMap((plugin) => plugin.diagnostics),
    ...merge.adapterProblems.map(({ problem }) => problem),
    ...sharedProblems,
    ...lateDependencies.values(),
    ...[...codeProblems.values()].flatMap(({ problems }) => problems),
  ]
}
