import type { ReactElement } from 'react'

import { useSession } from '../access/use-session.ts'

/** "View as": the host's administrator, or a seed group that a plugin brings. */
export function RoleSwitch(): ReactElement {
  const { groups, group, viewAs } = useSession()
  const plugins = [...new Set(groups.flatMap(({ plugin }) => plugin ?? []))]

  return (
    <label className="role-switch">
      <span>View as</span>
      <select
        className="ui-field"
        data-testid="role-switch"
        value={group.name}
        onChange={(event) => viewAs(event.target.value)}
      >
        {groups
          .filter(({ plugin }) => plugin === undefined)
          .map(({ name }) => (
            <option key={name} value={name}>
              {toLabel(name)}
            </option>
          ))}
        {plugins.map((plugin) => (
          <optgroup key={plugin} label={plugin}>
            {groups
              .filter((candidate) => candidate.plugin === plugin)
              .map(({ name }) => (
                <option key={name} value={name}>
                  {toLabel(name)}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  )
}

/** `finance_controller` → `Finance controller` */
function toLabel(name: string): string {
  return (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('_', ' ').replace(/^Crm /, 'CRM ')
}
