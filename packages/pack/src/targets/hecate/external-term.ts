/** A name of Erlang's own: `none`, `true`. */
export interface ErlangAtom {
  readonly atom: string
}

export interface ErlangTuple {
  readonly tuple: readonly ErlangTerm[]
}

export interface ErlangMap {
  readonly pairs: readonly (readonly [ErlangTerm, ErlangTerm])[]
}

/** A value of Erlang. Lists are arrays, binaries are bytes; strings are lists of numbers. */
export type ErlangTerm =
  | number
  | bigint
  | Uint8Array
  | readonly ErlangTerm[]
  | ErlangAtom
  | ErlangTuple
  | ErlangMap

/** Deeper than any manifest, and far from the end of the stack. */
const MAX_DEPTH = 64

/**
 * Parses one value in Erlang's external term format (https://www.erlang.org/doc/apps/erts/erl_ext_dist).
 * Gives `undefined` for what is malformed, nested more than 64 deep, compressed, or no plain data: functions,
 * processes, references, bit strings. Nothing of it is run, and the memory used is bounded by the input.
 */
export function parseExternalTerm(bytes: Uint8Array): ErlangTerm | undefined {
  const reader = createTermReader(bytes)
  try {
    if (reader.uint8() !== VERSION) return undefined
    const term = readTerm(reader, 0)
    return reader.isAtEnd() ? term : undefined
  } catch (error) {
    // A DataView throws it for every read past the end, and so do we for what we do not read.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/**
 * Puts a term as JSON would: atoms and binaries as text, `true` and `false` as booleans, `undefined`, `nil` and `null` as null,
 * printable lists of numbers as text, keys of maps as text. What JSON has no word for becomes `undefined`.
 */
export function toJson(term: ErlangTerm): unknown {
  if (typeof term === 'number') return term
  if (typeof term === 'bigint') return undefined
  if (term instanceof Uint8Array) return decodeText(term)
  if ('atom' in term) return ATOM_VALUES.has(term.atom) ? ATOM_VALUES.get(term.atom) : term.atom
  if ('pairs' in term) return new Map(term.pairs.map(([key, value]) => [String(toJson(key)), toJson(value)]))
  if ('tuple' in term) return undefined
  return isPrintable(term) ? term.map((code) => String.fromCodePoint(code)).join('') : term.map(toJson)
}

const ATOM_VALUES: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['undefined', null],
  ['null', null],
  ['nil', null],
])

const VERSION = 131

const NIL: readonly ErlangTerm[] = []

interface TermReader {
  uint8(): number
  uint16(): number
  uint32(): number
  int32(): number
  float64(): number
  bytes(length: number): Uint8Array
  isAtEnd(): boolean
}

function createTermReader(source: Uint8Array): TermReader {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength)
  let position = 0
  const advance = (length: number): number => {
    position += length
    return position - length
  }
  return {
    uint8: () => view.getUint8(advance(1)),
    uint16: () => view.getUint16(advance(2)),
    uint32: () => view.getUint32(advance(4)),
    int32: () => view.getInt32(advance(4)),
    float64: () => view.getFloat64(advance(8)),
    bytes(length) {
      const start = advance(length)
      if (position > source.length) throw new RangeError('The term ends too early.')
      return source.subarray(start, position)
    },
    isAtEnd: () => position === source.length,
  }
}

/** Tag → how the rest is read. */
const READERS: ReadonlyMap<number, (reader: TermReader, depth: number) => ErlangTerm> = new Map<
  number,
  (reader: TermReader, depth: number) => ErlangTerm
>([
  [70, (reader) => reader.float64()],
  [97, (reader) => reader.uint8()],
  [98, (reader) => reader.int32()],
  [100, (reader) => ({ atom: Buffer.from(reader.bytes(reader.uint16())).toString('latin1') })],
  [104, (reader, depth) => ({ tuple: readTerms(reader, { count: reader.uint8(), depth }) })],
  [105, (reader, depth) => ({ tuple: readTerms(reader, { count: reader.uint32(), depth }) })],
  [106, () => NIL],
  [107, (reader) => [...reader.bytes(reader.uint16())]],
  [108, readList],
  [109, (reader) => reader.bytes(reader.uint32())],
  [110, (reader) => readBig(reader, reader.uint8())],
  [111, (reader) => readBig(reader, reader.uint32())],
  [115, (reader) => ({ atom: Buffer.from(reader.bytes(reader.uint8())).toString('latin1') })],
  [116, readMap],
  [118, (reader) => ({ atom: decodeText(reader.bytes(reader.uint16())) })],
  [119, (reader) => ({ atom: decodeText(reader.bytes(reader.uint8())) })],
])

function readTerm(reader: TermReader, depth: number): ErlangTerm {
  const tag = reader.uint8()
  const read = READERS.get(tag)
  if (read === undefined || depth > MAX_DEPTH) throw new RangeError(`The term has the tag ${tag}.`)
  return read(reader, depth + 1)
}

function readTerms(
  reader: TermReader,
  { count, depth }: { readonly count: number; readonly depth: number },
): ErlangTerm[] {
  const terms: ErlangTerm[] = []
  for (let index = 0; index < count; index++) terms.push(readTerm(reader, depth))
  return terms
}

function readList(reader: TermReader, depth: number): ErlangTerm {
  const terms = readTerms(reader, { count: reader.uint32(), depth })
  const tail = readTerm(reader, depth)
  if (tail !== NIL) throw new RangeError('The list is improper.')
  return terms
}

function readMap(reader: TermReader, depth: number): ErlangMap {
  const count = reader.uint32()
  const pairs: [ErlangTerm, ErlangTerm][] = []
  for (let index = 0; index < count; index++) pairs.push([readTerm(reader, depth), readTerm(reader, depth)])
  return { pairs }
}

/** Little-endian digits behind a sign byte. */
function readBig(reader: TermReader, length: number): bigint {
  const isNegative = reader.uint8() !== 0
  const hex = Buffer.from([...reader.bytes(length)].toReversed()).toString('hex')
  const value = hex === '' ? 0n : BigInt(`0x${hex}`)
  return isNegative ? -value : value
}

function decodeText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

function isPrintable(list: readonly ErlangTerm[]): list is readonly number[] {
  return list.length > 0 && list.every((item) => typeof item === 'number' && item >= 32 && item < 0xd800)
}
