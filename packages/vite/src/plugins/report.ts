import type { Connect, DevEnvironment, Plugin } from 'vite'
import type { Context } from '../context.ts'
import { explainError, isOfGoneFile } from '../explain-error.ts'
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
        middlewares.use(createErrorHandler(context, client))
      },
    buildStart() {
      reporter.report(this.environment.logger)
    },
    buildEnd() {
      if (context.isBuild) reporter.report(this.environment.logger)
    },
  }
}

function createErrorHandler(context: Context, client: DevEnvironment): Connect.ErrorHandleFunction {
  // oxlint-disable-next-line max-params -- connect knows an error handler by these four
  return (error: unknown, _request, response, next) => {
    if (!(error instanceof Error)) return next(error)
    if (isOfGoneFile(error, context)) {
      response.statusCode = 404
      response.end()
      return
    }
    explainError(error, context, client)
    next(error)
  }
}
