import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild'
import { frontendNeedsVite } from '../diagnostics.ts'
import { toMessage } from '../esbuild-messages.ts'
import type { BundleSession } from '../session.ts'
import { emitAsset } from '../session.ts'

/** File types whose import gives a URL: the static assets that Vite knows. */
const ASSET_TYPES = `
  apng avif bmp cur gif ico jfif jpeg jpg jxl pjp pjpeg png svg webp
  aac flac m4a mov mp3 mp4 ogg opus vtt wav webm
  eot otf ttf woff woff2
  pdf txt webmanifest`
const ASSET = new RegExp(`^[^?#]+\\.(?:${ASSET_TYPES.trim().split(/\s+/).join('|')})(?:[?#].*)?$`, 'i')

/** Sources that have to be compiled before a URL to them is of use. */
export const COMPILED: RegExp = /\.(?:[cm]?tsx?|jsx|css)$/i

/** The suffix of an import: `./a.svg?raw`. */
const QUERY = /\?/

/** What an `url()` in CSS is after this plugin has seen it. */
const EMITTED_URL = /^\.\/assets\/[^/]+-[0-9a-f]{16}\./

/** Not a file of the plugin: another origin, inline content, an element of the document. */
const FOREIGN = /^(?:[a-z][a-z0-9+.-]+:|\/\/|#)/i

const URL_NAMESPACE = 'plugwright-url'
const RAW_NAMESPACE = 'plugwright-raw'

/** Marks a resolution that this plugin asks for itself. */
const OWN = Symbol('plugwright-assets')

/**
 * Files imported as URLs (`./logo.png`, `./any.bin?url`) or text (`./query.sql?raw`), and `url()` in CSS.
 * A URL is worked out against the module that holds it, so it is right wherever the folder is served.
 */
export function assets(session: BundleSession): Plugin {
  return {
    name: 'plugwright-assets',
    setup(build) {
      build.onResolve({ filter: ASSET }, (args) => resolveAsset(args, { build, session }))
      build.onResolve({ filter: QUERY }, (args) => resolveQuery(args, build))
      build.onLoad({ filter: /.*/, namespace: URL_NAMESPACE }, async ({ path: file }) => {
        const url = JSON.stringify(await emitAsset(session, file))
        const contents = `export default new URL(${url}, import.meta.url).href`
        return { contents, loader: 'js', watchFiles: [file] }
      })
      build.onLoad({ filter: /.*/, namespace: RAW_NAMESPACE }, async ({ path: file }) => {
        return { contents: await readFile(file), loader: 'text', watchFiles: [file] }
      })
    },
  }
}

async function resolveAsset(
  args: OnResolveArgs,
  { build, session }: { readonly build: PluginBuild; readonly session: BundleSession },
): Promise<OnResolveResult | undefined> {
  const inCss = args.kind === 'url-token'
  if (args.pluginData === OWN || args.kind === 'entry-point' || FOREIGN.test(args.path)) return undefined
  if (inCss && EMITTED_URL.test(args.path)) return { path: args.path, external: true }
  if (!inCss && QUERY.test(args.path)) return undefined
  const [, bare = '', suffix = ''] = /^([^?#]*)(.*)$/.exec(args.path) ?? []
  const resolved = await resolveFile(bare, { args, build })
  if (resolved.path === undefined) return resolved
  if (!inCss) return { path: resolved.path, namespace: URL_NAMESPACE }
  const url = await emitAsset(session, resolved.path)
  // Behind the content of a data: URL only a fragment is none of it.
  const rest = url.startsWith('data:') ? suffix.replace(/^\?[^#]*/, '') : suffix
  return { path: `${url}${rest}`, external: true, watchFiles: [resolved.path] }
}

async function resolveQuery(args: OnResolveArgs, build: PluginBuild): Promise<OnResolveResult | undefined> {
  if (args.pluginData === OWN || args.kind === 'url-token' || FOREIGN.test(args.path)) return undefined
  const [, bare = '', query = ''] = /^([^?]*)\?(.*)$/.exec(args.path) ?? []
  if (query !== 'url' && query !== 'raw') return refuse(`The import suffix "?${query}"`)
  if (query === 'url' && COMPILED.test(bare)) {
    return refuse(`A URL of "${path.basename(bare)}", which has to be compiled,`)
  }
  const resolved = await resolveFile(bare, { args, build })
  if (resolved.path === undefined) return resolved
  return { path: resolved.path, namespace: query === 'url' ? URL_NAMESPACE : RAW_NAMESPACE }
}

/** esbuild adds the place of the import. */
function refuse(what: string): OnResolveResult {
  return { errors: [toMessage(frontendNeedsVite(what, {}))] }
}

async function resolveFile(
  specifier: string,
  { args, build }: { readonly args: OnResolveArgs; readonly build: PluginBuild },
): Promise<OnResolveResult> {
  const { kind, importer, namespace, resolveDir } = args
  const options = { kind, importer, namespace, resolveDir, pluginData: OWN }
  const { errors, path: file, external } = await build.resolve(specifier, options)
  if (errors.length > 0) return { errors }
  return external ? { external } : { path: file }
}
