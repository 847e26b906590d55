import type { BundleEntryPoint } from './bundler.ts'

/**
 * Names the entry points of a bundle after their modules, each module once, in the given order.
 *
 *     frontend/src/pages/customers/[id].tsx → pages/customers/_id_     (with the folder frontend/src/)
 *
 * `exports` says what modules have to export.
 */
export function toEntryPoints(
  modules: readonly string[],
  folder: string,
  exports: ReadonlyMap<string, NonNullable<BundleEntryPoint['exports']>> = new Map(),
): BundleEntryPoint[] {
  const taken = new Set<string>()
  return [...new Set(modules)].map((module) => {
    const stem = toStem(module.startsWith(folder) ? module.slice(folder.length) : module)
    let name = stem
    // `a.ts` beside `a.tsx`, or `[id]` beside `_id_`.
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${stem}-${number}`
    taken.add(name.toLowerCase())
    const needed = exports.get(module)
    return needed === undefined ? { name, module } : { name, module, exports: needed }
  })
}

/** Letters that every file system and URL takes as they are. */
function toStem(path: string): string {
  return path.replace(/\.[^./]+$/, '').replace(/[^A-Za-z0-9/_-]/g, '_')
}
