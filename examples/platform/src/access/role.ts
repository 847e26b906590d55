/** A group of permissions that a plugin brings, or the host's own {@link administrator}. */
export interface Group {
  readonly name: string
  /** The plugin it comes from; absent for the host's own. */
  readonly plugin?: string
  readonly permissions: readonly string[] | 'all'
}

/** The host's own group. */
export const administrator: Group = { name: 'administrator', permissions: 'all' }

/** Names the cookie and the sessionStorage entry that hold the chosen group; as a header: `x-atrium-role`. */
export const roleKey = 'atrium-role'

/** Whether a member of the group has the permission. */
export function isGranted(group: Group, permission: string): boolean {
  return group.permissions === 'all' || group.permissions.includes(permission)
}
