import type { Connect, DevEnvironment, EnvironmentModuleNode } from 'vite'
import type { Context } from '../context.ts'
import { compact } from '../merge/registry-records.ts'
import type { MeasuredModule } from './inspection-source.ts'

/** What a running server knows about the modules of plugins. */
export interface ModuleMeter {
  /** Measures how long the first answer for each module takes. */
  readonly middleware: Connect.NextHandleFunction
  /** The modules in the graph that belong to plugins. */
  list(): readonly MeasuredModule[]
}

/** Creates the {@link ModuleMeter} of a server. `onLoad` is called after a module of a plugin was answered for the first time. */
export function createModuleMeter(
  context: Context,
  { client, onLoad }: { readonly client: DevEnvironment; readonly onLoad: () => void },
): ModuleMeter {
  const { moduleGraph } = client
  /** By file. */
  const firstLoads = new Map<string, number>()

  function note(url: string, durationMs: number): void {
    const module = moduleGraph.urlToModuleMap.get(toModuleUrl(url, client.config.base))
    const file = module?.file
    if (file === null || file === undefined || module?.transformResult === null) return
    if (firstLoads.has(file) || context.merge.owners.of(file) === undefined) return
    firstLoads.set(file, Math.round(durationMs * 10) / 10)
    onLoad()
  }

  return {
    middleware(request, response, next) {
      const { url } = request
      if (
        request.method === 'GET' &&
        url !== undefined &&
        /\.[cm]?[jt]sx?\b|\.(?:vue|svelte|css)\b/.test(url)
      ) {
        const start = performance.now()
        response.once('finish', () => note(url, performance.now() - start))
      }
      next()
    },
    list: () =>
      [...moduleGraph.fileToModulesMap]
        .filter(([file]) => context.merge.owners.of(file) !== undefined)
        .map(([file, modules]) =>
          compact({
            file,
            transformedBytes: bytesOf(modules),
            firstLoadMs: firstLoads.get(file),
          }),
        ),
  }
}

/** A file may be several modules: with `?raw`, for example. */
function bytesOf(modules: ReadonlySet<EnvironmentModuleNode>): number | undefined {
  const codes = [...modules].flatMap(({ transformResult }) => transformResult?.code ?? [])
  return codes.length === 0 ? undefined : codes.reduce((sum, code) => sum + Buffer.byteLength(code), 0)
}

/** The address of a request as the module graph writes it: without base, time stamp and import mark. */
function toModuleUrl(url: string, base: string): string {
  const path = url.startsWith(base) ? `/${url.slice(base.length)}` : url
  return decodeURI(path.replace(/([?&])(?:t=\d+|import)(?=&|$)/g, '$1').replace(/[?&]+$/, ''))
}
