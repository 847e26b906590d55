import type { Manifest } from '@plugwright/manifest'
import type { Plan } from './target.ts'

/** A command that runs from the package. Keys are those of Betty's reports. */
export interface CommandEntryPoint {
  readonly command: string
  /** The script, relative to the plugin folder. */
  readonly handler: string
  readonly runtime: string
}

/** What becomes of the commands of a plugin. */
export interface JudgedCommands {
  /** In the order of plugin.yaml. */
  readonly entryPoints: readonly CommandEntryPoint[]
  /** Why the other ones do not run, in the words of Betty's plugin.build; in the order of plugin.yaml. */
  readonly missing: readonly string[]
}

/** Tells which commands have a name and a handler that is packed. */
export function judgeCommands({ commands }: Manifest, { entries }: Pick<Plan, 'entries'>): JudgedCommands {
  const packed = new Set(entries.map((entry) => entry.from))
  const entryPoints: CommandEntryPoint[] = []
  const missing: string[] = []
  for (const { name, handler } of commands) {
    if (handler === undefined) missing.push(`Command '${name}': no handler script specified`)
    else if (!packed.has(handler.script))
      missing.push(`Command '${name}': handler not found at ${handler.script}`)
    else if (name.trim() === '') missing.push(`Command '': no command name, handler ${handler.script}`)
    else entryPoints.push({ command: name, handler: handler.script, runtime: handler.runtime })
  }
  return { entryPoints, missing }
}
