import { isSavingData } from './loading/is-saving-data.ts'
import type { Loading, PageMatch } from './page-match.ts'
import type { PluginSet } from './plugin-set.ts'

/** Fetches what a page will need, unless it may not be shown or the browser is to save data. `match` says where it leads by now. */
export async function prefetchPage(match: () => PageMatch | Loading, plugins: PluginSet): Promise<void> {
  if (isSavingData()) return
  // The page list tells whether the page may be shown, and is none of the plugin's own code.
  const first = match()
  if (first.kind === 'loading') await plugins.get(first.plugin)?.module.prefetch()
  const found = match()
  if (found.kind !== 'page') return
  const needed = plugins.before(found.plugin).map((state) => state.prefetch())
  await Promise.all([...needed, plugins.get(found.plugin)?.prefetch(found.page.module)])
}
