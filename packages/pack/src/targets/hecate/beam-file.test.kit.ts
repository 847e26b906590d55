import { deflateSync } from 'node:zlib'

/** A value to write into a module: text becomes a binary, `{ atom }` an atom, a list a list, any other object a map with atom keys. */
export type TestTerm =
  | string
  | number
  | { readonly atom: string }
  | readonly TestTerm[]
  | { readonly [key: string]: TestTerm }

/** What {@link makeBeam} is asked for. */
export interface TestBeam {
  readonly module: string
  /** Exported functions that compute something. */
  readonly exports?: readonly string[]
  /** Exported functions without arguments that only give a value. */
  readonly constants?: Readonly<Record<string, TestTerm>>
  /** The layout of one OTP release. @default 'AtU8' */
  readonly layout?: 'Atom' | 'AtU8' | 'OTP 28'
}

/** Writes a `.beam` byte by byte, with the chunks that a loader needs and no others. */
export function makeBeam({ module, exports = [], constants = {}, layout = 'AtU8' }: TestBeam): Buffer {
  const functions = [...exports, ...Object.keys(constants).map((name) => `${name}/0`)]
  const atoms = [module, ...functions.map((name) => name.split('/')[0] ?? '')]
  const literals: Buffer[] = []
  const code: number[] = []
  const table = functions.map((name, index) => {
    const [bare = '', arity = '0'] = name.split('/')
    const value = constants[bare]
    const label = index * 2 + 2
    // label L; move VALUE, {x,0}; return — or, for what is computed, an int_code_end in its place.
    code.push(1, ...operand(0, label))
    if (value === undefined) code.push(3)
    else if (isAtom(value)) code.push(64, ...operand(2, atoms.push(value.atom)), 3, 19)
    else code.push(64, 0x47, ...operand(0, literals.push(encodeTerm(value)) - 1), 3, 19)
    return [index + 2, Number(arity), label].map(uint32)
  })
  const chunks = [
    chunk(layout === 'Atom' ? 'Atom' : 'AtU8', atomTable(atoms, layout)),
    chunk(
      'Code',
      Buffer.concat([uint32(16), ...[0, 177, 99, functions.length].map(uint32), Buffer.from(code)]),
    ),
    chunk('ExpT', Buffer.concat([uint32(table.length), ...table.flat()])),
    chunk('LitT', literalTable(literals, layout)),
  ]
  const body = Buffer.concat([Buffer.from('BEAM'), ...chunks])
  return Buffer.concat([Buffer.from('FOR1'), uint32(body.length), body])
}

/** The functions of the behaviour, computed but for those in `constants`. */
export function makeCallback(module: string, constants: Readonly<Record<string, TestTerm>> = {}): Buffer {
  const all = ['init/1', 'routes/0', 'store_config/0', 'static_dir/0', 'manifest/0', 'flag_maps/0']
  return makeBeam({
    module,
    exports: all.filter((name) => constants[name.split('/')[0] ?? ''] === undefined),
    constants,
  })
}

/** In external term format, with its version byte. */
export function encodeTerm(term: TestTerm): Buffer {
  return Buffer.concat([Buffer.from([131]), encode(term)])
}

function encode(term: TestTerm): Buffer {
  if (typeof term === 'number') return Buffer.concat([Buffer.from([98]), uint32(term)])
  if (typeof term === 'string')
    return Buffer.concat([Buffer.from([109]), uint32(Buffer.byteLength(term)), Buffer.from(term)])
  if (isList(term)) {
    if (term.length === 0) return Buffer.from([106])
    return Buffer.concat([Buffer.from([108]), uint32(term.length), ...term.map(encode), Buffer.from([106])])
  }
  if (isAtom(term))
    return Buffer.concat([Buffer.from([119, Buffer.byteLength(term.atom)]), Buffer.from(term.atom)])
  const entries = Object.entries(term)
  const pairs = entries.flatMap(([key, value]) => [encode({ atom: key }), encode(value)])
  return Buffer.concat([Buffer.from([116]), uint32(entries.length), ...pairs])
}

function isList(term: TestTerm): term is readonly TestTerm[] {
  return Array.isArray(term)
}

function isAtom(term: TestTerm): term is { readonly atom: string } {
  return typeof term === 'object' && 'atom' in term && Object.keys(term).length === 1
}

function atomTable(atoms: readonly string[], layout: TestBeam['layout']): Buffer {
  const encoding = layout === 'Atom' ? 'latin1' : 'utf8'
  const entries = atoms.flatMap((atom) => {
    const bytes = Buffer.from(atom, encoding)
    return [layout === 'OTP 28' ? Buffer.from(operand(0, bytes.length)) : Buffer.from([bytes.length]), bytes]
  })
  return Buffer.concat([uint32(layout === 'OTP 28' ? -atoms.length : atoms.length), ...entries])
}

function literalTable(literals: readonly Buffer[], layout: TestBeam['layout']): Buffer {
  const table = Buffer.concat([
    uint32(literals.length),
    ...literals.flatMap((one) => [uint32(one.length), one]),
  ])
  return layout === 'OTP 28'
    ? Buffer.concat([uint32(0), table])
    : Buffer.concat([uint32(table.length), deflateSync(table)])
}

/** Compact term encoding, for values below 2048. */
function operand(tag: number, value: number): number[] {
  return value < 16 ? [(value << 4) | tag] : [((value >> 8) << 5) | 0b1000 | tag, value & 0xff]
}

function chunk(name: string, content: Buffer): Buffer {
  const padding = Buffer.alloc((4 - (content.length % 4)) % 4)
  return Buffer.concat([Buffer.from(name), uint32(content.length), content, padding])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
