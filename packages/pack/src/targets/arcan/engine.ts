import path from 'node:path'
import type { SourceLanguage } from './source-tokens.ts'

/** What an engine can be written in, by the ending of its file. */
export const ENGINE_KINDS = ['ts', 'go', 'py', 'wasm'] as const

/** One of {@link ENGINE_KINDS}. */
export type EngineKind = (typeof ENGINE_KINDS)[number]

/** The kind of an engine, or `undefined` for a file that Arcan does not know. */
export function engineKindOf(file: string): EngineKind | undefined {
  const ending = path.posix.extname(file).slice(1)
  return ENGINE_KINDS.find((kind) => kind === ending)
}

/** The language of a source that can be read for strings. */
export function languageOf(file: string): SourceLanguage | undefined {
  const ending = path.posix.extname(file)
  if (ending === '.go') return 'go'
  if (ending === '.py') return 'python'
  return /^\.[mc]?[jt]sx?$/.test(ending) ? 'typescript' : undefined
}
