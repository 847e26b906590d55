export { checkEntryNames } from './check-entry-names.ts'
export { findCollisions } from './entry-collisions.ts'
export type { EntryCollision } from './entry-collisions.ts'
export {
  checkEntryName,
  compareEntryNames,
  foldEntryName,
  MAX_COMPONENT_BYTES,
  MAX_DEPTH,
  MAX_PATH_LENGTH,
} from './entry-name.ts'
export type { EntryNameProblem } from './entry-name.ts'
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
export {
  envelopeFileOf,
  parseArtifactEnvelope,
  parseArtifactStatement,
  signArtifact,
  toDsseEnvelope,
  toManifestEnvelope,
} from './sign/artifact-envelope.ts'
export type { ArtifactStatement, DsseEnvelope, ParsedEnvelope } from './sign/artifact-envelope.ts'
export { loadPrivateKey, loadPublicKey, savePrivateKey } from './sign/key-file.ts'
export {
  ARTIFACT_PAYLOAD_TYPE,
  MANIFEST_PAYLOAD_TYPE,
  preAuthenticationEncoding,
} from './sign/pre-authentication-encoding.ts'
export { createKeyPair, formatPrivateKey, readPrivateKey } from './sign/private-key.ts'
export type { PrivateKey, ReadPrivateKeyOptions } from './sign/private-key.ts'
export { formatPublicKey, keyIdOf, readPublicKey, toPublicKey } from './sign/public-key.ts'
export type { PublicKey } from './sign/public-key.ts'
export {
  isSignedBy,
  MAX_SIGNATURES,
  parseSignatureFile,
  SIGNATURE_FILE,
  signManifest,
} from './sign/signature-file.ts'
export type { ParsedSignatures, Signature } from './sign/signature-file.ts'
export { addTrustedKey, findTrustedKey, retireKey, revokeKey } from './trust/edit-trust-store.ts'
export type { StatusChange } from './trust/edit-trust-store.ts'
export { judgeArchive, MANIFEST_FILE } from './trust/judge-archive.ts'
export type { FoundArchive, JudgeOptions, ManifestFacts, TrustOptions } from './trust/judge-archive.ts'
export { judgeSigned } from './trust/judge-signed.ts'
export type { SignedPackage } from './trust/judge-signed.ts'
export { isNamePattern, matchesNamePattern } from './trust/name-pattern.ts'
export { loadTrustStore, resolveTrustFile, saveTrustStore } from './trust/trust-file.ts'
export type { LoadTrustStoreOptions } from './trust/trust-file.ts'
export { EMPTY_TRUST_STORE, formatTrustStore, parseTrustStore } from './trust/trust-store.ts'
export type { ParsedTrustStore, TrustedKey, TrustStore } from './trust/trust-store.ts'
export { isAccepted } from './trust/verification.ts'
export type {
  FileDifference,
  Integrity,
  JudgedVerdict,
  Signer,
  SignerStatus,
  TrustPolicy,
  Verdict,
  Verification,
} from './trust/verification.ts'
export { verifyArchive, verifyOpenArchive } from './trust/verify-archive.ts'
export type { VerifyArchiveOptions } from './trust/verify-archive.ts'
export { verifyArtifact } from './trust/verify-artifact.ts'
export type { VerifyArtifactOptions } from './trust/verify-artifact.ts'
