import type { Diagnostic } from '@plugwright/diagnostics'
import { duplicateEntry, seedGroupPermission } from '../diagnostics.ts'
import { repeatedPermissions } from './requested-permissions.ts'
import { placeOf } from './rule.ts'
import type { RuleContext } from './rule.ts'

/** Seed groups have names of their own and no permission that the plugin does not ask for. */
export function* seedGroups(context: RuleContext): Generator<Diagnostic> {
  const requested = context.manifest.permissions
  const known = new Set(requested)
  const first = new Map<string, number>()
  for (const [index, { name, permissions = [] }] of (context.source.seed_groups ?? []).entries()) {
    const other = first.get(name)
    const placeOfName = (at: number) => placeOf(context, ['seed_groups', at, 'name'])
    if (other === undefined) first.set(name, index)
    else yield duplicateEntry(`seed group ${name}`, placeOfName(index), placeOfName(other))
    const at = ['seed_groups', index, 'permissions']
    yield* repeatedPermissions(context, permissions, at)
    for (const [position, permission] of permissions.entries()) {
      if (!known.has(permission))
        yield seedGroupPermission({ group: name, permission, requested }, placeOf(context, [...at, position]))
    }
  }
}
