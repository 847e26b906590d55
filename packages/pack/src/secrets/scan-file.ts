import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { findSecrets, type FoundSecret, REACH } from './find-secrets.ts'

/** A secret in a file. */
export interface FileSecret {
  /** Name of the rule. */
  readonly rule: string
  /** What it looks like, without the secret. */
  readonly what: string
  /** 1-based. */
  readonly line: number
  /** 1-based, in UTF-16 code units. */
  readonly column: number
}

/** Most findings of one file; a dump of tokens needs no longer list. */
const MAX_FINDINGS = 20
const WINDOW = 1024 * 1024
/** Content with a NUL this near to its start is taken for binary, as git does. */
const BINARY_PROBE = 8192

/** One buffer for all files of a scan. */
export function createScanBuffer(): Buffer {
  return Buffer.allocUnsafe(2 * REACH + WINDOW)
}

/**
 * Searches one file, in pieces where it is large. Reads synchronously: for many small files that the system has in memory
 * anyway, promises cost more than the search. Throws errors of the file system.
 */
export function scanFile(file: string, buffer: Buffer): FileSecret[] {
  const fd = openSync(file, 'r')
  try {
    if (!fstatSync(fd).isFile()) return []
    return scanOpenFile(fd, buffer)
  } finally {
    closeSync(fd)
  }
}

/** Searches content that is in no file. */
export function scanBytes(bytes: Uint8Array): FileSecret[] {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isBinary = content.subarray(0, BINARY_PROBE).includes(0)
  return findSecrets(content, { isBinary })
    .slice(0, MAX_FINDINGS)
    .map(({ rule, what, offset }) => {
      const before = content.subarray(0, offset).toString('utf8')
      return {
        rule,
        what,
        line: before.split('\n').length,
        column: before.length - before.lastIndexOf('\n'),
      }
    })
}

function scanOpenFile(fd: number, buffer: Buffer): FileSecret[] {
  const found: FoundSecret[] = []
  let isBinary: boolean | undefined
  let start = 0
  let kept = 0
  for (;;) {
    const bytesRead = fill(fd, buffer, kept)
    const window = buffer.subarray(0, kept + bytesRead)
    const isLast = window.length < buffer.length
    isBinary ??= window.subarray(0, BINARY_PROBE).includes(0)
    // Every place belongs to the one window that shows enough on both of its sides.
    const from = start === 0 ? 0 : REACH
    const to = isLast ? window.length : window.length - REACH
    for (const { rule, what, offset } of findSecrets(window, { isBinary })) {
      if (offset >= from && offset < to) found.push({ rule, what, offset: start + offset })
    }
    if (isLast || found.length >= MAX_FINDINGS) break
    kept = 2 * REACH
    start += window.length - kept
    buffer.copyWithin(0, window.length - kept, window.length)
  }
  return found.slice(0, MAX_FINDINGS).map(({ rule, what, offset }) => {
    const { line, column } = positionOf(fd, offset)
    return { rule, what, line, column }
  })
}

/** Reads until the buffer is full or the file ends. */
function fill(fd: number, buffer: Buffer, from: number): number {
  let filled = from
  while (filled < buffer.length) {
    const bytesRead = readSync(fd, buffer, filled, buffer.length - filled, null)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled - from
}

/** Reads the file again up to a place; only findings pay for lines and columns. */
function positionOf(fd: number, offset: number): { line: number; column: number } {
  const buffer = Buffer.allocUnsafe(Math.min(offset, WINDOW))
  let line = 1
  let column = 1
  for (let position = 0; position < offset;) {
    const bytesRead = readSync(fd, buffer, 0, Math.min(buffer.length, offset - position), position)
    if (bytesRead === 0) break
    const piece = buffer.subarray(0, bytesRead)
    let lineStart = 0
    for (let at = piece.indexOf(LF); at !== -1; at = piece.indexOf(LF, lineStart)) {
      line++
      column = 1
      lineStart = at + 1
    }
    column += countCodeUnits(piece.subarray(lineStart))
    position += bytesRead
  }
  return { line, column }
}

const LF = 0x0a

/** UTF-16 code units of UTF-8 bytes: one for each first byte, two where it begins a sequence of four. */
function countCodeUnits(bytes: Uint8Array): number {
  let count = 0
  for (const byte of bytes) {
    if (byte >= 0xf0) count += 2
    else if ((byte & 0xc0) !== 0x80) count++
  }
  return count
}
