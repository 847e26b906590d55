/** A literal path in `new URL('./file', import.meta.url)`. */
export interface AssetUrl {
  readonly specifier: string
  /** The string literal with its quotes, as UTF-16 offsets. */
  readonly literal: { readonly start: number; readonly end: number }
  /** It is the script of a `new Worker(…)`. */
  readonly isWorker: boolean
}

/** One place where code uses `import.meta`. Offsets are UTF-16. */
export interface ImportMetaUse {
  readonly start: number
  /** End of `import.meta.property`. */
  readonly end: number
  /** `url` in `import.meta.url`; absent for the bare object. */
  readonly property?: string
  /** The whole expression as far as it is known by name, and its end: `import.meta.env.API_HOST`. */
  readonly text: string
  readonly textEnd: number
  /** What `new URL(…, import.meta.url)` leads to: a literal, or something that is known at run time only. */
  readonly url?: AssetUrl | 'computed'
}

/** Reads what the code around an `import.meta` does with it. `offset` is where `import` begins. */
export function readImportMetaUse(source: string, offset: number): ImportMetaUse {
  const [head] = match(/import\s*\.\s*meta/y, source, offset)
  const [access, property] = match(/\s*\??\.\s*([\w$]+)/y, source, offset + head.length)
  const end = offset + head.length + access.length
  const [deeper, member] = property === 'env' ? match(/\s*\??\.\s*([\w$]+)/y, source, end) : ['']
  const url = property === 'url' ? readUrl(source.slice(0, offset)) : undefined
  return {
    start: offset,
    end,
    text: ['import.meta', property, member].filter((part) => part !== undefined).join('.'),
    textEnd: end + deeper.length,
    ...(property === undefined ? {} : { property }),
    ...(url === undefined ? {} : { url }),
  }
}

const COMMENTS = String.raw`(?:\s|/\*(?:[^*]|\*(?!/))*\*/)*`
const LITERAL = new RegExp(
  String.raw`(\bnew\s+(?:Shared)?Worker\(\s*)?\bnew\s+URL\(${COMMENTS}(['"\x60])([^'"\x60\n]*)\2${COMMENTS},${COMMENTS}$`,
)
const COMPUTED = /\bnew\s+URL\([^;]*,\s*$/

/** What stands before `import.meta.url`, where that is the second argument of `new URL`. */
function readUrl(before: string): AssetUrl | 'computed' | undefined {
  const found = LITERAL.exec(before)
  const [whole = '', worker, quote, specifier = ''] = found ?? []
  if (found === null || (quote === '`' && specifier.includes('${'))) {
    return COMPUTED.test(before.slice(-500)) ? 'computed' : undefined
  }
  if (!/^\.{0,2}[^/:?#][^:?#]*$/.test(specifier)) return undefined
  const start = found.index + whole.lastIndexOf(`${quote}${specifier}${quote}`)
  return {
    specifier,
    literal: { start, end: start + specifier.length + 2 },
    isWorker: worker !== undefined,
  }
}

function match(pattern: RegExp, source: string, offset: number): [string, ...(string | undefined)[]] {
  pattern.lastIndex = offset
  const found = pattern.exec(source)
  return found === null ? [''] : [found[0], ...found.slice(1)]
}
