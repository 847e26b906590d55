import { stripVTControlCharacters } from 'node:util'
import { renderUsage } from 'citty'
import type { ArgsDef } from 'citty'
import { globalFlags } from './global-flags.ts'

const NAME = 'plugwright'
const DESCRIPTION = 'Builds and checks plugins, and the hosts that show them'

/** The text of `plugwright --help`; each command with its description. */
export function formatUsage(commands: Iterable<readonly [string, { description: string }]>): Promise<string> {
  const subCommands = [...commands].map(([name, { description }]) => [name, { meta: { description } }])
  const meta = { name: NAME, description: DESCRIPTION }
  return render({ meta, args: globalFlags, subCommands: Object.fromEntries(subCommands) as SubCommands })
}

/** The text of `plugwright <command> --help`. */
export function formatCommandUsage(command: {
  name: string
  description: string
  args: ArgsDef
}): Promise<string> {
  const { args, ...meta } = command
  return render({ meta, args }, { meta: { name: NAME } })
}

type SubCommands = NonNullable<Parameters<typeof renderUsage>[0]['subCommands']>

/** citty colours by its own rules, which do not ask whether there is a terminal. */
async function render(...usage: Parameters<typeof renderUsage>): Promise<string> {
  return stripVTControlCharacters(await renderUsage(...usage))
    .replace(/ +$/gm, '')
    .trimEnd()
}
