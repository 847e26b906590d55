import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { createLineIndex } from '@plugwright/diagnostics'
import type { Diagnostic, Place } from '@plugwright/diagnostics'
import {
  bundleFailed,
  bundleSyntax,
  bundleUnresolved,
  bundleWarning,
  toSlashes,
  unresolvedHint,
} from '@plugwright/pack/bundling'
import type { HookLog } from './plugin-interface.ts'
import { type BundleSession, fileOfModule } from './session.ts'

/** Turns what a build has thrown into problems with codes. What is no problem of the build is thrown on. */
export function errorToDiagnostics(error: unknown, session: BundleSession): Diagnostic[] {
  if (!(error instanceof Error)) throw error
  const all = 'errors' in error && Array.isArray(error.errors) ? (error.errors as unknown[]) : [error]
  const diagnostics = all.filter(isBuildError).map((one) => errorToDiagnostic(one, session))
  if (diagnostics.length === 0) throw error
  return diagnostics
}

/** Turns a warning of a build into a problem. */
export function warningToDiagnostic(log: HookLog, session: BundleSession): Diagnostic {
  return bundleWarning(toReason(log), toPlace(log, session))
}

/** An error of Rolldown or of one of its plugins; a bug of our own has no such code. */
interface BuildError extends HookLog {
  readonly code: string
  /** The specifier that leads nowhere. */
  readonly exporter?: string
}

function isBuildError(error: unknown): error is BuildError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}

function errorToDiagnostic(error: BuildError, session: BundleSession): Diagnostic {
  const reason = toReason(error)
  const place = toPlace(error, session)
  if (error.code === 'UNRESOLVED_IMPORT') {
    const specifier = error.exporter ?? /'(.+?)'/.exec(reason)?.[1] ?? ''
    const hint = unresolvedHint(specifier, { ...place, ...session })
    return bundleUnresolved(specifier, { ...place, hint })
  }
  if (error.code === 'PARSE_ERROR' || SYNTAX.test(reason)) return bundleSyntax(reason.replace(/\.$/, ''), place)
  return bundleFailed(reason, place)
}

/** Vite's compiler is a plugin for Rolldown, and its errors have no code of their own. */
const SYNTAX = /^(?:Unexpected|Expected|Unterminated|Invalid) /

/**
 * What is wrong, in one line:
 *
 *     [builtin:vite-transform] Unexpected token\n   ╭─[ frontend/src/a.ts:1:14 ]… → Unexpected token
 */
function toReason({ message }: HookLog): string {
  const text = stripVTControlCharacters(message).split(FRAME)[0] ?? ''
  return text.replace(/^\s*(?:\[[^\]]*\]\s*)+/, '').trim().replace(/\s*\n\s*/g, ' ')
}

const FRAME = /\n\s*╭─\[ (?<file>.*):(?<line>\d+):(?<column>\d+) \]/

function toPlace(log: HookLog, { realDir }: BundleSession): Place {
  const framed = FRAME.exec(stripVTControlCharacters(log.message))?.groups
  const named = log.loc?.file ?? log.id ?? framed?.['file']
  if (named === undefined) return {}
  // Frames name files relative to the working directory.
  const file = path.resolve(fileOfModule(named))
  if (!existsSync(file)) return path.isAbsolute(named) ? { file: toSlashes(realDir) } : {}
  const line = log.loc?.line ?? Number(framed?.['line'])
  const column = log.loc?.column ?? Number(framed?.['column']) - 1
  const span = Number.isInteger(line) && line > 0 ? toSpan(file, { line, column }) : undefined
  return { file: toSlashes(file), ...(span && { span }) }
}

function toSpan(file: string, { line, column }: { line: number; column: number }): Place['span'] {
  const text = readFileSync(file, 'utf8')
  const lineStart = text.split('\n', line - 1).reduce((sum, previous) => sum + previous.length + 1, 0)
  const start = lineStart + (Number.isInteger(column) ? column : 0)
  return start < text.length ? createLineIndex(text).spanOf(start, start + 1) : undefined
}
