import type { Plugin } from 'vite'
import type { Context } from '../context.ts'
import type { Reporter } from '../reporter.ts'

/** Says at the start how many plugins there are and what is wrong with them; `plugwright:live` says it on each change. */
export function reportPlugin(context: Context, reporter: Reporter): Plugin {
  return {
    name: 'plugwright:report',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    buildStart() {
      reporter.report(this.environment.logger)
    },
    buildEnd() {
      if (context.isBuild) reporter.report(this.environment.logger)
    },
  }
}
