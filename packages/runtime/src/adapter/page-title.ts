import type { MatchedPage } from '../page-match.ts'
import type { Registry } from '../registry.ts'
import { resolveText } from '../resolve-text.ts'

/** The title of the document while a page is shown: `page · plugin`, or the plugin's name for a page without a title. */
export function toPageTitle(registry: Registry, { plugin, page }: MatchedPage, locale: string): string {
  const name = resolveText(registry.status(plugin).displayName, locale)
  return page.title === undefined ? name : `${resolveText(page.title, locale)} · ${name}`
}
