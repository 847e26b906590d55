import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import { parseManifest, resolveManifest } from '@plugwright/manifest'
import type { PluginFiles } from '@plugwright/manifest'
import { toSlashes } from './module-graph.ts'
import type { OutputFile } from './write-files.ts'

/**
 * What `plugwright check` will say about a plugin that is not written yet: its folder with the new files in it.
 * `dir` is absolute.
 */
export function checkManifest(dir: string, files: readonly OutputFile[]): readonly Diagnostic[] {
  const name = dir.split('/').at(-1) ?? ''
  const manifestFile = `${dir}/plugin.yaml`
  const text = files.find(({ file }) => file === manifestFile)?.text ?? ''
  const parsed = parseManifest(text, { file: manifestFile })
  return [...parsed.diagnostics, ...resolveManifest(parsed, toFiles(dir, name, files)).diagnostics]
}

function toFiles(dir: string, folderName: string, files: readonly OutputFile[]): PluginFiles {
  const fresh = new Set(files.map(({ file }) => toSlashes(relative(dir, file))))
  return {
    folderName,
    stat(path) {
      if (fresh.has(path)) return 'file'
      if ([...fresh].some((file) => file.startsWith(`${path}/`))) return 'directory'
      const stats = statSync(join(dir, path), { throwIfNoEntry: false })
      return stats?.isFile() === true ? 'file' : stats?.isDirectory() === true ? 'directory' : undefined
    },
    list(folder) {
      const here = join(dir, folder)
      const present = existsSync(here) ? readdirSync(here, { recursive: true, encoding: 'utf8' }) : []
      const found = present
        .map((path) => toSlashes(join(folder, path)))
        .filter((path) => statSync(join(dir, path)).isFile())
      const added = [...fresh].filter((path) => path.startsWith(`${folder}/`))
      return [...new Set([...found, ...added])].sort()
    },
  }
}
