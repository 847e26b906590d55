import type { Diagnostic } from '@plugwright/diagnostics'
import { duplicatePermission, permissionNotRequested } from '../diagnostics.ts'
import type { ValuePath } from '../document.ts'
import { resolveText } from '../text.ts'
import { navItems, placeOf } from './rule.ts'
import type { RuleContext } from './rule.ts'

/** What the plugin uses it also asks for, once. */
export function* requestedPermissions(context: RuleContext): Generator<Diagnostic> {
  const requested = context.manifest.permissions
  const known = new Set(requested)
  yield* repeatedPermissions(context, context.source.permissions ?? [], ['permissions'])
  for (const { permission, user, at } of usedPermissions(context)) {
    if (!known.has(permission))
      yield permissionNotRequested({ permission, user, requested }, placeOf(context, at))
  }
}

interface Use {
  readonly permission: string
  /** What uses it, as a sentence names it. */
  readonly user: string
  readonly at: ValuePath
}

function usedPermissions(context: RuleContext): readonly Use[] {
  const { source } = context
  const uses: Use[] = []
  const add = (permission: string | null | undefined, user: string, at: ValuePath): void => {
    if (typeof permission === 'string') uses.push({ permission, user, at: [...at, 'permission'] })
  }
  source.pages?.forEach((page, index) => add(page.permission, `page ${page.module}`, ['pages', index]))
  source.blocks?.forEach((block, index) => add(block.permission, `block ${block.module}`, ['blocks', index]))
  for (const { source: entry, at } of navItems(context))
    add(entry.permission, `nav entry "${resolveText(entry.label, 'en')}"`, at)
  source.routers?.forEach((router, index) => {
    if (typeof router === 'object') add(router.permission, `router ${router.module}`, ['routers', index])
  })
  return uses
}

/** Permissions that stand in a list again. */
export function* repeatedPermissions(
  context: RuleContext,
  permissions: readonly string[],
  at: ValuePath,
): Generator<Diagnostic> {
  const seen = new Set<string>()
  for (const [index, permission] of permissions.entries()) {
    if (seen.has(permission)) yield duplicatePermission(permission, placeOf(context, [...at, index]))
    seen.add(permission)
  }
}
