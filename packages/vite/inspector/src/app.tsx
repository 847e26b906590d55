import type { ComponentType, VNode } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Inspection } from '../../src/inspect/inspection.ts'
import { HostContext } from './host.ts'
import type { Host } from './host.ts'
import { Icon } from './parts/icon.tsx'
import type { IconName } from './parts/icon.tsx'
import { TopBar } from './top-bar.tsx'
import { useInspection } from './use-inspection.ts'
import type { Inspected } from './use-inspection.ts'
import { toHash, useLocation } from './use-location.ts'
import type { Location } from './use-location.ts'
import { AccessView } from './views/access.tsx'
import { OverviewView } from './views/overview.tsx'
import { PluginsView } from './views/plugins.tsx'
import { ProblemsView } from './views/problems.tsx'
import { RoutesView } from './views/routes.tsx'
import { SharedView } from './views/shared-packages.tsx'
import { SizesView } from './views/sizes.tsx'
import { SlotsView } from './views/slots.tsx'
import { WhyView } from './views/why.tsx'

/** What every view is told. */
export interface ViewProps {
  readonly location: Location
  readonly go: (next: Partial<Location>) => void
}

interface Entry {
  readonly id: IconName
  readonly label: string
  readonly view: ComponentType<ViewProps>
  readonly count?: (inspection: Inspection) => number
  /** The count is one of things that are wrong. */
  readonly isAlarming?: boolean
}

const ENTRIES: readonly Entry[] = [
  { id: 'overview', label: 'Overview', view: OverviewView },
  { id: 'plugins', label: 'Plugins', view: PluginsView, count: ({ plugins }) => plugins.length },
  { id: 'routes', label: 'Routes', view: RoutesView, count: ({ routes }) => routes.pages.length },
  { id: 'slots', label: 'Slots', view: SlotsView, count: ({ slots }) => slots.length },
  { id: 'shared', label: 'Shared packages', view: SharedView },
  { id: 'access', label: 'Access', view: AccessView },
  { id: 'sizes', label: 'Sizes and timings', view: SizesView },
  {
    id: 'problems',
    label: 'Problems',
    view: ProblemsView,
    count: ({ problems }) => problems.length,
    isAlarming: true,
  },
  { id: 'why', label: 'Why is it not shown?', view: WhyView },
]

/** The inspector. */
export function App(): VNode {
  const { inspection, connection } = useInspection()
  const [location, go] = useLocation()
  const [viewAs, setViewAs] = useState('')
  useSearchKey()

  const entry = ENTRIES.find(({ id }) => id === location.view) ?? ENTRIES[0]
  useEffect(() => {
    document.title = `${entry?.label ?? 'Inspector'} · Plugwright`
  }, [entry])
  const host = useMemo<Host | undefined>(
    () => inspection && { inspection, viewAs, setViewAs },
    [inspection, viewAs],
  )
  if (inspection === undefined || entry === undefined) return <Waiting connection={connection} />
  const { view: Shown } = entry
  return (
    <HostContext.Provider value={host}>
      <a class="skip" href="#main" onClick={skipToMain}>
        Skip to the content
      </a>
      <TopBar connection={connection} />
      <div class="body">
        <nav aria-label="Views">
          {ENTRIES.map(({ id, label, count, isAlarming }) => {
            const shown = count?.(inspection)
            return (
              <a key={id} href={toHash({ view: id })} aria-current={id === entry.id ? 'page' : undefined}>
                <Icon name={id} />
                <span>{label}</span>
                {shown !== undefined && shown > 0 && (
                  <span class={isAlarming === true ? 'count bad' : 'count'}>{shown}</span>
                )}
              </a>
            )
          })}
        </nav>
        <main id="main" tabIndex={-1}>
          <Shown location={location} go={go} />
        </main>
      </div>
    </HostContext.Provider>
  )
}

function Waiting({ connection }: Pick<Inspected, 'connection'>): VNode {
  return (
    <p class="waiting" role="status">
      {connection === 'lost' ? 'The development server does not answer.' : 'Reading …'}
    </p>
  )
}

/** The hash is the inspector's own, so the link must not go there. */
function skipToMain(event: Event): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

/** `/` leads to the search field of the view, wherever one is. */
function useSearchKey(): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const isTyping = event.target instanceof Element && event.target.matches('input, select, textarea')
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
      const field = document.querySelector<HTMLInputElement>('[data-search]')
      if (field === null) return
      event.preventDefault()
      field.focus()
      field.select()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
