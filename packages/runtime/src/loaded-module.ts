import type { LoadedModule } from './page-match.ts'
import type { MountFunction, PluginContext } from './plugin-context.ts'

/** What a page or block module may export; components are the framework's matter. */
interface ModuleExports {
  readonly default?: unknown
  readonly mount?: MountFunction<PluginContext>
}

/** Whether a module has something to show. Components are functions, or objects: `memo` in React, every one in Vue. */
export function isShowable(namespace: unknown): boolean {
  const { default: component, mount } = namespace as ModuleExports
  const isComponent = typeof component === 'function' || (typeof component === 'object' && component !== null)
  return isComponent || typeof mount === 'function'
}

/** Reads a showable module. One that exports both is a component; `mount` is the way without a framework. */
export function toLoadedModule(namespace: unknown, revision: number): LoadedModule<PluginContext> {
  const { default: component, mount } = namespace as ModuleExports
  return component === undefined && mount !== undefined
    ? { kind: 'mount', mount, revision }
    : { kind: 'component', component, revision }
}
