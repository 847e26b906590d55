import type { VNode } from 'preact'
import type { InspectedPermission } from '../../../src/inspect/inspection.ts'
import type { ViewProps } from '../app.tsx'
import { matchesQuery } from '../format.ts'
import { toHostUrl, useHost } from '../host.ts'
import { Permission } from '../parts/chips.tsx'
import { Icon } from '../parts/icon.tsx'
import { PluginLink } from '../parts/plugin-link.tsx'
import { Table } from '../parts/table.tsx'
import { Empty, Part, View } from '../parts/view.tsx'

/** Seed groups, and every permission with who grants and who needs it. */
export function AccessView({ location, go }: ViewProps): VNode {
  const { permissions } = useHost().inspection.access
  const shown = permissions.filter(({ name, groups, usedBy }) =>
    matchesQuery(location.query, [name, ...groups, ...usedBy.map((use) => use.name)]),
  )
  return (
    <View
      title="Access"
      about="What plugins ask for; who has it, the host decides. To view as a group is for development only."
      filter={{ label: 'Filter permissions', value: location.query, onChange: (query) => go({ query }) }}
    >
      <SeedGroups />
      <Part title="Permissions" count={permissions.length}>
        {shown.length === 0 ? (
          <Empty>
            {permissions.length === 0 ? 'No plugin uses permissions.' : `Nothing fits "${location.query}".`}
          </Empty>
        ) : (
          <Table head={['Permission', 'Asked for by', 'Seed groups', 'Needed by']}>
            {shown.map((permission) => (
              <PermissionRow key={permission.name} permission={permission} />
            ))}
          </Table>
        )}
      </Part>
    </View>
  )
}

function PermissionRow({
  permission: { name, declaredBy, groups, usedBy },
}: {
  readonly permission: InspectedPermission
}): VNode {
  return (
    <tr>
      <td>
        <Permission name={name} />
      </td>
      <td>
        {declaredBy.length === 0 && <span class="chip warn">nobody</span>}
        {declaredBy.map((plugin) => (
          <PluginLink key={plugin} name={plugin} />
        ))}
      </td>
      <td>{groups.join(', ') || <span class="quiet">none</span>}</td>
      <td>
        {usedBy.length === 0 && <span class="quiet">code only</span>}
        <ul class="uses">
          {usedBy.map((use) => (
            <li key={use.kind + use.name}>
              <span class="quiet">{use.kind}</span> {use.name}
            </li>
          ))}
        </ul>
      </td>
    </tr>
  )
}

function SeedGroups(): VNode {
  const { inspection, setViewAs } = useHost()
  const { groups } = inspection.access
  return (
    <Part title="Seed groups" count={groups.length}>
      {groups.length === 0 && <Empty>No plugin has seed groups.</Empty>}
      <ul class="groups">
        {groups.map(({ name, plugin, permissions }) => (
          <li key={`${plugin} ${name}`} data-testid="group" data-group={name}>
            <span>
              <strong>{name}</strong> <span class="quiet">{plugin}</span>
              <span class="under">{permissions.join(', ') || 'no permissions'}</span>
            </span>
            <a
              class="button"
              href={toHostUrl(inspection, '/', name)}
              target="plugwright-host"
              onClick={() => setViewAs(name)}
            >
              View as <Icon name="open" />
            </a>
          </li>
        ))}
      </ul>
    </Part>
  )
}
