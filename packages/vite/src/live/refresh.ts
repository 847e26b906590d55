import type { DevEnvironment, EnvironmentModuleNode, ViteDevServer } from 'vite'
import type { Context } from '../context.ts'
import { forgetSettledImports } from '../late-dependencies.ts'
import { describeChanges } from '../merge/changes.ts'
import type { Merge } from '../merge/merge.ts'
import { LEVELS_ID, toResolvedId } from '../merge/virtual-ids.ts'

/**
 * Reads the plugins again and sends what changed to the browsers: the registry first, so that a plugin that is gone leaves
 * the screen before anything of it is missing. Equal text is no update. `edited` is for {@link Context.scan}.
 *
 * @returns what changed, see {@link describeChanges}.
 */
export async function refresh(
  context: Context,
  { server, edited }: { readonly server: ViteDevServer; readonly edited: ReadonlySet<string> | undefined },
): Promise<string | undefined> {
  const { merge } = context
  const { modules: before } = merge
  const { modules: after } = await context.scan(edited)
  forgetSettledImports(context)
  const { client } = server.environments
  const { moduleGraph } = client
  forgetReturned(client, merge, context.merge)
  for (const [id, text] of after) {
    if (before.get(id) === text) continue
    context.stamps.touch(id)
    const module = findModule(client, id)
    if (module === undefined) continue
    // The registry changes with it, and brings it along.
    if (id === LEVELS_ID) forget(client, module)
    else {
      moduleGraph.invalidateModule(module)
      await client.reloadModule(module)
    }
  }
  for (const id of before.keys()) {
    if (after.has(id)) continue
    context.stamps.touch(id)
    const module = findModule(client, id)
    // It may come back with the same name and other pages; the time stamp gives it another address then.
    if (module !== undefined) forget(client, module)
  }
  return describeChanges(merge, context.merge)
}

/** Who imports a module next, imports it by another address; what is being made of it for others is not kept. */
function forget({ moduleGraph }: DevEnvironment, module: EnvironmentModuleNode): void {
  moduleGraph.invalidateModule(module)
  moduleGraph.invalidateModule(module, new Set(), Date.now(), true)
}

/**
 * What a browser may have of a plugin or a page that comes is of an earlier life: from before it was shadowed, broken or removed,
 * or of another folder or file in its place. Another time stamp gives each file another address.
 */
function forgetReturned(client: DevEnvironment, before: Merge, after: Merge): void {
  const { moduleGraph } = client
  for (const file of after.entries.keys()) {
    if (before.entries.has(file)) continue
    for (const module of moduleGraph.getModulesByFile(file) ?? []) forget(client, module)
  }
  const dirs = new Set(before.plugins.map(({ realDir }) => realDir))
  const returned = new Set(
    after.plugins.filter(({ realDir }) => !dirs.has(realDir)).map(({ realDir }) => realDir),
  )
  if (returned.size === 0) return
  for (const module of moduleGraph.idToModuleMap.values()) {
    const owner = module.file === null ? undefined : after.owners.of(module.file)
    if (owner !== undefined && returned.has(owner.realDir)) forget(client, module)
  }
}

/** The node of a virtual module, if any browser asked for it. */
export function findModule(environment: DevEnvironment, id: string): EnvironmentModuleNode | undefined {
  return environment.moduleGraph.getModuleById(toResolvedId(id))
}
