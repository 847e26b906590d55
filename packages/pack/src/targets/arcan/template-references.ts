import { compilePattern } from '../../file-pattern.ts'
import { type SourceLanguage, type SourceToken, tokenize } from './source-tokens.ts'

/** The folder of templates in a package, which is how engines name it. */
export const TEMPLATES_FOLDER = 'templates'

/** Strings of one source that name templates. */
export interface TemplateReferences {
  /** Templates that it names, or may name at run time. */
  readonly used: ReadonlySet<string>
  /** Strings that begin with `templates/` and name none. */
  readonly missing: readonly TemplateReference[]
  /** Strings that have the ending of templates, and almost the name of one. */
  readonly misspelt: readonly TemplateReference[]
}

/** A string that names a template. */
export interface TemplateReference {
  /** Relative to the folder of templates. */
  readonly name: string
  /** Of the string with its quotes, in UTF-16 code units. */
  readonly start: number
  readonly end: number
}

/**
 * Finds which templates a source names. `templates/create_role.sql` and `./templates/create_role.sql` are always taken for one;
 * `create_role.sql` where there is one. A string that goes on at run time (`"templates/" + name`, `"templates/%s.sql"`)
 * names all that begin like it, as does a folder.
 */
export function findTemplateReferences(
  source: string,
  { language, templates }: { readonly language: SourceLanguage; readonly templates: readonly string[] },
): TemplateReferences {
  const used = new Set<string>()
  const missing: TemplateReference[] = []
  const misspelt: TemplateReference[] = []
  const endings = new Set(templates.map(endingOf))
  for (const { text, start, end, goesOn } of findStrings(tokenize(source, language))) {
    const name = PREFIX.exec(text)?.groups?.['name']
    if (name === undefined) {
      const plain = text.replace(/^\.\//, '')
      if (templates.includes(plain)) used.add(plain)
      else if (!goesOn && PLAIN_FILE.test(plain) && endings.has(endingOf(plain))) {
        misspelt.push({ name: plain, start, end })
      }
      continue
    }
    const named = templates.filter(matcherOf(name, goesOn))
    for (const template of named) used.add(template)
    if (named.length === 0 && !goesOn) missing.push({ name, start, end })
  }
  return { used, missing, misspelt }
}

/** No white space: a sentence about templates is not a path. */
const PREFIX = /^(?:\.\/)?templates\/(?<name>\S*)$/
const PLAIN_FILE = /^[\w.-]+(?:\/[\w.-]+)*\.\w+$/

function matcherOf(name: string, goesOn: boolean): (template: string) => boolean {
  if (goesOn || name === '' || name.endsWith('/')) return (template) => template.startsWith(name)
  if (/[*?]/.test(name)) {
    const pattern = compilePattern(name)
    return (template) => pattern.matches(template)
  }
  return (template) => template === name || template.startsWith(`${name}/`)
}

/** `%s` of Go and Python, `{}` of Python; names of templates have neither. */
const PLACEHOLDER = /%[a-z]|\{/

interface FoundString {
  readonly text: string
  readonly start: number
  readonly end: number
  /** More is added to it at run time. */
  readonly goesOn: boolean
}

function findStrings(tokens: readonly SourceToken[]): FoundString[] {
  return tokens.flatMap(({ kind, text, start, end }, index): FoundString[] => {
    if (kind === 'directive') return embedded(text).map((path) => ({ text: path, start, end, goesOn: false }))
    if (kind === 'start') return [{ text, start, end, goesOn: true }]
    if (kind !== 'string') return []
    const next = tokens[index + 1]
    const place = PLACEHOLDER.exec(text)
    if (place !== null) return [{ text: text.slice(0, place.index), start, end, goesOn: true }]
    return [{ text, start, end, goesOn: next?.kind === 'punctuation' && next.text === '+' }]
  })
}

/** `//go:embed templates/*.sql "templates/b.txt"` → the two patterns (https://pkg.go.dev/embed). */
function embedded(directive: string): string[] {
  const [name, ...patterns] = directive.trim().split(/\s+/)
  if (name !== '//go:embed') return []
  return patterns.map((pattern) => pattern.replace(/^["`](.*)["`]$/, '$1').replace(/^all:/, ''))
}

function endingOf(file: string): string {
  return file.slice(file.lastIndexOf('.'))
}
