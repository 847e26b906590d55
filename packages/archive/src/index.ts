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
export { DEFAULT_LIMITS } from './options.ts'
export type { ArchiveLimits } from './options.ts'
export { hasReferenceDeflate } from './reference-deflate.ts'
export { treeDigest } from './tree-digest.ts'
export { writeArchive } from './write-archive.ts'
export type { ArchiveEntry, ControlEntry, WriteArchiveOptions, WrittenArchive } from './write-archive.ts'
