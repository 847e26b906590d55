import { PluginError } from '@plugwright/diagnostics'
import { corrupt, truncated } from './diagnostics.ts'

/** What zlib throws, as `ARCHIVE_TRUNCATED` or `ARCHIVE_CORRUPT`; anything else as it is. */
export function toInflateError(error: unknown): unknown {
  if (!(error instanceof Error) || !('errno' in error) || !('code' in error)) return error
  // "unexpected end of file": the input is over and the stream is not.
  if (error.code === 'Z_BUF_ERROR') {
    return new PluginError([truncated('in the middle of compressed data')], { cause: error })
  }
  const isZlib = typeof error.code === 'string' && error.code.startsWith('Z_')
  return isZlib ? new PluginError([corrupt(error.message)], { cause: error }) : error
}
