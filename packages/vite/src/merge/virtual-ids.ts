/** What a host imports: its only export is `registry`. */
export const REGISTRY_ID = 'virtual:plugwright'

/** In development: the imports of all second levels. */
export const LEVELS_ID = 'virtual:plugwright/levels'

const PLUGIN_PREFIX = `${REGISTRY_ID}/plugin/`

/**
 * The id of a plugin's second level.
 *
 *     crm → virtual:plugwright/plugin/crm
 */
export function toPluginId(name: string): string {
  return PLUGIN_PREFIX + name
}

/** The plugin whose second level a virtual id names. */
export function pluginOfId(id: string): string | undefined {
  return id.startsWith(PLUGIN_PREFIX) ? id.slice(PLUGIN_PREFIX.length) : undefined
}

const GROUP_PREFIX = `${REGISTRY_ID}/group/`

/**
 * The id of what a build imports in place of several second levels; a group has the name of its first plugin.
 *
 *     crm → virtual:plugwright/group/crm
 */
export function toGroupId(name: string): string {
  return GROUP_PREFIX + name
}

/** Whether a virtual id is that of a group of second levels. */
export function isGroupId(id: string): boolean {
  return id.startsWith(GROUP_PREFIX)
}

/** Matches all virtual modules as they stand in an import. */
export const virtualIdPattern: RegExp = /^virtual:plugwright(?:\/levels|\/(?:plugin|group)\/[\w-]+)?$/

/** Matches all virtual modules once they are resolved: other plugins and the file system leave a NUL byte alone. */
export const resolvedIdPattern: RegExp = /^\0virtual:plugwright(?:\/levels|\/(?:plugin|group)\/[\w-]+)?$/

/** `virtual:plugwright` → `\0virtual:plugwright` */
export function toResolvedId(id: string): string {
  return `\0${id}`
}

/** `\0virtual:plugwright` → `virtual:plugwright` */
export function fromResolvedId(id: string): string {
  return id.slice(1)
}
