import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { canonicalPath } from '@plugwright/pack/bundling'
import type { BuildFailure, OnLoadResult, Plugin, PluginBuild } from 'esbuild'
import { errorToDiagnostic, isBuildFailure, toMessage, warningToDiagnostic } from '../esbuild-messages.ts'
import type { BundleSession } from '../session.ts'
import { toSourceFile } from '../source-path.ts'
import { assets } from './assets.ts'

const CSS_MODULE = /\.module\.css$/
const SHEET_NAMESPACE = 'plugwright-css'
const SCOPED_NAMESPACE = 'plugwright-scoped'

/** Marks a resolution that this plugin asks for itself. */
const OWN = Symbol('plugwright-css-modules')

/**
 * CSS modules with names that are unique over all plugins of a page: `.title` in `card.module.css` becomes
 * `.card_1f3a9c04_title`. esbuild would shorten them to `.a`, `.b`, `.c` in each bundle, and two plugins in one
 * document would style each other. So each CSS module is bundled by itself with its names kept, and the outer
 * bundle gets the names as JavaScript and the rest as an ordinary style sheet.
 */
export function cssModules(session: BundleSession): Plugin {
  return {
    name: 'plugwright-css-modules',
    setup(build) {
      const sheets = new Map<string, { readonly file: string; readonly css: string }>()
      build.onLoad({ filter: CSS_MODULE, namespace: 'file' }, async ({ path: file }) => {
        const { css, js, ...loaded } = await bundleCssModule(file, { build, session })
        // The real path must not be in the text: esbuild chooses short names by how often letters occur in it.
        const sheet = `${SHEET_NAMESPACE}:${scopedName(file, session)}`
        sheets.set(sheet, { file, css })
        return { contents: `import ${JSON.stringify(sheet)}\n${js}`, loader: 'js', ...loaded }
      })
      build.onResolve({ filter: new RegExp(`^${SHEET_NAMESPACE}:`) }, (args) => {
        const sheet = sheets.get(args.path)
        return { path: sheet?.file ?? '', namespace: SHEET_NAMESPACE, pluginData: sheet?.css }
      })
      build.onLoad({ filter: /.*/, namespace: SHEET_NAMESPACE }, ({ path: file, pluginData: css }) => {
        return { contents: css, loader: 'css', resolveDir: path.dirname(file) }
      })
    },
  }
}

interface BundledCssModule extends OnLoadResult {
  readonly css: string
  readonly js: string
}

async function bundleCssModule(
  file: string,
  { build, session }: { readonly build: PluginBuild; readonly session: BundleSession },
): Promise<BundledCssModule> {
  try {
    const { metafile, outputFiles, warnings } = await build.esbuild.build({
      stdin: { contents: reexport(file), resolveDir: path.dirname(file), loader: 'js' },
      absWorkingDir: session.realDir,
      outdir: session.realDir,
      plugins: [assets(session), scopedNames(session)],
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      target: 'es2022',
      charset: 'utf8',
      minifyWhitespace: true,
      tsconfigRaw: {},
      logLevel: 'silent',
      logLimit: 0,
    })
    const sources = Object.keys(metafile.inputs).filter((input) => input !== '<stdin>')
    const watchFiles = sources.map((input) => toSourceFile(input, session.realDir))
    for (const source of watchFiles) session.sources.add(source)
    const textOf = (extension: string): string =>
      outputFiles.find((output) => output.path.endsWith(extension))?.text ?? ''
    return {
      css: textOf('.css'),
      js: textOf('.js'),
      ...toMessages({ errors: [], warnings }, session),
      watchFiles,
    }
  } catch (error) {
    if (!isBuildFailure(error)) throw error
    return { css: '', js: '', ...toMessages(error, session) }
  }
}

/** The messages of the inner build, with places that are right in the outer one too. */
function toMessages(
  { errors, warnings }: Pick<BuildFailure, 'errors' | 'warnings'>,
  { realDir, isFrontend }: BundleSession,
): Required<Pick<OnLoadResult, 'errors' | 'warnings'>> {
  const context = { workingDir: realDir, isFrontend }
  return {
    errors: errors.map((message) => toMessage(errorToDiagnostic(message, context))),
    warnings: warnings.map((message) => toMessage(warningToDiagnostic(message, context))),
  }
}

function reexport(file: string): string {
  const specifier = JSON.stringify(`./${path.basename(file)}`)
  return `export * from ${specifier}\nexport { default } from ${specifier}`
}

/**
 * esbuild prefixes local names with the name of the file. A virtual file name of our own choice, below the real path
 * so that messages can be led back, makes the prefix unique.
 */
function scopedNames(session: BundleSession): Plugin {
  return {
    name: 'plugwright-scoped-names',
    setup(build) {
      build.onResolve({ filter: CSS_MODULE }, async (args) => {
        if (args.pluginData === OWN) return undefined
        const { kind, importer, resolveDir } = args
        const resolved = await build.resolve(args.path, { kind, importer, resolveDir, pluginData: OWN })
        if (resolved.errors.length > 0) return { errors: resolved.errors }
        return { path: `${resolved.path}/${scopedName(resolved.path, session)}`, namespace: SCOPED_NAMESPACE }
      })
      build.onLoad({ filter: /.*/, namespace: SCOPED_NAMESPACE }, async (args) => {
        const file = path.dirname(args.path)
        return { contents: await readFile(file), loader: 'local-css', resolveDir: path.dirname(file) }
      })
    },
  }
}

/** `frontend/src/card.module.css` → `card_1f3a9c04.module.css`; the same on every machine and after every edit. */
function scopedName(file: string, { pluginName, realDir }: BundleSession): string {
  const identity = `${pluginName}\n${canonicalPath(file, realDir)}`
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 8)
  return `${path.basename(file, '.module.css')}_${hash}.module.css`
}
