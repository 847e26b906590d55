export { checkEntryNames } from './check-entry-names.ts'
export {
  checkEntryName,
  compareEntryNames,
  findCollisions,
  foldEntryName,
  MAX_COMPONENT_BYTES,
  MAX_DEPTH,
  MAX_PATH_LENGTH,
} from './entry-name.ts'
export type { EntryCollision, EntryNameProblem } from './entry-name.ts'
export type { FileDigest } from './file-digest.ts'
export { DEFAULT_LIMITS } from './limits.ts'
export type { ArchiveLimits } from './limits.ts'
export type { ArchiveFormat } from './read/detect-format.ts'
export type { ArchiveDigest, DigestOptions } from './read/digest-archive.ts'
export type { ArchiveMember } from './read/entry-gate.ts'
export type { ExtractedArchive, ExtractOptions } from './read/extract-archive.ts'
export type { ArchiveListing } from './read/list-archive.ts'
export { openArchive } from './read/open-archive.ts'
export type { OpenArchive } from './read/open-archive.ts'
export type { ReadOptions, ReadProfile } from './read/options.ts'
export { digestArchive, extractArchive, listArchive, readArchiveFiles } from './read/read-archive.ts'
export { treeDigest } from './tree-digest.ts'
export type {
  ArchiveEntry,
  ArchiveWriter,
  ControlEntry,
  WritableFormat,
  WriteProgress,
  WriteRequest,
  WrittenFile,
} from './write/archive-writer.ts'
export { hasReferenceDeflate } from './write/reference-deflate.ts'
export { createSegmentCache } from './write/segment-cache.ts'
export type { SegmentCache, SegmentCacheOptions } from './write/segment-cache.ts'
export { writeArchive } from './write/write-archive.ts'
export type { WriteArchiveOptions, WrittenArchive } from './write/write-archive.ts'
