import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { version as viteVersion } from 'vite'
import type { Plugin, ResolvedConfig } from 'vite'
import { BUILD_MANIFEST_FILE } from '../build-manifest/build-manifest.ts'
import type { Context } from '../context.ts'
import { parseBuildSizes } from '../inspect/build-sizes.ts'
import type { BuildSizes } from '../inspect/build-sizes.ts'
import type { Inspection } from '../inspect/inspection.ts'
import type { MeasuredModule } from '../inspect/inspection-source.ts'
import { createModuleMeter } from '../inspect/measure-modules.ts'
import { createInspectorServer, INSPECTOR_PATH } from '../inspect/serve-inspector.ts'
import type { InspectorServer } from '../inspect/serve-inspector.ts'
import { ownVersion } from '../inspect/own-version.ts'
import { readSource } from '../read-source.ts'
import type { Reporter } from '../reporter.ts'

/** Serves the inspector and its JSON twin while a development server runs. */
export function inspectPlugin(context: Context, reporter: Reporter): Plugin {
  let inspector: InspectorServer | undefined
  return {
    name: 'plugwright:inspect',
    apply: (_config, { command, isPreview }) =>
      context.options.inspect && command === 'serve' && isPreview !== true,

    configureServer({ config, environments: { client }, middlewares }) {
      const created = createInspectorServer(config.base, {
        inspect: () => inspectHost(context, config, meter.list()),
      })
      const meter = createModuleMeter(context, { client, onLoad: () => created.changed() })
      inspector = created
      middlewares.use(created.middleware)
      middlewares.use(meter.middleware)
      reporter.linkTo(config.base + INSPECTOR_PATH, () => created.changed())
    },

    closeBundle: () => inspector?.close(),
  }
}

/** Reads what a build may have left beside the state of the plugins, and makes the document of both. */
export async function inspectHost(
  context: Context,
  config: Pick<ResolvedConfig, 'root' | 'base' | 'build'>,
  modules: readonly MeasuredModule[] = [],
): Promise<Inspection> {
  // Most runs of Vite never show it.
  const { createInspection } = await import('../inspect/create-inspection.ts')
  return createInspection({
    state: context,
    base: config.base,
    versions: { vite: viteVersion, plugwright: ownVersion() },
    readSource,
    modules,
    build: await readBuild(resolve(config.root, config.build.outDir, BUILD_MANIFEST_FILE)),
  })
}

async function readBuild(file: string): Promise<BuildSizes | undefined> {
  try {
    const [text, { mtime }] = await Promise.all([readFile(file, 'utf8'), stat(file)])
    return parseBuildSizes(text, mtime.toISOString())
  } catch {
    return undefined
  }
}
