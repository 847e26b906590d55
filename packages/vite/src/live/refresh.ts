import type { DevEnvironment, EnvironmentModuleNode, ViteDevServer } from 'vite'
import type { Context } from '../context.ts'
import { describeChanges } from '../merge/changes.ts'
import { toResolvedId } from '../merge/virtual-ids.ts'

/**
 * Reads the plugins again and sends what changed to the browsers: the registry first, so that a plugin that is gone leaves
 * the screen before anything of it is missing. Equal text is no update.
 *
 * @returns what changed, see {@link describeChanges}.
 */
export async function refresh(context: Context, server: ViteDevServer): Promise<string | undefined> {
  const { merge } = context
  const { modules: before } = merge
  const { modules: after } = await context.scan()
  const { client } = server.environments
  for (const [id, text] of after) {
    const module = before.get(id) === text ? undefined : findModule(client, id)
    if (module !== undefined) await client.reloadModule(module)
  }
  for (const id of before.keys()) {
    const module = after.has(id) ? undefined : findModule(client, id)
    // It may come back with the same name and other pages; the time stamp gives it another address then.
    if (module !== undefined) client.moduleGraph.invalidateModule(module, new Set(), Date.now(), true)
  }
  return describeChanges(merge, context.merge)
}

/** The node of a virtual module, if any browser asked for it. */
export function findModule(environment: DevEnvironment, id: string): EnvironmentModuleNode | undefined {
  return environment.moduleGraph.getModuleById(toResolvedId(id))
}
