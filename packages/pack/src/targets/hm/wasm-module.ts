/** The type of a function, each value as its binary code: 0x7f i32, 0x7e i64, 0x7d f32, 0x7c f64. */
export interface FunctionType {
  readonly parameters: readonly number[]
  readonly results: readonly number[]
}

/** Something that a module asks for. */
export interface WasmImport {
  readonly module: string
  readonly name: string
  readonly kind: WasmKind
  /** Of a function. */
  readonly type: FunctionType | undefined
}

/** Something that a module gives. */
export interface WasmExport {
  readonly name: string
  readonly kind: WasmKind
  /** Of a function. */
  readonly type: FunctionType | undefined
}

/** What can be imported and exported. */
export type WasmKind = 'function' | 'table' | 'memory' | 'global' | 'tag'

/** How much memory a module has at first and may have at most, in pages of 64 KiB. */
export interface MemoryLimits {
  readonly initialPages: number
  /** Absent: as much as the machine can address. */
  readonly maximumPages: number | undefined
}

/** What a module says of itself before it runs. */
export interface WasmModule {
  readonly imports: readonly WasmImport[]
  readonly exports: readonly WasmExport[]
  /** The memories that it has of its own. */
  readonly memories: readonly MemoryLimits[]
}

/** `\0asm`, then version 1; components have another version. */
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]

const KINDS: readonly WasmKind[] = ['function', 'table', 'memory', 'global', 'tag']

/**
 * Parses the sections of a core WebAssembly module that matter here (WebAssembly 2.0, section 5.5). The result is to be
 * trusted once an engine has compiled the same bytes. `undefined` where they are no module, or one with types of the
 * garbage collection proposal, which no host of ours runs.
 */
export function parseWasmModule(bytes: Uint8Array): WasmModule | undefined {
  try {
    return readModule(createReader(bytes))
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function readModule(reader: Reader): WasmModule {
  if (!HEADER.every((byte) => byte === reader.byte())) throw new RangeError('no core module')
  const types: FunctionType[] = []
  const imports: WasmImport[] = []
  const functions: (FunctionType | undefined)[] = []
  const exports: WasmExport[] = []
  const memories: MemoryLimits[] = []
  while (!reader.isAtEnd()) {
    const id = reader.byte()
    const section = reader.sub(reader.leb())
    if (id === 1) types.push(...section.list(readFunctionType))
    if (id === 2) imports.push(...section.list((one) => readImport(one, types)))
    if (id === 3) functions.push(...section.list((one) => types[one.leb()]))
    if (id === 5) memories.push(...section.list(readLimits))
    if (id === 7) {
      const imported = imports.filter(({ kind }) => kind === 'function').map(({ type }) => type)
      exports.push(...section.list((one) => readExport(one, [...imported, ...functions])))
    }
  }
  return { imports, exports, memories }
}

function readFunctionType(reader: Reader): FunctionType {
  if (reader.byte() !== 0x60) throw new RangeError('no function type')
  return { parameters: reader.list((one) => one.byte()), results: reader.list((one) => one.byte()) }
}

function readImport(reader: Reader, types: readonly FunctionType[]): WasmImport {
  const module = reader.name()
  const name = reader.name()
  const kind = readKind(reader)
  let type: FunctionType | undefined
  if (kind === 'function') type = types[reader.leb()]
  // What else an import says is read only to get past it.
  if (kind === 'global') reader.skip(2)
  if (kind === 'table') reader.skip(1)
  if (kind === 'table' || kind === 'memory') readLimits(reader)
  if (kind === 'tag') {
    reader.skip(1)
    reader.leb()
  }
  return { module, name, kind, type }
}

function readExport(reader: Reader, functions: readonly (FunctionType | undefined)[]): WasmExport {
  const name = reader.name()
  const kind = readKind(reader)
  const index = reader.leb()
  return { name, kind, type: kind === 'function' ? functions[index] : undefined }
}

function readKind(reader: Reader): WasmKind {
  const kind = KINDS[reader.byte()]
  if (kind === undefined) throw new RangeError('no kind')
  return kind
}

/** Flags: 1 has a maximum, 2 shared, 4 addressed by 64 bits. */
function readLimits(reader: Reader): MemoryLimits {
  const flags = reader.leb()
  const initialPages = reader.leb()
  return { initialPages, maximumPages: (flags & 1) === 0 ? undefined : reader.leb() }
}

interface Reader {
  isAtEnd(): boolean
  byte(): number
  /** An unsigned integer in LEB128, up to 2^53. */
  leb(): number
  name(): string
  skip(count: number): void
  /** Reads a count, then as many items. */
  list<T>(read: (reader: Reader) => T): T[]
  /** A reader of the next bytes alone. */
  sub(length: number): Reader
}

const UTF_8 = new TextDecoder()

/** Throws a `RangeError` at the end. */
function createReader(bytes: Uint8Array): Reader {
  let position = 0
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - position) throw new RangeError('cut off')
    return bytes.subarray(position, (position += length))
  }
  const reader: Reader = {
    isAtEnd: () => position === bytes.length,
    byte: () => take(1)[0] ?? 0,
    leb() {
      let value = 0
      for (let shift = 0; shift < 53; shift += 7) {
        const byte = reader.byte()
        value += (byte & 0x7f) * 2 ** shift
        if (byte < 0x80) return value
      }
      throw new RangeError('integer too long')
    },
    name: () => UTF_8.decode(take(reader.leb())),
    skip: (count) => void take(count),
    list: (read) => {
      const count = reader.leb()
      const items = []
      for (let index = 0; index < count; index++) items.push(read(reader))
      return items
    },
    sub: (length) => createReader(take(length)),
  }
  return reader
}
