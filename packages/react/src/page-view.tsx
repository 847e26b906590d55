import {
  createPageContext,
  resolveText,
  type LoadedModule,
  type MatchedPage,
  type PageContext,
  type PageState,
} from '@plugwright/runtime'
import { useContext, useEffect, useMemo, type ReactElement, type ReactNode } from 'react'
import { Card } from './card.tsx'
import { useHostSettings, useRegistrySnapshot } from './host-settings.ts'
import { LoadingNotice } from './loading-notice.tsx'
import { ModuleView, PageReactContext } from './module-view.tsx'
import { useHostEnvironment } from './use-page-state.ts'

/** The context of the page that this is rendered in. Throws outside of a page. */
export function usePage(): PageContext {
  const page = useContext(PageReactContext)
  if (page === undefined) throw new Error('usePage() works in the pages of plugins only.')
  return page
}

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
  if ('match' in state) return <ShownPage page={state} search={search} />
  if (state.kind === 'outside') return null
  if (state.kind === 'loading') return <LoadingNotice />
  if (state.kind === 'index' && index !== undefined) return <>{index}</>
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
  const { nav } = useRegistrySnapshot()
  const environment = useHostEnvironment()
  const { plugin, page: record, href } = page.match
  const name = resolveText(registry.status(plugin).displayName, locale)
  useDocumentTitle(record.title === undefined ? name : `${resolveText(record.title, locale)} · ${name}`)

  // The same address in the same host is the same context; `nav` is another one when data or access has changed.
  const value = useMemo(
    () => createPageContext(registry, page.match, { ...environment, search }),
    [registry, href, record.path, search, environment, nav],
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

function useDocumentTitle(title: string): void {
  useEffect(() => {
    const before = document.title
    document.title = title
    return () => {
      document.title = before
    }
  }, [title])
}
