import type { Diagnostic } from '@plugwright/diagnostics'
import { pluginName } from './plugin-name.ts'
import type { Rule, RuleContext } from './rule.ts'

/** All rules, in the order in which their problems are listed. */
const rules: readonly Rule[] = [pluginName]

/** Checks every rule that looks across fields or at the files of a plugin. */
export function* checkRules(context: RuleContext): Generator<Diagnostic> {
  for (const rule of rules) yield* rule(context)
}
