import { gunzipSync, inflateSync } from 'node:zlib'
import { type ErlangTerm, parseExternalTerm } from './external-term.ts'

/** What packing needs to know of a compiled Erlang module. */
export interface BeamFile {
  /** The module's own name, which the file name has to repeat. */
  readonly module: string
  /** `manifest/0`, `init/1`, … */
  readonly exports: ReadonlySet<string>
  /**
   * The value that an exported function without arguments gives, where it is written out in the source: `"priv/static"`,
   * a map of binaries. `undefined` where it is computed.
   */
  constant(name: string): ErlangTerm | undefined
}

/** Either the module, or why the bytes are none. */
export type ParsedBeam =
  | { readonly beam: BeamFile; readonly problem?: undefined }
  | { readonly beam?: undefined; readonly problem: string }

/** More than any module; a bound for what a compressed one may unpack to. */
const MAX_SIZE = 64 * 1024 * 1024

/**
 * Parses a `.beam` file, also one that the compiler has gzipped (`+compressed`): an IFF container, `FOR1` size `BEAM`, of
 * chunks padded to 4 bytes. Read are `AtU8` or `Atom`, `ExpT`, `Code` and `LitT`
 * (https://www.erlang.org/doc/apps/stdlib/beam_lib, and `beam_asm.erl` for their layout).
 */
export function parseBeam(bytes: Uint8Array): ParsedBeam {
  const parsed = unlessDamaged(() => readBeam(bytes))
  return parsed ?? { problem: 'it is cut off or damaged' }
}

function readBeam(bytes: Uint8Array): ParsedBeam {
  const unpacked = isGzip(bytes) ? gunzipSync(bytes, { maxOutputLength: MAX_SIZE }) : bytes
  const file = Buffer.from(unpacked.buffer, unpacked.byteOffset, unpacked.byteLength)
  if (file.toString('latin1', 0, 4) !== 'FOR1' || file.toString('latin1', 8, 12) !== 'BEAM')
    return { problem: 'it does not begin like a BEAM file' }
  const chunks = readChunks(file)
  const atoms = readAtoms(chunks)
  const [module] = atoms
  if (module === undefined) return { problem: 'it has no table of atoms' }
  const labels = readExports(chunks, atoms)
  if (labels === undefined) return { problem: 'it has no table of exports' }
  return {
    beam: {
      module,
      exports: new Set(labels.keys()),
      constant(name) {
        const label = labels.get(`${name}/0`)
        return label === undefined ? undefined : unlessDamaged(() => readConstant(chunks, { label, atoms }))
      },
    },
  }
}

/** Reading past the end is a RangeError of Node's, and zlib's errors have codes of their own. */
function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) return undefined
    throw error
  }
}

type Chunks = ReadonlyMap<string, Buffer>

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

function readChunks(file: Buffer): Chunks {
  const end = file.readUInt32BE(4) + 8
  if (end > file.length) throw new RangeError('The container is longer than the file.')
  const chunks = new Map<string, Buffer>()
  for (let at = 12; at + 8 <= end;) {
    const size = file.readUInt32BE(at + 4)
    if (at + 8 + size > end) throw new RangeError('A chunk is longer than the container.')
    chunks.set(file.toString('latin1', at, at + 4), file.subarray(at + 8, at + 8 + size))
    at += 8 + Math.ceil(size / 4) * 4
  }
  return chunks
}

/** In the order of their numbers, which begin at 1. OTP 28 marks its longer lengths by a negative count. */
function readAtoms(chunks: Chunks): string[] {
  const chunk = chunks.get('AtU8') ?? chunks.get('Atom')
  if (chunk === undefined) return []
  const encoding = chunks.has('AtU8') ? 'utf8' : 'latin1'
  const count = chunk.readInt32BE(0)
  const atoms: string[] = []
  for (let at = 4; atoms.length < Math.abs(count);) {
    const length = count < 0 ? readOperand(chunk, at) : { value: chunk.readUInt8(at), next: at + 1 }
    const end = length.next + length.value
    if (end > chunk.length) throw new RangeError('The table of atoms is cut off.')
    atoms.push(chunk.toString(encoding, length.next, end))
    at = end
  }
  return atoms
}

/** `manifest/0` → the label where its code begins. */
function readExports(chunks: Chunks, atoms: readonly string[]): Map<string, number> | undefined {
  const chunk = chunks.get('ExpT')
  if (chunk === undefined) return undefined
  const count = chunk.readUInt32BE(0)
  const exports = new Map<string, number>()
  for (let index = 0; index < count; index++) {
    const at = 4 + index * 12
    const name = atoms[chunk.readUInt32BE(at) - 1] ?? ''
    exports.set(`${name}/${chunk.readUInt32BE(at + 4)}`, chunk.readUInt32BE(at + 8))
  }
  return exports
}

// Generic opcodes: genop.tab of the Erlang compiler; they have been the same since R6.
const LABEL = 1
const RETURN = 19
const MOVE = 64

/** The first result register: `{x, 0}`. */
const RESULT = 0x03

const LITERAL = 0x47
const ATOM_TAG = 2

/**
 * A function that only gives a value is `label L; move VALUE, {x,0}; return`, and a label occurs once in the code. So
 * these bytes are looked for, and the other instructions need not be understood.
 */
function readConstant(
  chunks: Chunks,
  { label, atoms }: { readonly label: number; readonly atoms: readonly string[] },
): ErlangTerm | undefined {
  const chunk = chunks.get('Code')
  if (chunk === undefined) return undefined
  const code = chunk.subarray(chunk.readUInt32BE(0) + 4)
  const start = Buffer.from([LABEL, ...encodeUnsigned(label), MOVE])
  for (let found = code.indexOf(start); found !== -1; found = code.indexOf(start, found + 1)) {
    const at = found + start.length
    const isLiteral = code[at] === LITERAL
    const { tag, value, next } = readOperand(code, isLiteral ? at + 1 : at)
    if (code[next] !== RESULT || code[next + 1] !== RETURN) continue
    if (isLiteral) return readLiteral(chunks, value)
    if (tag === ATOM_TAG) return value === 0 ? [] : { atom: atoms[value - 1] ?? '' }
  }
  return undefined
}

/** Compact term encoding of the loader: 3 bits of tag, then 4 or 11 bits of value. Longer values are not needed here. */
function readOperand(bytes: Buffer, at: number): { tag: number; value: number; next: number } {
  const first = bytes.readUInt8(at)
  const tag = first & 0b111
  if ((first & 0b1000) === 0) return { tag, value: first >> 4, next: at + 1 }
  if ((first & 0b1_0000) === 0)
    return { tag, value: ((first >> 5) << 8) | bytes.readUInt8(at + 1), next: at + 2 }
  const length = (first >> 5) + 2
  if (length > 4) throw new RangeError('The operand is too long.')
  return { tag, value: bytes.readUIntBE(at + 1, length), next: at + 1 + length }
}

function encodeUnsigned(value: number): number[] {
  if (value < 16) return [value << 4]
  if (value < 2048) return [((value >> 8) << 5) | 0b1000, value & 0xff]
  // Signed, so the top bit has to stay clear.
  const length = value < 0x8000 ? 2 : value < 0x80_0000 ? 3 : 4
  const digits = Array.from({ length }, (_, index) => (value >>> (8 * (length - 1 - index))) & 0xff)
  return [((length - 2) << 5) | 0b1_1000, ...digits]
}

/** `LitT`: the unpacked size, 0 where it is not packed (OTP 28), then a count and sized external terms. */
function readLiteral(chunks: Chunks, index: number): ErlangTerm | undefined {
  const chunk = chunks.get('LitT')
  if (chunk === undefined) return undefined
  const packed = chunk.subarray(4)
  const isPacked = chunk.readUInt32BE(0) !== 0
  const table = isPacked ? inflateSync(packed, { maxOutputLength: MAX_SIZE }) : packed
  if (index >= table.readUInt32BE(0)) return undefined
  let at = 4
  for (let skipped = 0; skipped < index; skipped++) at += 4 + table.readUInt32BE(at)
  return parseExternalTerm(table.subarray(at + 4, at + 4 + table.readUInt32BE(at)))
}
