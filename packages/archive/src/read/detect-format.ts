import { PluginError } from '@plugwright/diagnostics'
import { unknownFormat, wrongExtension } from './diagnostics.ts'

/** The formats that can be read. */
export type ArchiveFormat = 'tar.gz' | 'zip'

/** As many first bytes as tell formats apart: a plain tar has its mark at 257. */
export const MAGIC_SIZE = 265

/** `.arcanpkg` and the endings of other systems may be either. */
const EXTENSIONS: readonly [extension: string, format: ArchiveFormat][] = [
  ['.tar.gz', 'tar.gz'],
  ['.tgz', 'tar.gz'],
  ['.plug', 'tar.gz'],
  ['.zip', 'zip'],
]

/**
 * Tells the format by the first bytes; the end of the name must not say another one.
 *
 * Throws `ARCHIVE_UNKNOWN_FORMAT`, `ARCHIVE_WRONG_EXTENSION`.
 */
export function detectFormat(file: string, start: Buffer): ArchiveFormat {
  const format = formatOf(start)
  const [extension, expected] = EXTENSIONS.find(([end]) => file.toLowerCase().endsWith(end)) ?? []
  if (extension !== undefined && format !== expected) {
    throw new PluginError([wrongExtension(extension, format)])
  }
  return format
}

function formatOf(start: Buffer): ArchiveFormat {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'tar.gz'
  // A local header, or the end record of an empty archive.
  if (startsWith(start, 'PK\x03\x04') || startsWith(start, 'PK\x05\x06')) return 'zip'
  throw new PluginError([unknownFormat(describe(start))])
}

function describe(start: Buffer): string {
  if (start.length === 0) return 'an empty file'
  const found = SIGNATURES.find(([signature]) => startsWith(start, signature))
  if (found !== undefined) return found[1]
  if (start.toString('latin1', 257, 262) === 'ustar') return 'a tar archive that is not compressed'
  if (/^\s*</.test(start.toString('latin1'))) return 'a web page'
  return 'no format we know'
}

const SIGNATURES: readonly [signature: string, what: string][] = [
  ['\x28\xb5\x2f\xfd', 'a zstd file'],
  ['\xfd7zXZ\x00', 'an xz file'],
  ['BZh', 'a bzip2 file'],
  ['7z\xbc\xaf\x27\x1c', 'a 7z archive'],
  ['Rar!', 'a RAR archive'],
  ['\x00asm', 'a WebAssembly module'],
  ['{', 'a JSON file'],
]

function startsWith(start: Buffer, signature: string): boolean {
  return start.toString('latin1', 0, signature.length) === signature
}
