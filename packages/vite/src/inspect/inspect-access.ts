import { pageHref, resolveText } from '@plugwright/manifest/pages'
import type { Manifest } from '@plugwright/manifest'
import { toBlockKey } from '../merge/plugin-module.ts'
import type { MergedPlugin } from '../merge/registry-records.ts'
import type { InspectedPermission, SeedGroup } from './inspection.ts'
import type { InspectionSource } from './inspection-source.ts'

type Use = InspectedPermission['usedBy'][number]

/** The seed groups of the plugins that take part. */
export function listGroups(plugins: readonly MergedPlugin[]): readonly SeedGroup[] {
  return plugins.flatMap(({ manifest }) =>
    manifest.seed_groups.map(({ name, permissions }) => ({ name, plugin: manifest.name, permissions })),
  )
}

/** Every permission that a plugin asks for, grants or needs. */
export function listPermissions({
  state: { merge, options },
}: InspectionSource): readonly InspectedPermission[] {
  const groups = listGroups(merge.plugins)
  const uses = merge.plugins.flatMap(({ manifest }) => listUses(manifest, options.routeBase))
  const names = new Set([
    ...merge.plugins.flatMap(({ manifest }) => manifest.permissions),
    ...groups.flatMap(({ permissions }) => permissions),
    ...uses.map(([permission]) => permission),
  ])
  return [...names].sort().map((name) => ({
    name,
    declaredBy: merge.plugins
      .filter(({ manifest }) => manifest.permissions.includes(name))
      .map((plugin) => plugin.name),
    groups: groups.filter(({ permissions }) => permissions.includes(name)).map((group) => group.name),
    usedBy: uses.filter(([permission]) => permission === name).map(([, use]) => use),
  }))
}

function listUses(manifest: Manifest, routeBase: string): readonly (readonly [string, Use])[] {
  const { name: plugin } = manifest
  return [
    ...manifest.pages.map(({ permission, path }) => ({
      permission,
      use: { plugin, kind: 'page', name: pageHref(plugin, path, routeBase) } as const,
    })),
    ...manifest.blocks.map((block) => ({
      permission: block.permission,
      use: { plugin, kind: 'block', name: toBlockKey(block) } as const,
    })),
    ...manifest.routers
      .filter((router) => router.kind === 'file')
      .map((router) => ({
        permission: router.permission,
        use: { plugin, kind: 'router', name: `/api/${plugin}${router.path}` } as const,
      })),
    ...listNav(manifest.nav).map((entry) => ({
      permission: entry.permission,
      use: { plugin, kind: 'nav', name: resolveText(entry.label, 'en') } as const,
    })),
  ].flatMap(({ permission, use }) => (permission === null ? [] : [[permission, use] as const]))
}

function listNav(entries: Manifest['nav']): Manifest['nav'] {
  return entries.flatMap((entry) => [entry, ...listNav(entry.children)])
}
