import { resolveText } from '@plugwright/manifest'
import type { TargetContext } from '../../target.ts'
import type { HecateOptions } from './options.ts'

/**
 * The content of Hecate's manifest.json: first the seven fields of its packaging guide in their order there, then those
 * that its own apps have besides. What is undefined is not written.
 */
export function toHecateManifest({
  manifest,
  options,
}: Pick<TargetContext<HecateOptions>, 'manifest' | 'options'>): Readonly<Record<string, unknown>> {
  const { name, version, description, display_name: displayName, repository, license, permissions } = manifest
  const shownName = resolveText(displayName, 'en')
  const fields = {
    name,
    version,
    callback_module: options.callback_module,
    description: description === undefined ? undefined : resolveText(description, 'en'),
    icon: options.icon ?? manifest.icon,
    plugin_type: 'in_vm',
    min_sdk_version: options.min_sdk_version,
    display_name: shownName === name ? undefined : shownName,
    tag: options.tag,
    repository,
    license,
    trust_level: options.trust_level,
    permissions,
    file_types: options.file_types,
    min_daemon_version: options.min_daemon_version,
    appstore: options.appstore,
    ...options.fields,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
