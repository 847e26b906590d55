import path from 'node:path'
import { toContentHash, toFileStem } from '@plugwright/pack/bundling'
import type { BuiltOutput } from './built-output.ts'
import type { HookAsset } from './plugin-interface.ts'

/** The files of a bundle that are neither modules nor style sheets. */
export interface NamedAssets {
  /** Puts the new names into a text that has the old ones. */
  rename(text: string): string
  /** The files that texts with the new names refer to, and those that somebody has named himself. */
  referencedBy(texts: readonly string[]): [string, string | Uint8Array][]
}

const OLD_NAME = /plugwright-asset-[0-9a-f]{16}\.[\w.]+/g

/** Names files after their content, as `@plugwright/esbuild` does: `logo.png` → `assets/logo-<16 hex of SHA-256>.png`. */
export function nameAssets({ assets }: BuiltOutput): NamedAssets {
  const files = new Map<string, HookAsset>()
  const names = new Map<string, string>()
  for (const asset of assets) {
    if (/\.(?:css|map)$/.test(asset.fileName)) continue
    const name = isOurs(asset) ? toName(asset) : asset.fileName
    files.set(name, asset)
    names.set(path.posix.basename(asset.fileName), path.posix.basename(name))
  }
  return {
    rename: (text) => text.replace(OLD_NAME, (found) => names.get(found) ?? found),
    referencedBy: (texts) =>
      [...files]
        .filter(([name, asset]) => !isOurs(asset) || texts.some((text) => text.includes(name)))
        .map(([name, { source }]) => [name, source]),
  }
}

function isOurs({ fileName }: HookAsset): boolean {
  return fileName.startsWith('assets/plugwright-asset-')
}

/** Files of equal content are one, with several original names: the first in the alphabet, whatever came first. */
function toName({ names, source, fileName }: HookAsset): string {
  const [original = fileName] = names.map((name) => path.posix.basename(name)).toSorted()
  const { name, ext } = path.posix.parse(original)
  return `assets/${toFileStem(name)}-${toContentHash(source)}${ext.toLowerCase()}`
}
