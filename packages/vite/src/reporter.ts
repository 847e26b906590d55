import { relative } from 'node:path'
import { formatDiagnostic } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { Logger } from 'vite'
import type { Context } from './context.ts'
import { formatSummary } from './merge/summary.ts'
import { readSource } from './read-source.ts'

/** Tells the terminal about the plugins. */
export interface Reporter {
  /** Writes the summary where it changed, and each problem once for as long as it lasts. */
  report(logger: Logger): void
}

export function createReporter(context: Context): Reporter {
  let summary = ''
  let told: ReadonlySet<string> = new Set()

  return {
    report(logger) {
      const next = formatSummary(context.merge.discovery.plugins, listBroken(context))
      if (next !== summary) logger.info(`plugwright  ${next}`, { timestamp: !context.isBuild })
      summary = next

      const texts = new Map(
        listDiagnostics(context).map((item) => [format(item, context.root), item.severity]),
      )
      for (const [text, severity] of texts) {
        if (told.has(text)) continue
        if (severity === 'info') logger.info(text)
        else logger.warn(text)
      }
      told = new Set(texts.keys())
    },
  }
}

function listBroken({ codeProblems }: Context): ReadonlySet<string> {
  return new Set([...codeProblems.values()].map(({ plugin }) => plugin))
}

function listDiagnostics({ merge, codeProblems, sharedProblems }: Context): readonly Diagnostic[] {
  return [
    ...merge.discovery.diagnostics,
    ...merge.discovery.plugins.flatMap((plugin) => plugin.diagnostics),
    ...sharedProblems,
    ...[...codeProblems.values()].flatMap(({ problems }) => problems),
  ]
}

function format(diagnostic: Diagnostic, root: string): string {
  const formatPath = (file: string): string => {
    const path = relative(root, file)
    return path.startsWith('..') || path === '' ? file : path
  }
  return `${formatDiagnostic(diagnostic, { readSource, formatPath })}\n`
}
