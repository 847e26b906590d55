import { defineCommand } from '../command.ts'
import type { Command, Outcome } from '../command.ts'
import { formatTable } from '../format-table.ts'
import { globalFlags } from '../global-flags.ts'
import { countOf, toRelative } from '../report.ts'
import { loadTrust, trustFlag } from '../trust-location.ts'
import { toCells, toTrustedKeyData } from '../trusted-key-text.ts'

/** `plugwright keys list`: who is trusted, for what, and until when. */
export const keysList: Command = defineCommand({
  args: { ...trustFlag, ...globalFlags },
  listFlags: [],
  maxPaths: 0,

  async run(args, { cwd, env }): Promise<Outcome> {
    const { file, store } = await loadTrust(args.trust, { cwd, env })
    const { keys } = store
    const rows = [['key id', 'owner', 'plugins', 'valid', 'status'], ...keys.map(toCells)]
    const place = file === undefined ? '' : ` in ${toRelative(cwd, file)}`
    const summary = `${countOf(keys.length, 'key')}${place}`
    return {
      diagnostics: [],
      text: keys.length === 0 ? summary : `${formatTable(rows)}\n\n${summary}`,
      fields: { trustPath: file ?? null, keys: keys.map(toTrustedKeyData) },
    }
  },
})
