import type { Diagnostic } from '@plugwright/diagnostics'
import { blockNames } from './block-names.ts'
import { navTargets } from './nav-targets.ts'
import { pagePaths } from './page-paths.ts'
import { pagePermissions } from './page-permissions.ts'
import { pluginName } from './plugin-name.ts'
import { referencedFiles } from './referenced-files.ts'
import { requestedPermissions } from './requested-permissions.ts'
import type { Rule, RuleContext } from './rule.ts'
import { seedGroups } from './seed-groups.ts'
import { versionRanges } from './version-ranges.ts'

/** All rules, in the order in which their problems are listed. */
const rules: readonly Rule[] = [
  pluginName,
  versionRanges,
  referencedFiles,
  pagePaths,
  blockNames,
  navTargets,
  requestedPermissions,
  pagePermissions,
  seedGroups,
]

/** Checks every rule that looks across fields or at the files of a plugin. */
export function* checkRules(context: RuleContext): Generator<Diagnostic> {
  for (const rule of rules) yield* rule(context)
}
