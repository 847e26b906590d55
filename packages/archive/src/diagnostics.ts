import type { Diagnostic } from '@plugwright/diagnostics'
import type { EntryCollision } from './entry-collisions.ts'
import { type EntryNameProblem, MAX_COMPONENT_BYTES, MAX_DEPTH, MAX_PATH_LENGTH } from './entry-name.ts'

/** An entry name that {@link checkEntryName} refuses. */
export function entryName(name: string, problem: EntryNameProblem): Diagnostic {
  return {
    code: 'ARCHIVE_ENTRY_NAME',
    severity: 'error',
    message: `The entry name ${JSON.stringify(name)} ${NAME_PROBLEMS[problem]}.`,
    hint: 'rename the file, or leave it out with a "!" pattern in `files`.',
  }
}

const NAME_PROBLEMS: Readonly<Record<EntryNameProblem, string>> = {
  empty: 'is empty',
  'ill-formed': 'holds half of a surrogate pair, which has no UTF-8 form',
  'control-character': 'holds a control character',
  'not-nfc': 'is not in Unicode normalisation form C, so systems disagree about its spelling',
  backslash: 'holds a backslash, which separates folders on Windows',
  absolute: 'is absolute',
  'empty-component': 'has an empty part',
  'dot-component': 'has a part "." or ".."',
  'windows-character': 'holds one of < > : " | ? *, which Windows refuses',
  'windows-ending': 'has a part that ends with a dot or a space, which Windows drops',
  'windows-device': 'has a part that is the name of a Windows device',
  'component-too-long': `has a part of more than ${MAX_COMPONENT_BYTES} bytes`,
  'path-too-long': `is longer than ${MAX_PATH_LENGTH} characters`,
  'too-deep': `has more than ${MAX_DEPTH} parts`,
}

/** Two entries that cannot exist side by side everywhere. */
export function entryCollision({ first, second, kind }: EntryCollision): Diagnostic {
  return {
    code: 'ARCHIVE_ENTRY_COLLISION',
    severity: 'error',
    message: `The entries ${JSON.stringify(first)} and ${JSON.stringify(second)} ${COLLISIONS[kind]}.`,
    hint: 'rename one of them, or leave it out.',
  }
}

const COLLISIONS: Readonly<Record<EntryCollision['kind'], string>> = {
  duplicate: 'have the same name',
  folded:
    'differ only in case or Unicode form, in the name or in a folder, so one replaces the other on macOS and Windows',
  'file-and-folder': 'use the same name for a file and for a folder',
}

/** A bound of {@link ArchiveLimits} that the archive would break. */
export function limitExceeded(what: string, { found, limit }: { found: number; limit: number }): Diagnostic {
  return {
    code: 'ARCHIVE_LIMIT_EXCEEDED',
    severity: 'error',
    message: `${what} is ${Math.ceil(found).toLocaleString('en')}, and at most ${limit.toLocaleString('en')} is allowed.`,
    hint: 'leave out what the plugin does not need, or raise the limit on the writing and on the reading side.',
  }
}

/** A file whose bytes were different at the second reading. */
export function fileChanged(file: string): Diagnostic {
  return {
    code: 'ARCHIVE_FILE_CHANGED',
    severity: 'error',
    message: 'The file changed while it was being packed.',
    hint: 'stop what writes to it (a watcher, a log, a build) and pack again.',
    file,
  }
}

/** A file that cannot be read, or is not a regular file. */
export function fileUnreadable(file: string, cause?: unknown): Diagnostic {
  return {
    code: 'ARCHIVE_FILE_UNREADABLE',
    severity: 'error',
    message:
      cause === undefined
        ? 'The path is not a regular file, so it cannot be packed.'
        : `The file cannot be read: ${reasonOf(cause)}.`,
    hint: 'check that it exists, and its permissions.',
    file,
  }
}

/** The archive cannot be written where it belongs. */
export function notWritable(file: string, cause: unknown): Diagnostic {
  return {
    code: 'ARCHIVE_NOT_WRITABLE',
    severity: 'error',
    message: `The archive cannot be written: ${reasonOf(cause)}.`,
    hint: 'check the folder, its permissions and the free space.',
    file,
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
  return code ?? cause.message
}
