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

/** Matches all virtual modules as they stand in an import. */
export const virtualIdPattern: RegExp = /^virtual:plugwright(?:\/levels|\/plugin\/[\w-]+)?$/

/** Matches all virtual modules once they are resolved: other plugins and the file system leave a NUL byte alone. */
export const resolvedIdPattern: RegExp = /^\0virtual:plugwright(?:\/levels|\/plugin\/[\w-]+)?$/

/** `virtual:plugwright` → `\0virtual:plugwright` */
export function toResolvedId(id: string): string {
  return `\0${id}`
}

/** `\0virtual:plugwright` → `virtual:plugwright` */
export function fromResolvedId(id: string): string {
  return id.slice(1)
}
