import type { ProblemRecord, Registry } from '@plugwright/runtime'
import type { ViteHotContext } from 'vite/types/hot.js'

/**
 * Development only: keeps the registry informed about the problems that the server meets in plugin code. The server always
 * sends all of them; the registry forgets its own when new code of a plugin arrives, and gets those that last again.
 */
export function followProblems(registry: Registry, hot: ViteHotContext): void {
  let problems: readonly ProblemRecord[] = []

  function tellMissing(): void {
    for (const problem of problems) {
      if (!registry.status(problem.plugin).problems.some((known) => isSame(known, problem))) {
        registry.reportProblem(problem)
      }
    }
  }

  hot.on('plugwright:problems', (next: readonly ProblemRecord[]) => {
    for (const { plugin, file } of problems) registry.resolveProblems(plugin, file)
    problems = next
    tellMissing()
  })
  const stop = registry.subscribe(tellMissing)
  hot.dispose(stop)
  hot.send('plugwright:problems')
}

function isSame(a: ProblemRecord, b: ProblemRecord): boolean {
  return a.code === b.code && a.file === b.file && a.message === b.message && a.line === b.line
}
