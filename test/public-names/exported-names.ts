import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { WorkspacePackage } from '../repository.ts'

/**
 * Lists the public names of a package as text: per entry its values, by what the built module really exports,
 * and its types, by what the declaration file exports.
 */
export async function listExportedNames({ dir, json }: WorkspacePackage): Promise<string> {
  const sections: string[] = []
  for (const [entry, target] of Object.entries(json.exports ?? {})) {
    const specifier = entry.replace('.', json.name)
    if (typeof target === 'string') {
      if (entry !== './package.json') sections.push(`${specifier}\n  (file)\n`)
      continue
    }
    const values = 'default' in target ? await listValues(join(dir, target.default)) : []
    const types = await listTypes(join(dir, target.types), new Set(values))
    const lines = [...values, ...types.map((name) => `type ${name}`)].map((line) => `  ${line}\n`)
    sections.push(`${specifier}\n${lines.join('')}`)
  }
  return sections.join('\n')
}

async function listValues(file: string): Promise<string[]> {
  // Only the compiler of a host makes Svelte components modules; the file itself says what it exports.
  const text = await readFile(file, 'utf8')
  if (/^import .*\.svelte'/m.test(text))
    return [...text.matchAll(/^export (?:const|function) (?<name>\w+)/gm)].map(
      ({ groups }) => groups?.['name'] ?? '',
    )
  const namespace = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as object
  return Object.keys(namespace).sort()
}

async function listTypes(file: string, values: ReadonlySet<string>): Promise<string[]> {
  const text = (await readFile(file, 'utf8')).replaceAll(/\/\*[\s\S]*?\*\//g, '')
  const lists = [...text.matchAll(/^export (?:type )?\{(?<names>[^}]*)\}/gm)].flatMap((match) =>
    (match.groups?.['names'] ?? '').split(',').map((name) =>
      name
        .trim()
        .replace(/^type /, '')
        .replace(/^.* as /, ''),
    ),
  )
  const declared = [...text.matchAll(/^export (?:declare )?(?:interface|type) (?<name>\w+)/gm)].map(
    (match) => match.groups?.['name'] ?? '',
  )
  return [...new Set([...lists, ...declared])].filter((name) => name !== '' && !values.has(name)).sort()
}
