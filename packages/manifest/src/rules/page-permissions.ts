import type { Diagnostic, Place } from '@plugwright/diagnostics'
import { pagePermissionConflict } from '../diagnostics.ts'
import { createPageFinder, pathWithinPlugin } from '../page-paths.ts'
import { toPath } from '../plugin-path.ts'
import { navItems, placeOf } from './rule.ts'
import type { NavItem, RuleContext } from './rule.ts'

/** The nav entries that lead to a page without a permission of its own agree about it. */
export function* pagePermissions(context: RuleContext): Generator<Diagnostic> {
  const { source, manifest } = context
  const own = new Set(
    (source.pages ?? []).filter((page) => page.permission !== undefined).map((page) => toPath(page.module)),
  )
  const findPage = createPageFinder(manifest.pages)
  const first = new Map<string, NavItem>()
  for (const item of navItems(context)) {
    const { path, permission } = item.entry
    const within = path === undefined ? undefined : pathWithinPlugin(manifest.name, path)
    const page = within === undefined ? undefined : findPage(within)
    if (page === undefined || permission === null || own.has(page.module)) continue
    const other = first.get(page.module)
    if (other === undefined) first.set(page.module, item)
    else if (other.entry.permission !== null && other.entry.permission !== permission) {
      const found = { module: page.module, permissions: [other.entry.permission, permission] as const }
      yield pagePermissionConflict(found, placeOfPermission(context, item), placeOfPermission(context, other))
    }
  }
}

/** The permission itself, or the entry where it is inherited from the one above. */
function placeOfPermission(context: RuleContext, { source, at }: NavItem): Place {
  return placeOf(context, source.permission === undefined ? at : [...at, 'permission'])
}
