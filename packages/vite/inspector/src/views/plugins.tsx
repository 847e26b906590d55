import type { VNode } from 'preact'
import type { InspectedPlugin } from '../../../src/inspect/inspection.ts'
import type { ViewProps } from '../app.tsx'
import { matchesQuery } from '../format.ts'
import { useHost } from '../host.ts'
import { StateChip } from '../parts/chips.tsx'
import { Table } from '../parts/table.tsx'
import { Empty, View } from '../parts/view.tsx'
import { toHash } from '../use-location.ts'
import { PluginPanel } from './plugin-panel.tsx'

/** All plugins that were found, and one of them in detail. */
export function PluginsView({ location, go }: ViewProps): VNode {
  const { plugins } = useHost().inspection
  const shown = plugins.filter((plugin) =>
    matchesQuery(location.query, [
      plugin.name,
      plugin.displayName,
      plugin.source,
      plugin.state,
      plugin.place,
    ]),
  )
  const selected = plugins.find((plugin) => isSelected(plugin, location.subject))
  return (
    <div class={selected === undefined ? 'split' : 'split open'}>
      <View
        title="Plugins"
        about="In the order in which they were found; where two have one name, the first is used."
        filter={{ label: 'Filter plugins', value: location.query, onChange: (query) => go({ query }) }}
      >
        {shown.length === 0 ? (
          <Empty>
            {plugins.length === 0
              ? 'No plugin was found in any root.'
              : `No plugin fits "${location.query}".`}
          </Empty>
        ) : (
          <PluginTable plugins={shown} location={location} go={go} />
        )}
      </View>
      {selected !== undefined && <PluginPanel plugin={selected} onClose={() => go({ subject: '' })} />}
    </div>
  )
}

/** A folder says which of several of one name; a name means the one that is used. */
function isSelected({ name, state, place }: InspectedPlugin, subject: string): boolean {
  return place === subject || (name === subject && state !== 'shadowed')
}

function PluginTable({
  plugins,
  location: { subject, query },
  go,
}: ViewProps & { readonly plugins: readonly InspectedPlugin[] }): VNode {
  return (
    <Table head={['Plugin', 'State', 'Version', 'Source', '#Pages', '#Blocks', '#Problems']} isList>
      {plugins.map((plugin) => {
        const id = plugin.state === 'shadowed' ? plugin.place : plugin.name
        return (
          <tr
            key={plugin.dir}
            data-testid="plugin"
            data-plugin={plugin.name}
            data-state={plugin.state}
            aria-selected={isSelected(plugin, subject)}
            onClick={() => go({ subject: id })}
          >
            <td>
              <a class="name" href={toHash({ view: 'plugins', subject: id, query })}>
                {plugin.displayName}
              </a>
              <span class="under">
                {plugin.displayName === plugin.name ? '' : `${plugin.name} · `}
                {plugin.place}
              </span>
            </td>
            <td>
              <StateChip state={plugin.state} />
            </td>
            <td>{plugin.version ?? '–'}</td>
            <td>{plugin.source}</td>
            <td class="number">{plugin.pages || '–'}</td>
            <td class="number">{plugin.blocks || '–'}</td>
            <td class="number">
              {plugin.problems.length > 0 ? <span class="count bad">{plugin.problems.length}</span> : '–'}
            </td>
          </tr>
        )
      })}
    </Table>
  )
}
