/** What can be told about a module without running it. */
export interface PythonNames {
  /** Names bound at the top level, also in branches, loops and `try`. */
  readonly bound: ReadonlySet<string>
  /** More may be bound when it runs: a star import, `__getattr__`, `globals()`, `exec`. */
  readonly isOpen: boolean
}

/**
 * Reads which names a Python module binds at its top level: assignments, imports, functions, classes, targets of `for`
 * and `with`. Pure text: nothing runs, and what is not Python gives no names. Source of the rules: the Python language
 * reference, chapters 2 (lexical analysis), 4.2.1 (binding of names), 7 and 8 (statements).
 */
export function readPythonNames(source: string): PythonNames {
  const bound = new Set<string>()
  let isOpen = false
  /** Indentation of the header of a body that does not bind names of the module. */
  let scope: number | undefined
  for (const { indent, text } of logicalLines(source)) {
    isOpen ||= OPEN_ANYWHERE.test(text)
    if (scope !== undefined && indent > scope) continue
    isOpen ||= OPEN.test(text)
    // A body on the line of its header ends there.
    scope = OTHER_SCOPE.test(text) && text.endsWith(':') ? indent : undefined
    const statements = OTHER_SCOPE.test(text) ? text.split(';').slice(0, 1) : text.split(';')
    for (const name of statements.flatMap((statement) => namesBoundBy(statement.trim()))) bound.add(name)
  }
  return { bound, isOpen: isOpen || bound.has('__getattr__') }
}

/** Bodies of functions and classes, and of conditions that are false when a host imports the module. */
const OTHER_SCOPE = /^(?:async\s+def|def|class)\s|^if\s+(?:\w+\.)?TYPE_CHECKING\s*:|^if\s+__name__\s*==/

const OPEN_ANYWHERE = /\bglobals\s*\(|^global\s/
const OPEN = /^from\s.*\simport\s*\*|\b(?:vars|exec|setattr)\s*\(|\b__dict__\b/

interface LogicalLine {
  readonly indent: number
  /** Without comments and line breaks; strings are empty. */
  readonly text: string
}

const BLANK_STRING = "''"

/** A comment, a string in one of its four forms, a line break, a continuation; in this order. */
const TOKEN =
  /#[^\n]*|[A-Za-z]{0,2}(?:"""(?:[^\\]|\\[\s\S])*?(?:"""|$)|'''(?:[^\\]|\\[\s\S])*?(?:'''|$)|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?)|\\\n/g

/** Joins what brackets and backslashes hold together. */
function* logicalLines(source: string): Generator<LogicalLine> {
  const plain = source
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(TOKEN, toPlain)
  let line = ''
  let depth = 0
  for (const physical of plain.split('\n')) {
    line += line === '' ? physical : ` ${physical.trim()}`
    for (const [bracket] of physical.matchAll(/[()[\]{}]/g)) depth += '([{'.includes(bracket) ? 1 : -1
    if (depth > 0) continue
    depth = 0
    const text = line.trim()
    if (text !== '') yield { indent: indentOf(line), text }
    line = ''
  }
}

function toPlain(token: string): string {
  if (token.startsWith('#')) return ''
  return token === '\\\n' ? ' ' : BLANK_STRING
}

/** Tabs go to the next multiple of eight: language reference 2.1.8. */
function indentOf(line: string): number {
  let indent = 0
  for (const character of line) {
    if (character === '\t') indent = (Math.floor(indent / 8) + 1) * 8
    else if (character === ' ') indent++
    else break
  }
  return indent
}

function namesBoundBy(statement: string): string[] {
  const definition = /^(?:async\s+def|def|class)\s+(\w+)/.exec(statement)
  if (definition !== null) return [definition[1] ?? '']
  if (/^(?:import|from)\s/.test(statement)) return importedNames(statement)
  // `with open(x) as a, b as (c, d):`, `except E as e:` unbinds e again.
  if (/^(?:async\s+)?with\s/.test(statement)) {
    return [...statement.matchAll(/\sas\s+(\([^)]*\)|\w+)/g)].flatMap(([, target = '']) =>
      targetNames(target),
    )
  }
  const loop = /^(?:async\s+)?for\s+(.+?)\s+in\s/.exec(statement)
  if (loop !== null) return targetNames(loop[1] ?? '')
  const walrus = [...statement.matchAll(/\b(\w+)\s*:=/g)].map(([, name = '']) => name)
  const isHeader = /^(?:if|elif|else|while|try|except|finally)\b/.test(statement)
  return [...walrus, ...assignedNames(isHeader ? splitAtTop(statement, ':').slice(1).join(':') : statement)]
}

/** `import a.b, c as d` binds a and d; `from x import (a, b as c)` binds a and c. */
function importedNames(statement: string): string[] {
  const isFrom = statement.startsWith('from')
  const list = statement.replace(isFrom ? /^.*?\simport\b/ : /^import\b/, '').replace(/[()]/g, '')
  return list.split(',').flatMap((part) => {
    const [name = '', as, alias] = part.trim().split(/\s+/)
    if (as === 'as' && alias !== undefined) return [alias]
    return isName(name.split('.')[0] ?? '') ? [name.split('.')[0] ?? ''] : []
  })
}

/** `a = b = 1`, `a, (b, *c) = x`, `a: int = 1`; neither `a: int` nor `a.b = 1` nor `a[0] = 1` nor `a == 1`. */
function assignedNames(statement: string): string[] {
  const sides = splitAtTop(statement, '=')
  return sides.slice(0, -1).flatMap((side) => targetNames(splitAtTop(side, ':')[0] ?? ''))
}

/** Splits where no bracket is open; `==`, `<=`, `>=`, `!=`, `:=` and `+=` are no separators. */
function splitAtTop(text: string, separator: '=' | ':' | ','): string[] {
  const parts = ['']
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index)
    if ('([{'.includes(character)) depth++
    if (')]}'.includes(character)) depth--
    const isPart = depth === 0 && character === separator && !/[=!<>:+\-*/%&|^@]$/.test(text.slice(0, index))
    if (isPart && text[index + 1] !== '=') parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts
}

/** `a, (b, *c)` → a, b, c; `a.b` and `a[0]` bind nothing. */
function targetNames(target: string): string[] {
  return splitAtTop(target, ',').flatMap((part) => {
    const bare = part.trim().replace(/^\*\s*/, '')
    const inner = /^[([](.*)[)\]]$/.exec(bare)?.[1]
    if (inner !== undefined) return targetNames(inner)
    return isName(bare) ? [bare] : []
  })
}

function isName(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text) && !KEYWORDS.has(text)
}

const KEYWORDS: ReadonlySet<string> = new Set([
  'return',
  'yield',
  'lambda',
  'not',
  'await',
  'None',
  'True',
  'False',
])
