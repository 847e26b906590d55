import type {
  FileRouter,
  Manifest,
  PackedBackend,
  PackedEntryPoint,
  PackedFrontend,
} from '@plugwright/manifest'
import type { Bundle } from '../bundle.ts'
import type { ControlContext } from '../target.ts'

/** The routers that a JavaScript host serves: files, but not Python files. */
export function scriptRouters(manifest: Manifest): FileRouter[] {
  return manifest.routers
    .filter((router) => router.kind === 'file')
    .filter(({ module }) => !module.endsWith('.py'))
}

/** The built pages and blocks, with their paths in the archive; `undefined` where the plugin has none. */
export function packedFrontend(
  { bundles, manifest }: ControlContext,
  folder: string,
): PackedFrontend | undefined {
  const bundle = bundles.get('pages')
  if (bundle === undefined) return undefined
  const built = (module: string): Omit<PackedEntryPoint, 'module'> => builtFiles(bundle, { module, folder })
  const entry = manifest.frontend_entry
  return {
    external: bundle.build.external,
    ...(entry !== undefined && { entry: { module: entry, ...built(entry) } }),
    pages: manifest.pages.map(({ module, path }) => ({ module, path, ...built(module) })),
    blocks: manifest.blocks.map(({ module, slot, id }) => ({ module, slot, id, ...built(module) })),
  }
}

/** The built routers, with their paths in the archive; `undefined` where the plugin has none. */
export function packedBackend(
  { bundles, manifest }: ControlContext,
  folders: { readonly esm: string; readonly cjs: string },
): PackedBackend | undefined {
  const esm = bundles.get('server')
  const cjs = bundles.get('server-cjs')
  if (esm === undefined || cjs === undefined) return undefined
  return {
    routers: scriptRouters(manifest).map(({ module, export: name, path, permission }) => ({
      module,
      export: name,
      path,
      permission,
      file: builtFiles(esm, { module, folder: folders.esm }).file,
      cjs: builtFiles(cjs, { module, folder: folders.cjs }).file,
    })),
  }
}

function builtFiles(
  { build }: Bundle,
  { module, folder }: { module: string; folder: string },
): Omit<PackedEntryPoint, 'module'> {
  const built = build.entryPoints.find((entryPoint) => entryPoint.module === module)
  if (built === undefined) {
    throw new Error(
      `The bundler "${build.bundler.name}" has no output for ${module} of "${build.request.id}".`,
    )
  }
  const inArchive = (file: string): string => `${folder}/${file}`
  return { file: inArchive(built.file), css: built.css.map(inArchive), imports: built.imports.map(inArchive) }
}
