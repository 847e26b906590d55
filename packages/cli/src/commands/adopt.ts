import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { hasErrors, PluginError } from '@plugwright/diagnostics'
import type * as Vite from 'vite'
import { createPlan } from '../adopt/create-plan.ts'
import { formatDiff } from '../adopt/format-diff.ts'
import { formatPlan } from '../adopt/format-plan.ts'
import type { GroupBy } from '../adopt/group-routes.ts'
import { toSlashes } from '../adopt/module-graph.ts'
import { toFields } from '../adopt/plan-fields.ts'
import { readMap } from '../adopt/read-map.ts'
import { writeFiles } from '../adopt/write-files.ts'
import { toList } from '../arguments.ts'
import { defineCommand } from '../command.ts'
import type { Command, Outcome } from '../command.ts'
import { flagConflict, flagValue, noSuchPath, noVite } from '../diagnostics.ts'
import { globalFlags } from '../global-flags.ts'

const flags = {
  write: { type: 'boolean', description: 'Write the plugins; without, only the plan is shown' },
  patch: {
    type: 'string',
    valueHint: 'FILE',
    description: "Write the changes of the host's files as a patch",
  },
  by: {
    type: 'string',
    valueHint: 'segment|folder',
    description: 'What a plugin is: default: segment, the first part of the address',
  },
  map: { type: 'string', valueHint: 'FILE', description: 'Plugins with their addresses, as YAML or JSON' },
  only: { type: 'string', valueHint: 'NAME', description: 'Only these plugins' },
  under: {
    type: 'string',
    valueHint: 'PATH',
    description: 'What all addresses begin with, before the feature: /app',
  },
  guard: {
    type: 'string',
    valueHint: 'NAME:PROP',
    description: 'Component that asks for a permission; default: RequirePermission:permission',
  },
  entry: {
    type: 'string',
    valueHint: 'FILE',
    description: 'Where the app begins; default: the scripts of index.html',
  },
} as const

/** `plugwright adopt [dir]`: plans plugins from the hand-mounted routes of a React app, and writes them with `--write`. */
export const adopt: Command = defineCommand({
  args: {
    dir: { type: 'positional', required: false, description: 'The app; default: here' },
    ...flags,
    ...globalFlags,
  },
  listFlags: ['only', 'guard', 'entry'],
  maxPaths: 1,

  async run(args, { cwd, signal, reporter }): Promise<Outcome> {
    const root = locateApp(args.dir ?? '.', cwd)
    const { parseSync: parse } = await loadVite(root)
    const plan = createPlan({
      root,
      parse,
      entries: toList(args.entry),
      by: toGroupBy(args, cwd),
      under: toUnder(args.under),
      guards: toGuards(toList(args.guard)),
      only: toList(args.only),
    })
    const { diagnostics } = plan
    const isFine = !hasErrors(diagnostics)
    const [isWritten, isPatchWritten] = [isFine && args.write === true, isFine && args.patch !== undefined]
    const files = isWritten ? plan.plugins.flatMap((plugin) => plugin.files) : []
    const patch = { file: toSlashes(resolve(cwd, args.patch ?? '')), text: formatDiff(plan.changes) }
    if (isWritten || isPatchWritten)
      await writeFiles([...files, ...(isPatchWritten ? [patch] : [])], { root, signal })
    const text = formatPlan(plan, { style: reporter.style, isWritten, isPatchWritten })
    return { diagnostics, text, fields: { ...toFields(plan), written: isWritten } }
  },
})

function locateApp(path: string, cwd: string): string {
  const absolute = resolve(cwd, path)
  const stats = statSync(absolute, { throwIfNoEntry: false })
  if (stats === undefined) throw new PluginError([noSuchPath(path)])
  return stats.isDirectory() ? absolute : dirname(absolute)
}

/** Vite has the parser; without it, there is nothing to merge plugins into either. */
async function loadVite(root: string): Promise<typeof Vite> {
  try {
    return await import('vite')
  } catch {
    throw new PluginError([noVite(root)])
  }
}

function toGroupBy(
  { by, map }: { readonly by?: string | undefined; readonly map?: string | undefined },
  cwd: string,
): GroupBy {
  if (by !== undefined && map !== undefined) throw new PluginError([flagConflict('--by', '--map')])
  if (map !== undefined) {
    const file = resolve(cwd, map)
    if (statSync(file, { throwIfNoEntry: false }) === undefined) throw new PluginError([noSuchPath(map)])
    return { kind: 'map', prefixes: readMap(file) }
  }
  if (by === undefined || by === 'segment') return { kind: 'segment' }
  if (by !== 'folder') throw new PluginError([flagValue('--by', 'segment or folder', by)])
  return { kind: 'folder' }
}

function toUnder(under: string = '/'): string {
  if (!/^\/[^:*\s]*$/.test(under))
    throw new PluginError([flagValue('--under', 'a path that begins with /', under)])
  return `/${under
    .split('/')
    .filter((segment) => segment !== '')
    .join('/')}`
}

function toGuards(given: readonly string[]): ReadonlyMap<string, string> {
  const guards = new Map([['RequirePermission', 'permission']])
  for (const guard of given) {
    const [, name, property] = /^([A-Z]\w*):(\w+)$/.exec(guard) ?? []
    if (name === undefined || property === undefined)
      throw new PluginError([
        flagValue(
          '--guard',
          'the name of a component and of its property, as RequirePermission:permission',
          guard,
        ),
      ])
    guards.set(name, property)
  }
  return guards
}
