import { PluginError } from '@plugwright/diagnostics'
import { toTarHeader } from '../write/tar-header.ts'
import {
  entryType,
  foreignArchive,
  githubSource,
  paxRecord,
  secondArchive,
  tarStructure,
  trailingBytes,
  truncated,
} from './diagnostics.ts'
import type { ArchiveMember, EntryGate } from './entry-gate.ts'
import type { ContentSink, EntryVisitor } from './entry-visitor.ts'
import type { ReadProfile } from './options.ts'
import { type PaxOverrides, parsePax } from './pax.ts'
import { BLOCK_SIZE, decodeTarText, parseTarHeader, type TarHeader } from './tar-header.ts'

/** Far above a path of 240 characters and the attributes that file systems have. */
const MAX_METADATA_SIZE = 16 * 1024
/** GNU tar fills up its last record, which it lets grow to this size. */
const MAX_END_SIZE = 1024 * 1024
const ZERO_BLOCK = Buffer.alloc(BLOCK_SIZE)

/** Options of {@link TarParser}. */
export interface TarParserOptions {
  readonly profile: ReadProfile
  readonly gate: EntryGate
  readonly visitor: EntryVisitor
}

/** What the next bytes are, and how many of them are to come. */
type State =
  | { readonly part: 'header' | 'metadata' | 'second-zero-block'; readonly block: Buffer; filled: number }
  | {
      readonly part: 'content'
      left: number
      readonly padding: number
      readonly sink: ContentSink | undefined
    }
  | { readonly part: 'padding'; left: number }
  | { readonly part: 'end'; seen: number }

/**
 * Reads a tar stream pushed in chunks of any size. One pass, no look-ahead, no memory beyond one header. Accepts regular
 * files, `x` headers, and in the profile `foreign` directories and GNU's `L`; after two zero blocks only zeros.
 *
 * Throws, besides the codes of {@link parseTarHeader}, {@link parsePax} and {@link EntryGate}: `ARCHIVE_ENTRY_TYPE`,
 * `ARCHIVE_GITHUB_SOURCE`, `ARCHIVE_SECOND_ARCHIVE`, `ARCHIVE_TRAILING_BYTES`, `ARCHIVE_TRUNCATED`.
 */
export class TarParser {
  readonly #profile: ReadProfile
  readonly #gate: EntryGate
  readonly #visitor: EntryVisitor
  #state: State = toHeader()
  #metadata: { readonly typeflag: string; readonly size: number } | undefined
  #overrides: (PaxOverrides & { readonly metadataSize: number }) | undefined
  /** The blocks before the content of the current entry, in the profile `own`. */
  #headers: Buffer[] = []

  constructor({ profile, gate, visitor }: TarParserOptions) {
    this.#profile = profile
    this.#gate = gate
    this.#visitor = visitor
  }

  push(chunk: Buffer): void {
    for (let offset = 0; offset < chunk.length;) offset += this.#take(chunk.subarray(offset))
  }

  /** To be called after the last chunk. */
  end(): void {
    const { part } = this.#state
    if (part === 'end') return
    refuse(truncated(part === 'header' ? 'the tar has no end mark' : `in the middle of a ${part}`))
  }

  /** Returns how many bytes it took; at least one. */
  #take(chunk: Buffer): number {
    const state = this.#state
    switch (state.part) {
      case 'header':
      case 'metadata':
      case 'second-zero-block': {
        const taken = chunk.copy(state.block, state.filled)
        state.filled += taken
        if (state.filled === state.block.length) this.#takeBlock(state.part, state.block)
        return taken
      }
      case 'content': {
        const content = chunk.length > state.left ? chunk.subarray(0, state.left) : chunk
        state.sink?.write(content)
        state.left -= content.length
        if (state.left === 0) this.#endContent(state.sink, state.padding)
        return content.length
      }
      case 'padding': {
        const padding = chunk.subarray(0, state.left)
        if (padding.some(isSet)) refuse(tarStructure('the padding after an entry is not zero'))
        state.left -= padding.length
        if (state.left === 0) this.#state = toHeader()
        return padding.length
      }
      case 'end':
        break
    }
    this.#takeEnd(chunk, state)
    return chunk.length
  }

  #takeBlock(part: 'header' | 'metadata' | 'second-zero-block', block: Buffer): void {
    if (this.#profile === 'own') this.#headers.push(block)
    if (part === 'metadata') this.#takeMetadata(block)
    else if (part === 'second-zero-block') this.#takeSecondZeroBlock(block)
    else if (block.equals(ZERO_BLOCK)) this.#takeFirstZeroBlock()
    else this.#takeHeader(parseTarHeader(block))
  }

  #takeHeader(header: TarHeader): void {
    if (this.#profile === 'own' && header.foreignField !== undefined) {
      refuse(foreignArchive(header.foreignField))
    }
    switch (header.typeflag) {
      case '0':
        return this.#enter(header, 'file')
      case '\0':
        if (this.#profile === 'own') refuse(foreignArchive('an entry has the old type of a file'))
        return this.#enter(header, 'file')
      case '5':
        return this.#enter(header, 'directory')
      case 'x':
        return this.#expectMetadata(header)
      case 'L':
        if (this.#profile === 'own') refuse(foreignArchive('a long name is in the form of GNU tar'))
        return this.#expectMetadata(header)
      case 'g':
        return refuse(
          header.name === 'pax_global_header'
            ? githubSource()
            : paxRecord('a header for all entries; only those for one entry are accepted'),
        )
      default:
        return refuse(entryType(header.name, TYPES[header.typeflag] ?? UNKNOWN_TYPE))
    }
  }

  /** Two headers on one entry are read differently by different readers (GHSA-vmf3-w455-68vh), so there is one at most. */
  #expectMetadata({ typeflag, size }: TarHeader): void {
    if (this.#overrides !== undefined) refuse(paxRecord('an entry has more than one extended header'))
    if (size === 0 || size > MAX_METADATA_SIZE) {
      refuse(paxRecord(`its size is ${size} bytes; 1 to ${MAX_METADATA_SIZE} are accepted`))
    }
    this.#metadata = { typeflag, size }
    this.#state = { part: 'metadata', block: Buffer.alloc(size + paddingOf(size)), filled: 0 }
  }

  #takeMetadata(block: Buffer): void {
    const { typeflag, size } = this.#metadata ?? { typeflag: 'x', size: 0 }
    if (block.subarray(size).some(isSet)) refuse(tarStructure('the padding after a header is not zero'))
    const body = block.subarray(0, size)
    const overrides = typeflag === 'x' ? parsePax(body, this.#profile) : { path: parseLongName(body) }
    this.#overrides = { ...overrides, metadataSize: block.length }
    this.#state = toHeader()
  }

  #enter(header: TarHeader, type: 'file' | 'directory'): void {
    const { path: name = header.name, size = header.size, metadataSize = 0 } = this.#overrides ?? {}
    this.#overrides = undefined
    if (header.linkName !== '') refuse(entryType(name, 'a file that names the target of a link'))
    if (type === 'directory' && size !== 0)
      refuse(tarStructure(`the folder ${JSON.stringify(name)} has content`))
    const member = this.#gate.admit({ name, type, size, mode: header.mode, metadataSize })
    if (this.#profile === 'own' && member !== undefined) this.#assertOwn(member)
    const sink = member === undefined ? undefined : this.#visitor.enter(member)
    if (size === 0) this.#endContent(sink, 0)
    else this.#state = { part: 'content', left: size, padding: paddingOf(size), sink }
  }

  /** Whatever the rules above let pass: there is one way to write an entry, and this is it. */
  #assertOwn(member: ArchiveMember): void {
    if (!Buffer.concat(this.#headers).equals(toTarHeader(member))) {
      refuse(foreignArchive(`the header of ${JSON.stringify(member.path)} is not the one we write`))
    }
    this.#headers = []
  }

  #endContent(sink: ContentSink | undefined, padding: number): void {
    sink?.end()
    this.#state = padding === 0 ? toHeader() : { part: 'padding', left: padding }
  }

  #takeFirstZeroBlock(): void {
    if (this.#overrides !== undefined) refuse(paxRecord('no entry follows it'))
    this.#state = { part: 'second-zero-block', block: Buffer.alloc(BLOCK_SIZE), filled: 0 }
  }

  #takeSecondZeroBlock(block: Buffer): void {
    if (!block.equals(ZERO_BLOCK)) refuse(tarStructure('one zero block instead of two at the end'))
    this.#state = { part: 'end', seen: 0 }
  }

  #takeEnd(chunk: Buffer, state: { seen: number }): void {
    if (this.#profile === 'own' && !chunk.some(isSet)) {
      refuse(foreignArchive('more than two blocks of zeros are at the end'))
    }
    if (chunk.some(isSet)) {
      const isHeader = chunk.includes('ustar', 0, 'latin1')
      refuse(isHeader ? secondArchive('tar') : trailingBytes('after the end mark of the tar'))
    }
    state.seen += chunk.length
    if (state.seen > MAX_END_SIZE)
      refuse(trailingBytes(`more than ${MAX_END_SIZE} zeros after the end of the tar`))
  }
}

const UNKNOWN_TYPE = 'of a type that no standard names'
const TYPES: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a character device',
  '4': 'a block device',
  '6': 'a named pipe',
  '7': 'a contiguous file',
  D: 'a directory listing of GNU tar',
  K: 'a link with a long target',
  M: 'the continuation of another volume',
  N: 'a long name of an old GNU tar',
  S: 'a sparse file',
  V: 'the label of a volume',
  X: 'a Solaris extended header',
}

/** GNU tar: the name, ended by one NUL. */
function parseLongName(body: Buffer): string {
  const end = body.indexOf(0)
  if (end !== body.length - 1) refuse(tarStructure('a long name does not end with one NUL'))
  return decodeTarText(body.subarray(0, end))
}

function toHeader(): State {
  return { part: 'header', block: Buffer.alloc(BLOCK_SIZE), filled: 0 }
}

function paddingOf(size: number): number {
  return (BLOCK_SIZE - (size % BLOCK_SIZE)) % BLOCK_SIZE
}

function isSet(byte: number): boolean {
  return byte !== 0
}

function refuse(diagnostic: ConstructorParameters<typeof PluginError>[0][number]): never {
  throw new PluginError([diagnostic])
}
