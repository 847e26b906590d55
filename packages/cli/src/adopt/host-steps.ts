import { existsSync, readFileSync } from 'node:fs'
import type { PluginPlan } from './adopt-plan.ts'
import type { RoutesEdit } from './edit-routes.ts'
import type { FileChange } from './format-diff.ts'
import type { NavsPlan } from './plan-nav.ts'
import { readDependencies } from './router-version.ts'
import type { Place } from '@plugwright/diagnostics'

export interface StepsContext {
  readonly root: string
  readonly plugins: readonly PluginPlan[]
  readonly navs: NavsPlan
  readonly changes: readonly FileChange[]
  readonly isConfigured: boolean
  readonly edited: RoutesEdit
  readonly typescript: boolean
  readonly routeBase: string
  readonly withPlugins: boolean
}

/** What a person has to do in the host, in order; a sentence each, perhaps with lines of code after it. */
export function listSteps(context: StepsContext): readonly string[] {
  const { plugins, changes } = context
  if (plugins.length === 0) return []
  return [
    ...installStep(context),
    ...(changes.length > 0
      ? [
          `Make the changes below in ${changes.map(({ path }) => path).join(', ')}: by hand, or with --patch FILE and patch -p1 < FILE.`,
        ]
      : []),
    ...placeSteps(context),
    ...navStep(context),
    ...permissionStep(plugins),
    ...tsconfigStep(context),
  ]
}

function installStep({ root }: StepsContext): readonly string[] {
  const present = readDependencies(`${root}/package.json`)
  const missing = ['@plugwright/react', '@plugwright/vite'].filter((name) => !present.has(name))
  return missing.length === 0 ? [] : [`Install ${missing.join(' and ')}.`]
}

function placeSteps({ edited, isConfigured, routeBase, root }: StepsContext): readonly string[] {
  const { unplaced, unremoved } = edited
  const option = routeBase === '/plugins' ? '' : `{ routeBase: '${routeBase}' }`
  return [
    ...(isConfigured ? [] : [`Add plugwright(${option}) of @plugwright/vite to the plugins in vite.config.`]),
    ...(unplaced.length > 0
      ? [`Add these routes; their list is an expression:\n${unplaced.join('\n')}`]
      : []),
    ...unremoved.map(
      ({ place }) => `Remove the route at ${formatPlace(place, root)}; it is a page of a plugin now.`,
    ),
  ]
}

function navStep({ navs, root, withPlugins }: StepsContext): readonly string[] {
  if (navs.nav.length === 0) return []
  const places = navs.nav.map(({ label, place }) => `  ${formatPlace(place, root)}  ${label}`)
  const around = withPlugins ? ', and move <RouterPluginProvider> around both it and the routes' : ''
  return [
    `Put <PluginNav /> of @plugwright/react where these entries of your navigation are, remove them${around}. Until then they go on working:\n${places.join('\n')}`,
  ]
}

function permissionStep(plugins: readonly PluginPlan[]): readonly string[] {
  const permissions = [...new Set(plugins.flatMap((plugin) => plugin.permissions))].sort()
  if (permissions.length === 0) return []
  const names = permissions.length > 4 ? `${permissions.slice(0, 4).join(', ')}, …` : permissions.join(', ')
  return [
    `Tell the registry who may do what, where your guard takes it from (${names}); without that, a production build shows nothing that needs a permission:\n  registry.setAccess({ can: (permission) => session.permissions.includes(permission) })`,
  ]
}

function tsconfigStep({ root, typescript }: StepsContext): readonly string[] {
  const file = ['tsconfig.app.json', 'tsconfig.json'].map((name) => `${root}/${name}`).find(existsSync)
  if (!typescript || file === undefined) return []
  const text = readFileSync(file, 'utf8')
  if (!text.includes('"include"') || /"(\.\/)?plugins/.test(text)) return []
  return [
    `Add "plugins" and ".plugwright/types.d.ts" to include in ${file.slice(root.length + 1)}, so that the pages are type-checked.`,
  ]
}

/** `src/app.tsx:12:7` */
export function formatPlace({ file = '', span }: Place, root: string): string {
  const path = file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file
  return span === undefined ? path : `${path}:${span.start.line}:${span.start.column}`
}
