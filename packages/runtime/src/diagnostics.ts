import type { ProblemRecord } from './registry-data.ts'

type Subject = Pick<ProblemRecord, 'plugin' | 'file'>

/** Thrown inside the registry where only a new document helps; its message is for people. */
export class ReloadNeeded extends Error {}

/** A file could not be fetched, and another try in this document cannot succeed. */
function reloadNeeded(subject: Subject, message: string): ProblemRecord {
  return { ...subject, code: 'RUNTIME_RELOAD_NEEDED', message }
}

/** The import of a plugin's page list, page or block was rejected: network, syntax error, or its code threw. */
export function loadFailed(subject: Subject, error: unknown): ProblemRecord {
  if (error instanceof ReloadNeeded) return reloadNeeded(subject, error.message)
  return { ...subject, code: 'RUNTIME_LOAD_FAILED', message: messageOf(error) }
}

/** `setup` of the plugin's frontend entry threw or was rejected. */
export function setupFailed(subject: Subject, error: unknown): ProblemRecord {
  if (error instanceof ReloadNeeded) return reloadNeeded(subject, error.message)
  return { ...subject, code: 'RUNTIME_SETUP_FAILED', message: `setup() failed: ${messageOf(error)}` }
}

/** A page or block module exports nothing that can be shown. */
export function exportMissing(subject: Subject): ProblemRecord {
  return {
    ...subject,
    code: 'RUNTIME_EXPORT_MISSING',
    message: 'The module exports neither a default component nor a function named mount.',
  }
}

/** A page or block was loaded and threw while it was shown. */
export function renderFailed(subject: Subject, error: unknown): ProblemRecord {
  return { ...subject, code: 'RUNTIME_RENDER_FAILED', message: messageOf(error) }
}

function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : String(error)
}
