import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Discovery } from '@plugwright/manifest/node'
import { selectMerged } from './merge/registry-records.ts'
import type { ResolvedOptions } from './options.ts'

/** The options that the types depend on. */
export type HostTypesOptions = Pick<ResolvedOptions, 'slots'>

/**
 * Writes `<root>/.plugwright/types.d.ts` for the plugins of a host, if its text changed.
 *
 * @returns the absolute path, and whether it was written.
 */
export async function writeHostTypes(
  root: string,
  discovery: Discovery,
  options: HostTypesOptions,
): Promise<{ readonly file: string; readonly written: boolean }> {
  const file = join(root, '.plugwright', 'types.d.ts')
  const text = formatHostTypes(discovery, options)
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return { file, written: false }
  await mkdir(dirname(file), { recursive: true })
  // Aside and renamed: a compiler that watches never reads half of it. Two servers or builds may write at the same time.
  const aside = `${file}.${randomUUID()}`
  await writeFile(aside, text)
  await rename(aside, file)
  return { file, written: true }
}

/** Writes what the compiler needs to know about a host's plugins, as an augmentation of `PlugwrightRegister`. */
export function formatHostTypes({ plugins }: Discovery, { slots }: HostTypesOptions): string {
  const manifests = selectMerged(plugins).map(({ manifest }) => manifest)
  const permissions = new Set(manifests.flatMap((manifest) => manifest.permissions))
  const pages = manifests.map(
    ({ name, pages: list }) => `      ${quote(name)}: ${toUnion(list.map(({ path }) => path))}`,
  )
  const members = [
    ...toMember(
      'plugins',
      manifests.map(({ name }) => name),
    ),
    ...(pages.length === 0 ? [] : ['    pages: {', ...pages, '    }']),
    ...toMember('slots', Object.keys(slots)),
    ...toMember('permissions', [...permissions]),
  ]
  return [
    '// Written by plugwright from the plugins of this host; do not edit.',
    `import '@plugwright/runtime'`,
    '',
    `declare module '@plugwright/runtime' {`,
    '  interface PlugwrightRegister {',
    ...members,
    '  }',
    '}',
    '',
  ].join('\n')
}

/** Nothing where there are no names: the type is the general one then, and not the one that nothing fits. */
function toMember(name: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`    ${name}: ${toUnion(names)}`]
}

function toUnion(names: readonly string[]): string {
  return names.length === 0 ? 'never' : [...new Set(names)].sort().map(quote).join(' | ')
}

function quote(text: string): string {
  return JSON.stringify(text)
}
