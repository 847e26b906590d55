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
export { hasReferenceDeflate } from './write/reference-deflate.ts'
export { treeDigest } from './tree-digest.ts'
export { writeArchive } from './write/write-archive.ts'
export type { ArchiveEntry, ControlEntry, WriteArchiveOptions, WrittenArchive } from './write/write-archive.ts'
