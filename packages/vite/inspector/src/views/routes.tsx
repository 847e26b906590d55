import type { VNode } from 'preact'
import type { InspectedNavEntry, InspectedRoute, RouteConflict } from '../../../src/inspect/inspection.ts'
import type { ViewProps } from '../app.tsx'
import { matchesQuery } from '../format.ts'
import { toHostUrl, useHost } from '../host.ts'
import { Permission } from '../parts/chips.tsx'
import { EditorLink } from '../parts/editor-link.tsx'
import { Problem } from '../parts/problem.tsx'
import { PluginLink } from '../parts/plugin-link.tsx'
import { Table } from '../parts/table.tsx'
import { Empty, Part, View } from '../parts/view.tsx'

/** Every page with its address, what is in its way, and the navigation. */
export function RoutesView({ location, go }: ViewProps): VNode {
  const { routes, nav } = useHost().inspection
  const shown = routes.pages.filter((page) =>
    matchesQuery(location.query, [page.address, page.module, page.title, page.permission, page.framework]),
  )
  return (
    <View
      title="Routes"
      about="Per plugin in the order in which an address is compared with them."
      filter={{ label: 'Filter routes', value: location.query, onChange: (query) => go({ query }) }}
    >
      {routes.conflicts.length > 0 && (
        <Part title="Conflicts" count={routes.conflicts.length}>
          {routes.conflicts.map((conflict) => (
            <Conflict key={conflict.message} conflict={conflict} />
          ))}
        </Part>
      )}
      {shown.length === 0 ? (
        <Empty>
          {routes.pages.length === 0
            ? 'No plugin that takes part has a page.'
            : `No route fits "${location.query}".`}
        </Empty>
      ) : (
        <RouteTable pages={shown} />
      )}
      <Part title="Navigation" count={nav.length}>
        {nav.length === 0 ? <Empty>No plugin has nav entries.</Empty> : <NavTree entries={nav} />}
      </Part>
    </View>
  )
}

function Conflict({ conflict }: { readonly conflict: RouteConflict }): VNode {
  const problem = useHost().inspection.problems[conflict.problem ?? -1]
  if (problem !== undefined) return <Problem problem={problem} />
  return (
    <article class="problem warning">
      <header>
        <span class="chip warn">{conflict.kind}</span>
        <span class="quiet">{conflict.plugin}</span>
      </header>
      <p>{conflict.message}</p>
    </article>
  )
}

function RouteTable({ pages }: { readonly pages: readonly InspectedRoute[] }): VNode {
  const { inspection, viewAs } = useHost()
  const inConflict = new Set(inspection.routes.conflicts.flatMap(({ addresses }) => addresses))
  return (
    <Table head={['Address', 'Plugin', 'Permission', 'Framework', 'Module']}>
      {pages.map((page) => (
        <tr key={page.address} data-testid="route" data-address={page.address}>
          <td>
            {/[:*]/.test(page.path) ? (
              <code class="name">{page.address}</code>
            ) : (
              <a class="name" href={toHostUrl(inspection, page.address, viewAs)} target="plugwright-host">
                <code>{page.address}</code>
              </a>
            )}{' '}
            {inConflict.has(page.address) && <span class="chip warn">conflict</span>}
            <span class="under">
              {page.title ?? 'no title'}
              {page.before.length > 0 && ` · before ${page.before.join(', ')}`}
            </span>
          </td>
          <td>
            <PluginLink name={page.plugin} />
          </td>
          <td>
            <Permission name={page.permission} />
          </td>
          <td>{page.framework ?? <span class="quiet">of the host</span>}</td>
          <td>
            <EditorLink file={page.file} place={page.module.replace(/^frontend\/src\/pages\//, '')} />
          </td>
        </tr>
      ))}
    </Table>
  )
}

function NavTree({ entries }: { readonly entries: readonly InspectedNavEntry[] }): VNode {
  return (
    <ul class="tree">
      {entries.map((entry) => (
        <li key={JSON.stringify(entry)}>
          <span class="tree-line">
            <strong>{entry.label}</strong>
            {entry.target === undefined ? <span class="quiet">group</span> : <code>{entry.target}</code>}
            {entry.kind === 'host' && <span class="chip info">host</span>}
            {entry.kind === 'external' && <span class="chip info">external</span>}
            <span class="quiet">
              {entry.plugin}
              {entry.section !== undefined && ` · ${entry.section}`}
            </span>
            <Permission name={entry.permission} />
          </span>
          {entry.children.length > 0 && <NavTree entries={entry.children} />}
        </li>
      ))}
    </ul>
  )
}
