import { createPageContext, type LoadedModule, type MatchedPage, type PageState } from '@plugwright/runtime'
import { toPageTitle } from '@plugwright/runtime/adapter'
import { useEffect, useMemo, useState, type ReactElement, type ReactNode } from 'react'
import { Card } from './card.tsx'
import { useHostSettings, useIsHydrating, useRegistrySnapshot } from './host-settings.ts'
import { LoadingNotice } from './loading-notice.tsx'
import { PageReactContext } from './module-context.ts'
import { ModuleView } from './module-view.tsx'
import { useHostEnvironment } from './use-page-state.ts'

/** Shows a page, or the card that stands for it. `index` is what the host shows at `routeBase` itself. */
export function PageView({
  state,
  search,
  index,
}: {
  readonly state: PageState
  readonly search: string
  readonly index?: ReactNode
}): ReactElement | null {
  const { plugins } = useRegistrySnapshot()
  const isHydrating = useIsHydrating()
  if (state.kind === 'outside') return null
  if (state.kind === 'index' && index !== undefined) return <>{index}</>
  if (state.kind === 'loading' || isHydrating) return <LoadingNotice />
  if ('match' in state) return <ShownPage page={state} search={search} />
  return <Card subject={plugins.length === 0 ? { kind: 'empty' } : state} />
}

function ShownPage({
  page,
  search,
}: {
  readonly page: LoadedModule & { readonly match: MatchedPage }
  readonly search: string
}): ReactElement {
  const { registry, locale } = useHostSettings()
  const environment = useHostEnvironment()
  const { plugin, page: record, pathname, params } = page.match
  useDocumentTitle(toPageTitle(registry, page.match, locale))

  // The registry makes a new match with each of its changes; a page gets a new context when the place is another one.
  const place = useUnchanged({ plugin, pathname, params })
  const value = useMemo(
    () => createPageContext(registry, place, { ...environment, search }),
    [registry, place, search, environment],
  )
  return (
    <ModuleView
      loaded={page}
      plugin={plugin}
      module={record.module}
      value={value}
      context={PageReactContext}
    />
  )
}

/** The first of values that are equal as JSON. */
function useUnchanged<Value>(value: Value): Value {
  const [kept, keep] = useState(value)
  if (JSON.stringify(kept) === JSON.stringify(value)) return kept
  keep(value)
  return value
}

function useDocumentTitle(title: string): void {
  useEffect(() => {
    const before = document.title
    document.title = title
    return () => {
      document.title = before
    }
  }, [title])
}
