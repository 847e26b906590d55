import type { Plugin } from 'vite'
import type { Context } from '../context.ts'
import { explainError } from '../explain-error.ts'
import type { Reporter } from '../reporter.ts'

/** Says at the start how many plugins there are and what is wrong with them; `plugwright:live` says it on each change. */
export function reportPlugin(context: Context, reporter: Reporter): Plugin {
  return {
    name: 'plugwright:report',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    configureServer:
      ({ middlewares, environments: { client } }) =>
      () => {
        // Before Vite's own, which shows the error in its overlay.
        middlewares.use(
          // oxlint-disable-next-line max-params -- connect knows an error handler by these four
          (error: unknown, _request: unknown, _response: unknown, next: (error: unknown) => void) => {
            if (error instanceof Error) explainError(error, context, client)
            next(error)
          },
        )
      },
    buildStart() {
      reporter.report(this.environment.logger)
    },
    buildEnd() {
      if (context.isBuild) reporter.report(this.environment.logger)
    },
  }
}
