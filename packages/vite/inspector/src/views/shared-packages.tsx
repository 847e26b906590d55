import type { VNode } from 'preact'
import type { PrivatePackage, InspectedPackage } from '../../../src/inspect/inspection.ts'
import type { ViewProps } from '../app.tsx'
import { matchesQuery } from '../format.ts'
import { useHost } from '../host.ts'
import { PluginLink } from '../parts/plugin-link.tsx'
import { Table } from '../parts/table.tsx'
import { Empty, Part, View } from '../parts/view.tsx'

/** Which packages plugins get from the host, and which they bring. */
export function SharedView({ location, go }: ViewProps): VNode {
  const { packages, private: brought } = useHost().inspection.shared
  const fits = (...texts: readonly string[]): boolean => matchesQuery(location.query, texts)
  return (
    <View
      title="Shared packages"
      about="One copy, the host's, for everybody; a range that it does not fit is a warning here and decided by strict in a build."
      filter={{ label: 'Filter packages', value: location.query, onChange: (query) => go({ query }) }}
    >
      <Table head={['Package', 'In the host', 'Asked for by']}>
        {packages
          .filter(({ name, askedBy }) => fits(name, ...askedBy.map(({ plugin }) => plugin)))
          .map((shared) => (
            <SharedRow key={shared.name} shared={shared} />
          ))}
      </Table>
      <Part title="Brought by plugins" count={brought.length}>
        {brought.length === 0 ? (
          <Empty>No plugin has dependencies of its own.</Empty>
        ) : (
          <Table head={['Package', 'Plugin', 'Range', 'Installed']}>
            {brought
              .filter(({ name, plugin }) => fits(name, plugin))
              .map((own) => (
                <PrivateRow key={`${own.plugin} ${own.name}`} own={own} />
              ))}
          </Table>
        )}
      </Part>
    </View>
  )
}

function SharedRow({ shared: { name, version, askedBy } }: { readonly shared: InspectedPackage }): VNode {
  return (
    <tr data-testid="shared-package" data-package={name}>
      <td>
        <code class="name">{name}</code>
      </td>
      <td>{version ?? <span class="chip bad">missing</span>}</td>
      <td class="asked">
        {askedBy.length === 0 && <span class="quiet">nobody by range</span>}
        {askedBy.map(({ plugin, range, fits }) => (
          <span key={plugin} class="ask-range">
            <PluginLink name={plugin} /> <code>{range}</code>{' '}
            {!fits && <span class="chip bad">does not fit</span>}
          </span>
        ))}
      </td>
    </tr>
  )
}

function PrivateRow({ own: { plugin, name, range, version } }: { readonly own: PrivatePackage }): VNode {
  return (
    <tr>
      <td>
        <code class="name">{name}</code>
      </td>
      <td>
        <PluginLink name={plugin} />
      </td>
      <td>
        <code>{range}</code>
      </td>
      <td>{version ?? <span class="chip bad">not installed</span>}</td>
    </tr>
  )
}
