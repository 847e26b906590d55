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

/** Turns a warning of a build into a problem. An import that leads nowhere is a warning for Rolldown, and not for us. */
export function warningToDiagnostic(log: HookLog, session: BundleSession): Diagnostic {
  return log.code === UNRESOLVED
    ? errorToDiagnostic(log, session)
    : bundleWarning(toReason(log, session), toPlace(log))
}

const UNRESOLVED = 'UNRESOLVED_IMPORT'

/** An error of Rolldown or of one of its plugins has a code; a bug of our own has none. */
function isBuildError(error: unknown): error is Error & HookLog {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}

function errorToDiagnostic(error: HookLog, session: BundleSession): Diagnostic {
  const reason = toReason(error, session)
  const place = toPlace(error)
  if (error.code === UNRESOLVED) {
    const specifier = error.exporter ?? /'(.+?)'/.exec(reason)?.[1] ?? ''
    const hint = unresolvedHint(specifier, { ...place, ...session })
    return bundleUnresolved(specifier, { ...place, hint })
  }
  if (error.code === 'PARSE_ERROR' || SYNTAX.test(reason))
    return bundleSyntax(reason.replace(/\.$/, ''), place)
  return bundleFailed(reason, place)
}

/** Vite's compiler is a plugin for Rolldown, and its errors have no code of their own. */
const SYNTAX = /^(?:Unexpected|Expected|Unterminated|Invalid) /

/**
 * What is wrong, in one line and without places of the machine:
 *
 *     [builtin:vite-transform] Unexpected token\n   ╭─[ frontend/src/a.ts:1:14 ]… → Unexpected token
 */
function toReason({ message }: HookLog, { realDir }: BundleSession): string {
  const [text = ''] = stripVTControlCharacters(message).split(/\n\s*[╭╷]/)
  const line = text
    .replace(/^\s*(?:\[[^\]]*\]\s*)+/, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ')
  return line.replaceAll(`${path.relative('.', realDir)}/`, '').replaceAll(`${realDir}/`, '')
}

/** Where Rolldown, and where Sass, say that it is; both relative to the working directory. */
const FRAMES = [
  /\n\s*╭─\[ (?<file>.*):(?<line>\d+):(?<column>\d+) \]/,
  /\n\s*╵\n\s*(?<file>\S.*) (?<line>\d+):(?<column>\d+) /,
]

function toPlace(log: HookLog): Place {
  const text = stripVTControlCharacters(log.message)
  const framed = FRAMES.map((frame) => frame.exec(text)?.groups).find((groups) => groups !== undefined)
  const named = framed?.['file'] ?? log.loc?.file ?? log.id
  if (named === undefined) return {}
  const file = path.resolve(fileOfModule(named))
  if (!existsSync(file)) return {}
  const line = framed === undefined ? (log.loc?.line ?? 0) : Number(framed['line'])
  const column = framed === undefined ? (log.loc?.column ?? 0) : Number(framed['column']) - 1
  const span = line > 0 ? toSpan(file, { line, column }) : undefined
  return { file: toSlashes(file), ...(span && { span }) }
}

function toSpan(file: string, { line, column }: { line: number; column: number }): Place['span'] {
  const text = readFileSync(file, 'utf8')
  const lineStart = text.split('\n', line - 1).reduce((sum, previous) => sum + previous.length + 1, 0)
  const start = lineStart + column
  return start < text.length ? createLineIndex(text).spanOf(start, start + 1) : undefined
}
