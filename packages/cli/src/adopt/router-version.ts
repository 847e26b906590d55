import { existsSync, readFileSync } from 'node:fs'
import type { Diagnostic } from '@plugwright/diagnostics'
import { oldRouter } from './diagnostics.ts'

/** Warns of a React Router that is older than pages of plugins can use, by the range in the app's package.json. */
export function checkRouter(root: string): readonly Diagnostic[] {
  const file = `${root}/package.json`
  const ranges = readDependencies(file)
  const range = ranges.get('react-router') ?? ranges.get('react-router-dom')
  const major = Number(/^\D*(\d+)/.exec(range ?? '')?.[1])
  return range !== undefined && major < 7 ? [oldRouter(range, file)] : []
}

/** What a package.json depends on; nothing where it is not there or not JSON. */
export function readDependencies(file: string): ReadonlyMap<string, string> {
  if (!existsSync(file)) return new Map()
  try {
    const json = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    const lists = [json['dependencies'], json['devDependencies']]
    return new Map(
      lists.flatMap((list) => (typeof list === 'object' && list !== null ? Object.entries(list) : [])) as [
        string,
        string,
      ][],
    )
  } catch {
    return new Map()
  }
}
