import type { Diagnostic } from '@plugwright/diagnostics'
import type { BundleContext, BundleRequest } from '@plugwright/pack'
import { bundleUnsupported } from '@plugwright/pack/bundling'
import * as esbuild from 'esbuild'
import { defaultOptions, dialectPlugins, neededDefines, neededOptions } from './esbuild-options.ts'
import { errorToDiagnostic, isBuildFailure, warningToDiagnostic } from './esbuild-messages.ts'
import { finishBundle } from './finish-bundle.ts'
import type { OutputOptions } from './options.ts'
import { createSession } from './session.ts'

/**
 * Fulfils one request: builds it with esbuild and writes it into its folder below `.plugwright/build/`.
 * Problems of the plugin's code come back as diagnostics, and then nothing is written.
 *
 * Throws the signal's reason when it is aborted.
 */
export async function bundle(
  request: BundleRequest,
  context: BundleContext & { readonly output: Required<OutputOptions> },
): Promise<Diagnostic[]> {
  if (request.css === 'inject' && request.shape !== 'single-module')
    return [bundleUnsupported(request.id, 'CSS that several modules insert')]
  const session = createSession(request, { dir: context.dir, name: context.manifest.name })
  const { realDir: workingDir, isFrontend } = session
  try {
    const result = await run(
      {
        ...defaultOptions(session, context.output),
        ...neededOptions(session),
        define: neededDefines(session),
        plugins: dialectPlugins(session),
        absWorkingDir: workingDir,
        logLevel: 'silent',
        logLimit: 0,
      },
      context.signal,
    )
    const warnings = result.warnings.map((message) =>
      warningToDiagnostic(message, { workingDir, isFrontend }),
    )
    return [...warnings, ...(await finishBundle({ ...result, workingDir }, session))]
  } catch (error) {
    if (!isBuildFailure(error)) throw error
    return [
      ...error.errors.map((message) => errorToDiagnostic(message, { workingDir, isFrontend })),
      ...error.warnings.map((message) => warningToDiagnostic(message, { workingDir, isFrontend })),
    ]
  }
}

type CompleteOptions = esbuild.BuildOptions & { metafile: true; write: false }

async function run(
  options: CompleteOptions,
  signal: AbortSignal | undefined,
): Promise<esbuild.BuildResult<CompleteOptions>> {
  signal?.throwIfAborted()
  const context = await esbuild.context(options)
  const cancel = (): void => void context.cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    return await context.rebuild()
  } finally {
    signal?.removeEventListener('abort', cancel)
    await context.dispose()
    signal?.throwIfAborted()
  }
}
