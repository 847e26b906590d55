import { hasErrors } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { BundleContext, BundleRequest } from '@plugwright/pack'
import { bundleUnsupported } from '@plugwright/pack/bundling'
import { build } from 'vite'
import type { BuiltOutput } from './built-output.ts'
import { errorToDiagnostics, warningToDiagnostic } from './build-messages.ts'
import { finishBundle } from './finish-bundle.ts'
import type { OutputOptions } from './options.ts'
import type { HookLog } from './plugin-interface.ts'
import { createSession } from './session.ts'
import { toViteConfig } from './vite-config.ts'

/**
 * Fulfils one request: builds it with Vite and writes it into its folder below `.plugwright/build/`.
 * Problems of the plugin's code come back as diagnostics, and then nothing is written.
 *
 * Throws the signal's reason when it is aborted: Vite has no way to stop, so at the end of a build.
 */
export async function bundle(
  request: BundleRequest,
  context: BundleContext & { readonly output: Required<OutputOptions> },
): Promise<Diagnostic[]> {
  const { dir, signal } = context
  const unsupported = findUnsupported(request)
  if (unsupported !== undefined) return [bundleUnsupported(request.id, unsupported)]
  const session = createSession(request, dir)
  const warnings: HookLog[] = []
  let built: BuiltOutput | undefined
  signal?.throwIfAborted()
  try {
    const onOutput = (output: BuiltOutput): void => void (built = output)
    const onWarning = (log: HookLog): void => void warnings.push(log)
    await build(toViteConfig(session, { ...context.output, onOutput, onWarning }))
  } catch (error) {
    return errorToDiagnostics(error, session)
  } finally {
    signal?.throwIfAborted()
  }
  const diagnostics = warnings.map((log) => warningToDiagnostic(log, session))
  if (hasErrors(diagnostics)) return diagnostics
  if (built === undefined) throw new Error(`Vite made no output for the bundle "${request.id}".`)
  return [...diagnostics, ...(await finishBundle(built, session))]
}

function findUnsupported({ shape, css, entryPoints }: BundleRequest): string | undefined {
  if (shape === 'single-module') return entryPoints.length > 1 ? 'several single modules' : undefined
  return css === 'inject' ? 'CSS that several modules insert' : undefined
}
