import { statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { DiscoveredPlugin, Discovery } from '@plugwright/manifest/node'

/** As long as Vite waits for the text of a file that was emptied. */
const WRITING_MS = 100

const LOOK_AGAIN_MS = 10

/**
 * Discovers plugins, and once more while a manifest has just been emptied: whoever writes it is not done, and the plugin would
 * be broken for a blink. One that stays empty is.
 */
export async function discoverWritten(discover: () => Promise<Discovery>): Promise<Discovery> {
  for (;;) {
    const start = Date.now()
    const discovery = await discover()
    const files = discovery.plugins.filter(isEmpty).map(({ manifestFile }) => manifestFile)
    // It may have its text by now.
    const changing = files.filter((file) => findChanged(file, start) !== undefined)
    if (changing.length === 0) return discovery
    do await delay(LOOK_AGAIN_MS)
    while (changing.every((file) => findChanged(file, Date.now())?.size === 0))
  }
}

function isEmpty({ diagnostics }: DiscoveredPlugin): boolean {
  return diagnostics.some(({ code }) => code === 'MANIFEST_EMPTY')
}

/** The stats of a file that has changed since shortly before a time. A clock that was set back makes no file change for ever. */
function findChanged(file: string, time: number): Stats | undefined {
  const stats = statSync(file, { throwIfNoEntry: false })
  const changed = Math.floor(stats?.mtimeMs ?? 0)
  return changed > time - WRITING_MS && changed <= Date.now() ? stats : undefined
}
