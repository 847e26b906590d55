/** The languages whose strings can be found. JavaScript is read as TypeScript. */
export type SourceLanguage = 'typescript' | 'go' | 'python'

/** A piece of a source that is not white space. */
export interface SourceToken {
  /**
   * `string`: a whole string. `start`: the text of a string up to its first value: `a/` of `${'`a/${b}`'}`.
   * `directive`: a comment of Go without a space after the slashes.
   */
  readonly kind: 'word' | 'punctuation' | 'string' | 'start' | 'directive'
  /** Of a string, what is between the quotes, with escapes of one letter resolved to that letter. */
  readonly text: string
  /** In UTF-16 code units; of the first quote, for strings. */
  readonly start: number
  readonly end: number
}

/**
 * Splits a source into tokens, well enough to find strings and imports: comments and regular expressions are skipped,
 * templates with values are entered. What cannot be understood becomes punctuation; nothing is refused.
 */
export function tokenize(source: string, language: SourceLanguage): SourceToken[] {
  const scanner: Scanner = { source, language, tokens: [], position: 0, templates: [] }
  while (scanner.position < source.length) {
    const length = scanNext(scanner)
    scanner.position += Math.max(1, length)
  }
  return scanner.tokens
}

interface Scanner {
  readonly source: string
  readonly language: SourceLanguage
  readonly tokens: SourceToken[]
  position: number
  /** Of each template that is open, how many braces are open in its current value. */
  readonly templates: number[]
}

/** Reads one piece at the position, and returns its length. */
function scanNext(scanner: Scanner): number {
  const { source, position, language, templates } = scanner
  const space = matchAt(/\s+/y, scanner)
  if (space !== undefined) return space.length
  const comment = matchAt(COMMENTS[language], scanner)
  if (comment !== undefined) {
    if (language === 'go' && comment.startsWith('//go:')) add(scanner, 'directive', comment)
    return comment.length
  }
  const string = scanString(scanner)
  if (string > 0) return string
  const word = matchAt(/[\p{ID_Start}$_][\p{ID_Continue}$]*/uy, scanner)
  if (word !== undefined) return add(scanner, 'word', word)
  if (language === 'typescript' && source[position] === '/' && mayBeRegex(scanner.tokens.at(-1))) {
    const regex = matchAt(/\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/\w*/y, scanner)
    if (regex !== undefined) return add(scanner, 'punctuation', regex)
  }
  const open = templates.length - 1
  if (open >= 0 && source[position] === '{') templates[open] = (templates[open] ?? 0) + 1
  if (open >= 0 && source[position] === '}') {
    if (templates[open] === 0) {
      templates.pop()
      return 1 + scanTemplate(scanner, position + 1)
    }
    templates[open] = (templates[open] ?? 0) - 1
  }
  return add(scanner, 'punctuation', source[position] ?? '')
}

const COMMENTS: Readonly<Record<SourceLanguage, RegExp>> = {
  typescript: /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y,
  go: /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y,
  python: /#[^\n]*/y,
}

/**
 * The text between the quotes is the first group that took part. Runs of letters are matched as such, not letter by letter: an
 * engine may hold megabytes in one string.
 */
const STRINGS: Readonly<Record<SourceLanguage, RegExp>> = {
  typescript: /'([^'\\\n]*(?:\\[\s\S][^'\\\n]*)*)'|"([^"\\\n]*(?:\\[\s\S][^"\\\n]*)*)"/y,
  go: /"([^"\\\n]*(?:\\.[^"\\\n]*)*)"|`([^`]*)`|'(?:\\.|[^'\\\n])[^'\n]*'/y,
  python:
    /"""([\s\S]*?)(?<!\\)"""|'''([\s\S]*?)(?<!\\)'''|"([^"\\\n]*(?:\\[\s\S][^"\\\n]*)*)"|'([^'\\\n]*(?:\\[\s\S][^'\\\n]*)*)'/y,
}

/** A string with all its quotes; 0 where there is none. */
function scanString(scanner: Scanner): number {
  const { source, position, language, tokens } = scanner
  if (language === 'typescript' && source[position] === '`') return 1 + scanTemplate(scanner, position + 1)
  const pattern = STRINGS[language]
  pattern.lastIndex = position
  const match = pattern.exec(source)
  if (match === null) return 0
  const [whole, ...groups] = match
  const raw = groups.find((group) => group !== undefined) ?? ''
  const prefix = tokens.at(-1)
  const isPrefixed = language === 'python' && prefix?.kind === 'word' && prefix.end === position
  const value = isPrefixed && /f/i.test(prefix.text) ? raw.indexOf('{') : -1
  const text = value === -1 ? raw : raw.slice(0, value)
  tokens.push({
    kind: value === -1 ? 'string' : 'start',
    text: text.replace(/\\(.)/g, '$1'),
    start: position,
    end: position + whole.length,
  })
  return whole.length
}

/** The text of a template from `start` to its end, or to its next value; the length includes what ends it. */
function scanTemplate(scanner: Scanner, start: number): number {
  const { source, position, tokens, templates } = scanner
  const pattern = /([^`\\$]*(?:(?:\\[\s\S]|\$(?!\{))[^`\\$]*)*)(`|\$\{|$)/y
  pattern.lastIndex = start
  const [whole = '', raw = '', end = ''] = pattern.exec(source) ?? []
  // Only what a template begins with can be the start of a path.
  if (source[position] === '`') {
    tokens.push({
      kind: end === '`' ? 'string' : 'start',
      text: raw.replace(/\\(.)/g, '$1'),
      start: position,
      end: start + whole.length,
    })
  }
  if (end === '${') templates.push(0)
  return whole.length
}

/** After a value a slash divides; after anything else it begins a regular expression. */
function mayBeRegex(previous: SourceToken | undefined): boolean {
  if (previous === undefined) return true
  if (previous.kind === 'word') return REGEX_BEFORE.test(previous.text)
  return previous.kind === 'punctuation' && !/^[)\]\d]$/.test(previous.text) && previous.text.length === 1
}

const REGEX_BEFORE = /^(?:await|case|delete|do|else|in|instanceof|new|of|return|throw|typeof|void|yield)$/

function add(scanner: Scanner, kind: SourceToken['kind'], text: string): number {
  const { position: start } = scanner
  scanner.tokens.push({ kind, text, start, end: start + text.length })
  return text.length
}

function matchAt(pattern: RegExp, { source, position }: Scanner): string | undefined {
  pattern.lastIndex = position
  return pattern.exec(source)?.[0]
}
