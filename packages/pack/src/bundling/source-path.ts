import path from 'node:path'

/** `a\b` → `a/b`: how all paths are written in bundles and diagnostics. */
export function toSlashes(file: string): string {
  return path.sep === '/' ? file : file.replaceAll(path.sep, '/')
}

/**
 * The name of a source that does not depend on where the plugin lies or how its dependencies are installed:
 *
 *     <plugin>/frontend/src/pages/a.tsx                        → frontend/src/pages/a.tsx
 *     …/node_modules/.pnpm/ms@2.1.3/node_modules/ms/index.js   → node_modules/ms/index.js
 *     <plugin>/../shared/x.ts                                  → ../shared/x.ts
 */
export function canonicalPath(file: string, dir: string): string {
  const inside = toSlashes(path.relative(dir, file))
  // The plugin itself may be an installed package: what counts is a node_modules below it, or outside.
  const searched = inside.startsWith('..') ? toSlashes(file) : `/${inside}`
  const installed = searched.lastIndexOf('/node_modules/')
  return installed === -1 ? inside : searched.slice(installed + 1)
}

/** How a source is named to a person: below the plugin folder, or from its `node_modules` on where it lies outside. */
export function toShownPath(file: string, dir: string): string {
  const inside = toSlashes(path.relative(dir, file))
  return inside.startsWith('..') ? canonicalPath(file, dir) : inside
}

/** Tells whether a file belongs to an installed package and not to the plugin's own sources. */
export function isInstalled(file: string, dir: string): boolean {
  return canonicalPath(file, dir).startsWith('node_modules/')
}

/** The package that a specifier names, or `undefined` for a path: `@acme/ui/button` → `@acme/ui`. */
export function packageNameOf(specifier: string): string | undefined {
  return /^(?:@[^/]+\/)?[^./@\\][^/]*/.exec(specifier)?.[0]
}
