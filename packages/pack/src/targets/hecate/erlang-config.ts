/** An atom or number of a configuration file, with where it stands in the text. */
export interface ConfigWord {
  readonly word: string
  /** In UTF-16 units from the start. */
  readonly offset: number
}

/** A value of a configuration file. Strings and binaries are kept without their content: nobody asks for it. */
export type ConfigTerm = ConfigWord | { readonly items: readonly ConfigTerm[] } | { readonly text: true }

/**
 * Parses a file of Erlang terms, each ended by a period, such as `rebar.config`: as far as atoms, tuples and lists go. Maps
 * and funs are read as flat items. Gives `undefined` where brackets do not match.
 */
export function parseErlangConfig(text: string): readonly ConfigTerm[] | undefined {
  const top: ConfigTerm[] = []
  const open: { readonly closing: string; readonly items: ConfigTerm[] }[] = []
  for (const { 0: token, index: offset } of text.matchAll(TOKEN)) {
    const items = open.at(-1)?.items ?? top
    const closing = CLOSING.get(token)
    if (closing !== undefined) open.push({ closing, items: [] })
    else if (token === ']' || token === '}' || token === ')') {
      const closed = open.pop()
      if (closed?.closing !== token) return undefined
      ;(open.at(-1)?.items ?? top).push({ items: closed.items })
    } else if (token.startsWith('"')) items.push({ text: true })
    else if (WORD_START.test(token)) items.push({ word: token.replace(/^'(.*)'$/s, '$1'), offset })
  }
  return open.length === 0 ? top : undefined
}

/** The parts of a tuple or list; none for anything else. */
export function itemsOf(term: ConfigTerm | undefined): readonly ConfigTerm[] {
  return term !== undefined && 'items' in term ? term.items : []
}

/** The term, where it is an atom or number. */
export function wordOf(term: ConfigTerm | undefined): ConfigWord | undefined {
  return term !== undefined && 'word' in term ? term : undefined
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['[', ']'],
  ['{', '}'],
  ['(', ')'],
])

/** Comments, strings, quoted atoms, characters, words and numbers, brackets. What lies between says nothing here. */
const TOKEN =
  /%[^\n]*|"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|\$(?:\\.|[\s\S])|[A-Za-z0-9_@]+|[[\]{}()]/g

const WORD_START = /^[A-Za-z0-9_']/
