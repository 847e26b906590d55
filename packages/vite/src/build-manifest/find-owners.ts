import type { Context } from '../context.ts'
import { toSlashes } from '../merge/owners.ts'
import { fromResolvedId, pluginOfId } from '../merge/virtual-ids.ts'
import type { PrivateDependencies } from '../private-dependencies.ts'
import type { ModuleOwner } from './ownership.ts'

/** Creates a function that tells whose a module is. It finds out once for each. */
export function createOwnerFinder(
  context: Context,
  privates: PrivateDependencies,
): (id: string) => ModuleOwner | undefined {
  const known = new Map<string, ModuleOwner | undefined>()
  return (id) => {
    if (!known.has(id)) known.set(id, findOwner(id, { context, privates }))
    return known.get(id)
  }
}

function findOwner(
  id: string,
  { context, privates }: { readonly context: Context; readonly privates: PrivateDependencies },
): ModuleOwner | undefined {
  const isVirtual = id.startsWith('\0')
  const level = isVirtual ? pluginOfId(fromResolvedId(id)) : undefined
  if (level !== undefined) return { plugin: level }

  // What the bundler adds for a file has its name behind the mark of virtual modules, and a query.
  const file = id.replace(/^\0/, '').replace(/[?#].*$/, '')
  const found = context.merge.owners.of(file)
  if (found !== undefined) {
    const { dir, realDir, name } = found
    const folder = [realDir, dir].map(toSlashes).find((candidate) => file.startsWith(`${candidate}/`)) ?? ''
    const path = file.slice(folder.length + 1)
    return `/${path}`.includes('/node_modules/')
      ? { plugin: name, packageFile: file }
      : { plugin: name, ...(!isVirtual && { source: path }) }
  }
  if (!privates.isInside(file)) return undefined
  const plugin = privates.pluginOf(file)
  return { packageFile: file, ...(plugin !== undefined && { plugin }) }
}
