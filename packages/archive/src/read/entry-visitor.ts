import type { ArchiveMember } from './entry-gate.ts'

/**
 * Takes the entries of an archive, in their order. Nothing in it is asynchronous: when reading fails, nothing is still
 * on its way to a disk.
 */
export interface EntryVisitor {
  /** Returns what takes the bytes, or nothing where they do not matter. They are unpacked and checked all the same. */
  enter(entry: ArchiveMember): ContentSink | undefined
}

/** Takes the bytes of one entry; as many as the entry said, before `end` is called. */
export interface ContentSink {
  /** The chunk is the sink's for the time of the call only. */
  write(chunk: Buffer): void
  end(): void
}
