import { renderFailed } from '../diagnostics.ts'
import type { FailedModule } from '../page-match.ts'
import type { Registry } from '../registry.ts'

/** What a boundary tells the registry, and what its card shows. */
export interface RenderFailureActions {
  /** For the card; `retry` forgets the failure and then starts the module anew. */
  readonly failure: FailedModule
  /** Notes the failure in the registry. */
  report(): void
  /** Takes it back. */
  forget(): void
}

/** What to do about an error that a page (by its `module`) or block (by its key) threw while it was shown. */
export function toRenderFailure(
  { registry, plugin, module }: { registry: Registry; plugin: string; module: string },
  { error, restart }: { readonly error: unknown; readonly restart: () => void },
): RenderFailureActions {
  const problem = renderFailed({ plugin, file: module }, error)
  const forget = (): void => registry.resolveProblems(plugin, module)
  return {
    report: () => registry.reportProblem(problem),
    forget,
    failure: {
      kind: 'failed',
      plugin,
      module,
      reason: problem.message,
      problems: [problem],
      retry() {
        forget()
        restart()
      },
    },
  }
}
