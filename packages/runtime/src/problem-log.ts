import type { ProblemRecord } from './registry-data.ts'

/** Problems that turn up while the host runs, from the development server and from what is on screen. */
export interface ProblemLog {
  of(plugin: string): readonly ProblemRecord[]
  /** Adds a problem; an equal one goes. */
  add(problem: ProblemRecord): void
  /** Forgets the problems of a plugin, or of the file with that name or that end; says whether there were any. */
  remove(plugin: string, file?: string): boolean
  /**
   * What explains a failure, most telling first: the server knows the place of a syntax error, the browser only that an import
   * failed. What went wrong on screen elsewhere in the plugin explains nothing here.
   */
  explain(failure: ProblemRecord): readonly ProblemRecord[]
}

/** Creates a {@link ProblemLog}, empty. */
export function createProblemLog(): ProblemLog {
  let problems: readonly ProblemRecord[] = []
  const log: ProblemLog = {
    of: (plugin) => problems.filter((problem) => problem.plugin === plugin),
    add(problem) {
      problems = [...problems.filter((known) => JSON.stringify(known) !== JSON.stringify(problem)), problem]
    },
    remove(plugin, file = '') {
      const before = problems.length
      problems = problems.filter((problem) => problem.plugin !== plugin || !isIn(problem, file))
      return problems.length < before
    },
    explain(failure) {
      const known = log.of(failure.plugin)
      const sameFile = known.filter((problem) => failure.file !== undefined && isIn(problem, failure.file))
      const elsewhere = known.filter(({ code }) => !code.startsWith('RUNTIME_'))
      return [...new Set([...sameFile, ...elsewhere, failure])]
    },
  }
  return log
}

/** The server's files are absolute, a module's name is relative to its plugin. */
function isIn({ file = '' }: ProblemRecord, module: string): boolean {
  return file.endsWith(module)
}
