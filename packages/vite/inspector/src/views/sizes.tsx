import type { VNode } from 'preact'
import type { InspectedModule, PluginSize } from '../../../src/inspect/inspection.ts'
import type { ViewProps } from '../app.tsx'
import { formatBytes, formatMs, matchesQuery } from '../format.ts'
import { useHost } from '../host.ts'
import { EditorLink } from '../parts/editor-link.tsx'
import { PluginLink } from '../parts/plugin-link.tsx'
import { Table } from '../parts/table.tsx'
import { Empty, Part, View } from '../parts/view.tsx'

/** How large plugins are here and in the last build, and how long things took. */
export function SizesView({ location, go }: ViewProps): VNode {
  const { sizes } = useHost().inspection
  const modules = sizes.modules.filter(({ place, plugin }) => matchesQuery(location.query, [place, plugin]))
  return (
    <View
      title="Sizes and timings"
      about={
        sizes.builtAt === undefined
          ? 'As known to this server; a build adds its own figures.'
          : `As known to this server, and from the build of ${new Date(sizes.builtAt).toLocaleString()}.`
      }
      filter={{ label: 'Filter modules', value: location.query, onChange: (query) => go({ query }) }}
    >
      <Timings />
      <Part title="Plugins">
        <SizeTable sizes={sizes.plugins} />
      </Part>
      <Part title="Modules loaded" count={sizes.modules.length}>
        {modules.length === 0 ? (
          <Empty>
            {sizes.modules.length === 0
              ? 'Nothing of a plugin was asked for yet: open one of its pages.'
              : `No module fits "${location.query}".`}
          </Empty>
        ) : (
          <ModuleTable modules={modules} />
        )}
      </Part>
    </View>
  )
}

function Timings(): VNode {
  const { discoveryMs, mergeMs, lastUpdate } = useHost().inspection.timings
  const figures = [
    ['discovery', discoveryMs],
    ['merge', mergeMs],
    ['last update', lastUpdate?.durationMs],
  ] as const
  return (
    <dl class="figures small">
      {figures.map(([label, ms]) => (
        <div key={label} class="figure">
          <dt>{label}</dt>
          <dd>{formatMs(ms)}</dd>
        </div>
      ))}
    </dl>
  )
}

function ModuleTable({ modules }: { readonly modules: readonly InspectedModule[] }): VNode {
  return (
    <Table head={['Module', 'Plugin', '#Transformed', '#First answer']}>
      {modules.map(({ file, place, plugin, transformedBytes, firstLoadMs }) => (
        <tr key={file} data-testid="module">
          <td>
            <EditorLink file={file} place={place} />
          </td>
          <td>
            <PluginLink name={plugin} />
          </td>
          <td class="number">{formatBytes(transformedBytes)}</td>
          <td class="number">{formatMs(firstLoadMs)}</td>
        </tr>
      ))}
    </Table>
  )
}

function SizeTable({ sizes }: { readonly sizes: readonly PluginSize[] }): VNode {
  const largest = Math.max(1, ...sizes.map(({ transformedBytes }) => transformedBytes))
  const hasBuild = sizes.some(({ built }) => built !== undefined)
  if (sizes.length === 0) return <Empty>No plugin takes part.</Empty>
  return (
    <Table
      head={[
        'Plugin',
        '#Modules',
        '#Transformed',
        'Share of the largest',
        ...(hasBuild ? ['#Chunks', '#Built', '#gzip'] : []),
      ]}
    >
      {sizes.map(({ plugin, modules, transformedBytes, built }) => (
        <tr key={plugin} data-testid="size">
          <td>
            <PluginLink name={plugin} isTitle />
          </td>
          <td class="number">{modules || '–'}</td>
          <td class="number">{formatBytes(transformedBytes)}</td>
          <td class="bar-column">
            <progress max={largest} value={transformedBytes} aria-label={`Size of ${plugin}`} />
          </td>
          {hasBuild && (
            <>
              <td class="number">{built === undefined ? '–' : built.chunks + built.stylesheets}</td>
              <td class="number">{formatBytes(built?.bytes)}</td>
              <td class="number">{formatBytes(built?.gzipBytes)}</td>
            </>
          )}
        </tr>
      ))}
    </Table>
  )
}
