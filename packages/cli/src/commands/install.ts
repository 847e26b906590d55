import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PluginError } from '@plugwright/diagnostics'
import { toList } from '../arguments.ts'
import { defineCommand } from '../command.ts'
import type { Command, Outcome } from '../command.ts'
import { noSuchPath } from '../diagnostics.ts'
import { formatTable } from '../format-table.ts'
import { globalFlags } from '../global-flags.ts'
import { callDaemon, type DaemonAnswer } from '../hecate/call-daemon.ts'
import { installIncomplete } from '../hecate/diagnostics.ts'
import { placePackage } from '../hecate/place-package.ts'
import { readHecatePackage } from '../hecate/read-package.ts'
import { toRelative } from '../report.ts'

/**
 * `plugwright install --hecate URL|DIR FILE`: places a package in the folder of a Hecate daemon, or tells a running daemon to
 * install it. Both flags together do both, folders first: then the daemon finds the archive in its place.
 */
export const install: Command = defineCommand({
  args: {
    file: { type: 'positional', required: false, description: 'A package for Hecate' },
    hecate: {
      type: 'string',
      valueHint: 'URL|DIR,…',
      description: "A daemon's address, or its data folder, such as ~/.hecate",
    },
    'package-url': {
      type: 'string',
      valueHint: 'URL',
      description: 'Where the daemon downloads the package; default: the placed file',
    },
    ...globalFlags,
  },
  listFlags: ['hecate'],
  maxPaths: 1,

  async run(args, { cwd, env, signal }): Promise<Outcome> {
    const hosts = toList(args.hecate)
    if (hosts.length === 0) return { diagnostics: [installIncomplete('--hecate')] }
    if (args.file === undefined) return { diagnostics: [installIncomplete('FILE')] }
    const file = existing(args.file, cwd, 'file')
    const dirs = hosts.filter((host) => !isUrl(host)).map((host) => existing(host, cwd, 'directory'))
    const found = await readHecatePackage(file, signal)

    const placed: string[] = []
    for (const dir of dirs) placed.push(await placePackage(found, dir))
    const packageUrl = args['package-url'] ?? pathToFileURL(placed[0] ?? file).href
    const token = env['HECATE_TOKEN'] === '' ? undefined : env['HECATE_TOKEN']
    const daemons: DaemonAnswer[] = []
    for (const url of hosts.filter(isUrl))
      daemons.push(await callDaemon(found, { url, packageUrl, token, signal }))
    const { name, version } = found
    return {
      diagnostics: [],
      text: formatTable([
        ['plugin', `${name} ${version}`],
        ...placed.map((path) => ['placed', toRelative(cwd, path)]),
        ...daemons.map(({ url, route }) => ['installed', `${url} (${route})`]),
      ]),
      fields: { plugin: { name, version }, placed, daemons },
    }
  },
})

function isUrl(host: string): boolean {
  return /^https?:\/\//i.test(host)
}

function existing(path: string, cwd: string, kind: 'file' | 'directory'): string {
  const absolute = resolve(cwd, path)
  const stats = statSync(absolute, { throwIfNoEntry: false })
  const isThere = kind === 'file' ? stats?.isFile() : stats?.isDirectory()
  if (isThere !== true) throw new PluginError([noSuchPath(path)])
  return absolute
}
