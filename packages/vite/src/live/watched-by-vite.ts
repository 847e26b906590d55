import { resolve } from 'node:path'
import type { ResolvedConfig } from 'vite'
import { toSlashes } from '../merge/owners.ts'

/** Folders of these names, below which Vite's watcher sees nothing. */
const UNSEEN = /\/(?:node_modules|\.git|test-results)(?:\/|$)/

/** Whether Vite's watcher starts with a folder, as one of the host's: to give it hundreds again costs more than the first time. */
export function isWatchedByVite(
  folder: string,
  { root, cacheDir, build, server, experimental }: ResolvedConfig,
): boolean {
  const unseen = [cacheDir, resolve(root, build.outDir)].map(toSlashes)
  return (
    !experimental.bundledDev &&
    server.watch?.ignored === undefined &&
    isBelow(folder, root) &&
    !UNSEEN.test(folder.slice(root.length)) &&
    !unseen.some((dir) => folder === dir || isBelow(folder, dir))
  )
}

function isBelow(folder: string, dir: string): boolean {
  return folder.startsWith(`${dir}/`)
}
