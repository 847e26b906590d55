import { writeHostTypes } from '@plugwright/vite'
import { defineCommand } from '../command.ts'
import type { Command, Outcome } from '../command.ts'
import { globalFlags } from '../global-flags.ts'
import { loadHost } from '../load-host.ts'
import { locate } from '../locate.ts'
import { toRelative } from '../report.ts'

/** `plugwright types [dir]`: writes `.plugwright/types.d.ts` of a host, for editors and before `tsc`. */
export const types: Command = defineCommand({
  args: {
    dir: { type: 'positional', required: false, description: 'The host; default: here' },
    ...globalFlags,
  },
  listFlags: [],
  maxPaths: 1,

  async run(args, { cwd }): Promise<Outcome> {
    const { dir } = locate(args.dir ?? '.', cwd)
    const { root, api } = await loadHost(dir)
    const { file, written } = await writeHostTypes(root, await api.discover(), api.options)
    const text = `${toRelative(cwd, file)} ${written ? 'written' : 'is up to date'}`
    return { diagnostics: [], text, fields: { path: file, written } }
  },
})
