import type { VNode } from 'preact'
import type { InspectedSlot } from '../../../src/inspect/inspection.ts'
import type { ViewProps } from '../app.tsx'
import { matchesQuery } from '../format.ts'
import { useHost } from '../host.ts'
import { Permission } from '../parts/chips.tsx'
import { EditorLink } from '../parts/editor-link.tsx'
import { PluginLink } from '../parts/plugin-link.tsx'
import { Empty, View } from '../parts/view.tsx'

/** The slots of the host and what plugins put into them. */
export function SlotsView({ location, go }: ViewProps): VNode {
  const { slots } = useHost().inspection
  const shown = slots.filter(({ name, blocks }) =>
    matchesQuery(location.query, [name, ...blocks.flatMap(({ plugin, key }) => [plugin, key])]),
  )
  return (
    <View
      title="Slots"
      about="Declared by the host in the option slots; blocks in the order in which they are shown."
      filter={{ label: 'Filter slots', value: location.query, onChange: (query) => go({ query }) }}
    >
      {shown.length === 0 && (
        <Empty>
          {slots.length === 0
            ? 'The host declares no slots, and no plugin has a block.'
            : `No slot fits "${location.query}".`}
        </Empty>
      )}
      <div class="cards">
        {shown.map((slot) => (
          <Slot key={slot.name} slot={slot} />
        ))}
      </div>
    </View>
  )
}

function Slot({ slot: { name, declared, description, blocks } }: { readonly slot: InspectedSlot }): VNode {
  return (
    <section class="card" data-testid="slot" data-slot={name}>
      <h2>
        {name} <span class="count">{blocks.length}</span>
        {!declared && <span class="chip warn">not declared by the host</span>}
      </h2>
      {description !== undefined && <p class="quiet">{description}</p>}
      {!declared && (
        <p class="quiet">A block for a slot that no host has is never shown; perhaps the name is misspelt.</p>
      )}
      {blocks.length === 0 ? (
        <Empty>No plugin has a block for it.</Empty>
      ) : (
        <ol class="blocks">
          {blocks.map((block) => (
            <li key={`${block.plugin} ${block.key}`}>
              <span class="order" title="order">
                {block.order}
              </span>
              <span>
                <strong>{block.id}</strong> <PluginLink name={block.plugin} />
                <span class="under">
                  <EditorLink file={block.file} place={block.module.replace(/^frontend\/src\//, '')} />
                </span>
              </span>
              <Permission name={block.permission} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
