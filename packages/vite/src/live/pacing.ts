/** What a {@link Batch} has been told since its last run. */
export interface Waiting {
  /** Manifests that were edited. */
  readonly edits: number
  /** Files and folders that came or went. */
  readonly files: number
}

/** The text of one manifest is all there when the event arrives: long enough for an editor that writes twice. */
const EDIT_MS = 8

/** Long enough for one plugin that is copied in to be one change, short enough not to be felt. */
const FILES_MS = 40

/** Whoever copies a hundred plugins or checks out a branch does not notice this, and a busy disk needs it. */
const BURST_MS = 250

const BURST = 10

/** A stream of changes that never pauses is followed at this distance. */
export const LONGEST_WAIT_MS = 3000

/** How long it has to be quiet before the plugins are read again: the more has changed, the longer. */
export function quietMs({ edits, files }: Waiting): number {
  if (edits + files >= BURST) return BURST_MS
  return files === 0 && edits <= 1 ? EDIT_MS : FILES_MS
}
