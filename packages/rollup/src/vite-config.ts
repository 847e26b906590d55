import { existsSync } from 'node:fs'
import path from 'node:path'
import type { BuildEnvironmentOptions, InlineConfig, Plugin } from 'vite'
import { type BuiltOutput, readOutput } from './built-output.ts'
import { loadExternal, resolveExternal } from './external-modules.ts'
import { noteReadFiles } from './note-read-files.ts'
import type { OutputOptions } from './options.ts'
import { toOutputNames } from './output-names.ts'
import type { HookContext, HookLog } from './plugin-interface.ts'
import { serverFiles } from './server-files.ts'
import { type BundleSession, toInput } from './session.ts'
import { BUNDLE_PLUGIN, neededBuildOptions } from './vite-options.ts'

/** What {@link toViteConfig} needs beside the session. */
export interface ViteConfigOptions extends Required<OutputOptions> {
  readonly onOutput: (output: BuiltOutput) => void
  readonly onWarning: (log: HookLog) => void
}

/** The Vite build that fulfils a request. It writes nothing, and hands its output to `onOutput`. */
export function toViteConfig(session: BundleSession, options: ViteConfigOptions): InlineConfig {
  const { isFrontend, realDir } = session
  return {
    root: realDir,
    mode: 'production',
    logLevel: 'silent',
    clearScreen: false,
    base: './',
    publicDir: false,
    // A configuration is written for pages: frameworks, Sass, aliases. Routers have nothing of that.
    configFile: isFrontend ? (findConfigFile(realDir) ?? false) : false,
    plugins: [bundlePlugin(session, options), ...(isFrontend ? options.plugins : [serverFiles()])],
    build: toBuildOptions(session, options),
    ...(isFrontend ? {} : { ssr: { noExternal: true, target: 'node' } }),
  }
}

function toBuildOptions(
  session: BundleSession,
  { minify, sourcemap }: Required<OutputOptions>,
): BuildEnvironmentOptions {
  const { shape } = session.request
  return {
    ...neededBuildOptions(session),
    target: 'es2022',
    minify,
    sourcemap: sourcemap === 'linked',
    reportCompressedSize: false,
    rolldownOptions: {
      input: toInput(session),
      preserveEntrySignatures: 'strict',
      checks: { pluginTimings: false },
      ...(shape === 'server-esm' && {
        // CommonJS dependencies ask for these; an ES module has them under other names, in every Node that is supported.
        transform: { define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' } },
      }),
      output: {
        ...toOutputNames(session),
        format: shape === 'server-cjs' ? 'cjs' : 'es',
        codeSplitting: shape === 'pages' || shape === 'server-esm',
      },
    },
  }
}

function bundlePlugin(session: BundleSession, { onOutput, onWarning }: ViteConfigOptions): Plugin {
  return {
    name: BUNDLE_PLUGIN,
    enforce: 'pre',
    configResolved: ({ plugins }) => noteReadFiles(plugins, session.read),
    onLog(level, log) {
      if (level === 'warn') onWarning(log)
      return false
    },
    resolveId(source, importer, { kind }) {
      return resolveExternal(source, { importer, kind }, session)
    },
    load: (id) => loadExternal(id, session),
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        onOutput(readOutput(bundle, this as HookContext, session))
      },
    },
  }
}

function findConfigFile(dir: string): string | undefined {
  return ['js', 'mjs', 'ts', 'cjs', 'mts', 'cts']
    .map((extension) => path.join(dir, `vite.config.${extension}`))
    .find((file) => existsSync(file))
}
