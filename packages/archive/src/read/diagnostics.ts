import type { Diagnostic } from '@plugwright/diagnostics'

/** The archive cannot be opened or read, or is not a regular file. */
export function notReadable(cause?: unknown): Diagnostic {
  const reason = cause === undefined ? 'it is not a regular file' : reasonOf(cause)
  return error({
    code: 'ARCHIVE_NOT_READABLE',
    message: `The archive cannot be read: ${reason}.`,
    hint: 'check that it exists, and its permissions.',
  })
}

/** Neither a gzip nor a zip file. */
export function unknownFormat(looksLike: string): Diagnostic {
  return error({
    code: 'ARCHIVE_UNKNOWN_FORMAT',
    message: `The file is neither a tar.gz nor a zip archive: it looks like ${looksLike}.`,
    hint: 'pack the plugin with `plugwright build`; for a download, check what the server really answered.',
  })
}

/** The end of the file name and the bytes disagree. */
export function wrongExtension(extension: string, found: string): Diagnostic {
  return error({
    code: 'ARCHIVE_WRONG_EXTENSION',
    message: `The file name ends with ${extension}, but the content is a ${found} archive.`,
    hint: 'give the file the ending of its format; renaming does not convert an archive.',
  })
}

/** The file ends before the archive does. */
export function truncated(what: string): Diagnostic {
  return error({
    code: 'ARCHIVE_TRUNCATED',
    message: `The archive ends too early: ${what}.`,
    hint: 'copy or download it again.',
  })
}

/** Compressed data that no compressor writes. */
export function corrupt(what: string): Diagnostic {
  return error({
    code: 'ARCHIVE_CORRUPT',
    message: `The compressed data are damaged: ${what}.`,
    hint: 'copy or download the archive again.',
  })
}

/** A checksum inside the archive that is not that of the bytes. */
export function checksumMismatch(what: string): Diagnostic {
  return error({
    code: 'ARCHIVE_CHECKSUM_MISMATCH',
    message: `The checksum of ${what} does not fit the bytes.`,
    hint: 'the archive was damaged or changed after packing; copy or download it again.',
  })
}

/** Bytes that belong to no entry. */
export function trailingBytes(where: string): Diagnostic {
  return error({
    code: 'ARCHIVE_TRAILING_BYTES',
    message: `The archive holds bytes that belong to no entry: ${where}.`,
    hint: 'readers disagree about such bytes, so they are refused; pack the plugin again.',
  })
}

/** A second gzip member, tar or zip after the end of the first. */
export function secondArchive(kind: string): Diagnostic {
  return error({
    code: 'ARCHIVE_SECOND_ARCHIVE',
    message: `A second ${kind} follows the end of the first.`,
    hint: 'some readers see only the first, others both; pack all files into one archive.',
  })
}

/** A gzip header that is malformed. */
export function gzipStructure(what: string): Diagnostic {
  return error({
    code: 'ARCHIVE_GZIP_STRUCTURE',
    message: `The gzip header is malformed: ${what}.`,
    hint: REPACK,
  })
}

/** A tar header or its padding is malformed. */
export function tarStructure(what: string): Diagnostic {
  return error({
    code: 'ARCHIVE_TAR_STRUCTURE',
    message: `The tar structure is malformed: ${what}.`,
    hint: REPACK,
  })
}

/** A pax record that is malformed, contradicts the entry, or changes what the entry means. */
export function paxRecord(what: string): Diagnostic {
  return error({
    code: 'ARCHIVE_PAX_RECORD',
    message: `A pax extended header is refused: ${what}.`,
    hint: 'readers disagree about such records; pack with plain ustar or pax headers.',
  })
}

/** Something that the profile `own` does not allow, because our writer never writes it. */
export function foreignArchive(what: string): Diagnostic {
  return error({
    code: 'ARCHIVE_FOREIGN',
    message: `Plugwright did not write this archive: ${what}.`,
    hint: 'a package of Plugwright is never repacked with other tools; use the one that `plugwright build` wrote.',
  })
}

/** The end record or the directory of a zip is malformed, or leaves bytes over. */
export function zipStructure(what: string): Diagnostic {
  return error({
    code: 'ARCHIVE_ZIP_STRUCTURE',
    message: `The zip structure is malformed: ${what}.`,
    hint: REPACK,
  })
}

/** The header beside the content says something else than the directory. */
export function zipMismatch(name: string, field: string): Diagnostic {
  return error({
    code: 'ARCHIVE_ZIP_MISMATCH',
    message: `The zip gives two different values for the ${field} of ${quote(name)}, one in the directory and one beside the content.`,
    hint: 'some readers take the one, some the other, so neither can be trusted; pack the plugin again.',
  })
}

/** Two entries share bytes of the file. */
export function zipOverlap(name: string): Diagnostic {
  return error({
    code: 'ARCHIVE_ZIP_OVERLAP',
    message: `The bytes of ${quote(name)} overlap those of another entry or of the directory.`,
    hint: 'only zip bombs and hidden files are made like this; do not use the archive.',
  })
}

/** An entry that needs a password. */
export function zipEncrypted(name?: string): Diagnostic {
  return error({
    code: 'ARCHIVE_ZIP_ENCRYPTED',
    message: name === undefined ? 'An entry is encrypted.' : `The entry ${quote(name)} is encrypted.`,
    hint: 'packages are not encrypted; pack it without a password.',
  })
}

/** An entry that is compressed with something else than deflate. */
export function zipMethod(name: string, method: number): Diagnostic {
  return error({
    code: 'ARCHIVE_ZIP_METHOD',
    message: `The entry ${quote(name)} is compressed with method ${method}; 0 (stored) and 8 (deflate) are supported.`,
    hint: 'pack it with plain deflate.',
  })
}

/** More or fewer bytes than the headers of the entry say. */
export function entrySize(name: string, what: string): Diagnostic {
  return error({
    code: 'ARCHIVE_ENTRY_SIZE',
    message: `The size of ${quote(name)} is not what its header says: ${what}.`,
    hint: 'the archive was damaged or made by hand; do not use it.',
  })
}

/** A name in no encoding that every reader agrees on. */
export function entryEncoding(bytes: string): Diagnostic {
  return error({
    code: 'ARCHIVE_ENTRY_ENCODING',
    message: `The name of an entry is neither ASCII nor marked UTF-8: ${bytes}.`,
    hint: 'pack with UTF-8 names; in zip with the flag that says so.',
  })
}

/** A bundle with the signature that `mcpb sign` appends. */
export function signedMcpb(): Diagnostic {
  return error({
    code: 'ARCHIVE_SIGNED_MCPB',
    message:
      'This is a signed MCP bundle (.mcpb): a signature is appended to the zip, which is no part of the zip format.',
    hint: 'it is not a package of Plugwright; `mcpb unsign` gives the plain zip.',
  })
}

/** A plugin with the signature that `dify signature sign` puts into the comment. */
export function signedDify(): Diagnostic {
  return error({
    code: 'ARCHIVE_SIGNED_DIFY',
    message: 'This is a signed Dify plugin (.difypkg): the comment of the zip holds its signature.',
    hint: 'it is not a package of Plugwright, and its signature is checked by Dify only.',
  })
}

/** An entry that is neither a file nor, in the profile `foreign`, a directory. */
export function entryType(name: string, type: string): Diagnostic {
  return error({
    code: 'ARCHIVE_ENTRY_TYPE',
    message: `The entry ${quote(name)} is ${type}.`,
    hint: 'packages hold regular files only; pack the file itself.',
  })
}

/** An entry with setuid, setgid or sticky bit. */
export function entryMode(name: string, mode: number): Diagnostic {
  return error({
    code: 'ARCHIVE_ENTRY_MODE',
    message: `The entry ${quote(name)} has mode ${mode.toString(8).padStart(4, '0')}, with the setuid, setgid or sticky bit.`,
    hint: 'remove that bit (chmod u-s,g-s,-t) and pack again.',
  })
}

/** An archive of a repository as GitHub and `git archive` make it. */
export function githubSource(): Diagnostic {
  return error({
    code: 'ARCHIVE_GITHUB_SOURCE',
    message: 'This looks like the source archive of a GitHub release ("Source code"), not like a package.',
    hint: 'download the package that is attached to the release, or build one from the sources with `plugwright build`.',
  })
}

/** Files that should be at the top lie in a folder. */
export function nestedRoot(name: string, folder: string): Diagnostic {
  return error({
    code: 'ARCHIVE_NESTED_ROOT',
    message: `The archive holds ${quote(`${folder}/${name}`)}, but ${quote(name)} must be at the top: everything lies in one more folder.`,
    hint: `pack the contents of ${quote(folder)}, not the folder (tar -C ${folder} …), or use \`plugwright build\`.`,
  })
}

/** An entry that was asked for and is not there. */
export function entryMissing(name: string): Diagnostic {
  return error({
    code: 'ARCHIVE_ENTRY_MISSING',
    message: `The archive has no entry ${quote(name)}.`,
    hint: 'check that the file is a package, and of the right kind.',
  })
}

/** An entry that the list of expected files does not have. */
export function entryUnlisted(name: string): Diagnostic {
  return error({
    code: 'ARCHIVE_ENTRY_UNLISTED',
    message: `The entry ${quote(name)} is not in the list of files of the package.`,
    hint: 'somebody added it after packing; use the original package.',
  })
}

/** A file that is not what the list of expected files says. */
export function contentMismatch(name: string, what: string): Diagnostic {
  return error({
    code: 'ARCHIVE_CONTENT_MISMATCH',
    message: `The entry ${quote(name)} is not the listed file: ${what}.`,
    hint: 'somebody changed it after packing; use the original package.',
  })
}

/** The archive was written to while it was being read. */
export function changedWhileRead(): Diagnostic {
  return error({
    code: 'ARCHIVE_CHANGED_WHILE_READ',
    message: 'The archive changed while it was being read.',
    hint: 'stop what writes to it (a download, a build) and read it again.',
  })
}

/** The folder to extract to exists. */
export function targetExists(dir: string): Diagnostic {
  return error({
    code: 'ARCHIVE_TARGET_EXISTS',
    message: 'The folder to extract to exists already.',
    hint: 'name a new folder: files are never mixed with what is there.',
    file: dir,
  })
}

/** The folder to extract to cannot be made or written. */
export function targetNotWritable(dir: string, cause: unknown): Diagnostic {
  return error({
    code: 'ARCHIVE_TARGET_NOT_WRITABLE',
    message: `The folder to extract to cannot be written: ${reasonOf(cause)}.`,
    hint: 'check that the folder around it exists, its permissions and the free space.',
    file: dir,
  })
}

const REPACK = 'the archive was damaged or made by hand; pack the plugin again.'

function error(diagnostic: Omit<Diagnostic, 'severity'>): Diagnostic {
  return { severity: 'error', ...diagnostic }
}

function quote(name: string): string {
  return JSON.stringify(name)
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
}
