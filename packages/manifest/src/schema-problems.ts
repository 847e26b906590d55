import type { Diagnostic } from '@plugwright/diagnostics'
import {
  invalidName,
  invalidPath,
  invalidValue,
  invalidVersion,
  missingField,
  unknownField,
  wrongType,
} from './diagnostics.ts'
import type { Locate, ValuePath } from './document.ts'
import { LIMITS } from './limits.ts'

/** A validator made by ajv from one of our schemas, with `verbose` and `allErrors`. */
export interface SchemaValidator {
  (value: unknown): boolean
  errors?: readonly SchemaError[] | null
}

/** The part of ajv's error object that we read. */
export interface SchemaError {
  /** JSON pointer to the value. */
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly parentSchema?: Readonly<Record<string, unknown>>
  readonly data?: unknown
  /** Set where the problem is a key, not a value. */
  readonly propertyName?: string
}

/** What {@link schemaProblems} gives. */
export interface LimitedProblems {
  readonly diagnostics: readonly Diagnostic[]
  /** Errors beyond the limit, not turned into problems. */
  readonly omitted: number
}

/**
 * Turns the errors of a validator into problems with a place. At most `LIMITS.problems` of them, since a hostile file
 * has as many as characters; unknown fields go last, so that a document never looks better than it is.
 */
export function schemaProblems(
  errors: readonly SchemaError[],
  value: unknown,
  locate: Locate,
): LimitedProblems {
  // ajv reports the rule of a key itself as well.
  const own = errors.filter(({ keyword }) => keyword !== 'propertyNames')
  const worst = own.toSorted((a, b) => Number(isUnknownField(a)) - Number(isUnknownField(b)))
  const shown = worst.slice(0, LIMITS.problems)
  const diagnostics = shown.map((error) => toProblem(error, parsePointer(error.instancePath, value), locate))
  return { diagnostics, omitted: own.length - shown.length }
}

function isUnknownField({ keyword }: SchemaError): boolean {
  return keyword === 'additionalProperties'
}

function toProblem(error: SchemaError, path: ValuePath, locate: Locate): Diagnostic {
  const { keyword, params, parentSchema = {}, data } = error
  if (error.propertyName !== undefined) {
    const key = error.propertyName
    return valueProblem({ ...error, data: key }, [...path, key], { locate, part: 'key' })
  }
  switch (keyword) {
    case 'required': {
      const field = String(params['missingProperty'])
      return missingField({ field, parent: formatPath(path) }, locate.place(path))
    }
    case 'additionalProperties': {
      const field = String(params['additionalProperty'])
      const known = Object.keys((parentSchema['properties'] as object | undefined) ?? {})
      return unknownField({ field, parent: formatPath(path), known }, locate.place([...path, field], 'key'))
    }
    case 'type': {
      const expected = [params['type'] as string | readonly string[]].flat()
      const found = { field: formatPath(path), value: data, expected, source: locate.sourceOf(path) }
      return wrongType(found, locate.place(path))
    }
    default:
      return valueProblem(error, path, { locate, part: 'value' })
  }
}

function valueProblem(
  { keyword, params, parentSchema = {}, data }: SchemaError,
  path: ValuePath,
  { locate, part }: { readonly locate: Locate; readonly part: 'key' | 'value' },
): Diagnostic {
  const place = locate.place(path, part)
  const kind = parentSchema['x-kind']
  const field = formatPath(part === 'key' ? path.slice(0, -1) : path)
  if (kind === 'name') return invalidName(String(data), place)
  if (kind === 'version') return invalidVersion(String(data), place)
  if (keyword === 'pattern' && (kind === 'path' || kind === 'glob'))
    return invalidPath({ field, value: String(data) }, place)
  const expected = keyword === 'pattern' ? wordsFor(String(kind)) : limitWords(keyword, params)
  return invalidValue({ field, value: data, expected }, place)
}

/** What a value of a kind (`x-kind` in the schema) looks like, to follow "must be". */
export function wordsFor(kind: string): string {
  return patternWords.get(kind) ?? 'of another form'
}

const patternWords: ReadonlyMap<string, string> = new Map([
  ['address', 'a path that starts with one "/", without white space'],
  ['href', 'an address that starts with https://, http://, mailto: or tel:'],
  ['locale', 'a language tag such as en or de-AT'],
  ['mountPath', 'a path such as / or /accounts, without parameters'],
  ['pagePath', 'a page path such as /, /customers, /customers/:id or /* (the * only at its end)'],
  ['permission', 'a word without white space'],
  [
    'routerModule',
    'file:export (backend/routers/customers.ts:router) or a dotted Python path with :attribute',
  ],
  ['slot', 'a word of letters and digits, with single - . or _ between them'],
  ['targetName', 'lower-case words joined by hyphens'],
  ['url', 'an address that starts with https:// or http://'],
  ['repositoryUrl', 'an address that starts with https://, http://, ssh://, git:// or git@'],
])

function limitWords(keyword: string, params: Readonly<Record<string, unknown>>): string {
  const limit = String(params['limit'])
  switch (keyword) {
    case 'minLength':
      return 'a string that is not empty'
    case 'minProperties':
      return 'a mapping that is not empty'
    case 'maxLength':
      return `at most ${limit} characters long`
    case 'minimum':
      return `at least ${limit}`
    case 'maximum':
      return `at most ${limit}`
    case 'maxItems':
      return `a list of at most ${limit}`
    case 'const':
      return JSON.stringify(params['allowedValue'])
    case 'enum':
      return `one of ${(params['allowedValues'] as unknown[]).map((value) => JSON.stringify(value)).join(', ')}`
    default:
      return 'of another form'
  }
}

/** Writes a path as a reader of YAML would: `nav[0].children[1].path`. */
export function formatPath(path: ValuePath): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${key}`))
    .join('')
}

/** Reads a JSON pointer along the value, so that list indexes become numbers: `/nav/0` → `['nav', 0]`. */
function parsePointer(pointer: string, value: unknown): ValuePath {
  const path: (string | number)[] = []
  let parent = value
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    path.push(Array.isArray(parent) ? Number(key) : key)
    parent = (parent as Record<string, unknown> | null | undefined)?.[key]
  }
  return path
}
