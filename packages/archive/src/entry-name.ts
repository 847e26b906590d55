/** Longest entry name, in UTF-16 code units: Windows allows 260 for a whole path, and the store needs some. */
export const MAX_PATH_LENGTH = 240
/** Longest part between two slashes, in bytes of UTF-8: the limit of ext4, APFS and NTFS. */
export const MAX_COMPONENT_BYTES = 255
/** Most parts of a name. */
export const MAX_DEPTH = 32

/** Why a name is refused. */
export type EntryNameProblem =
  | 'empty'
  | 'ill-formed'
  | 'control-character'
  | 'not-nfc'
  | 'backslash'
  | 'absolute'
  | 'empty-component'
  | 'dot-component'
  | 'windows-character'
  | 'windows-ending'
  | 'windows-device'
  | 'component-too-long'
  | 'path-too-long'
  | 'too-deep'

const encoder = new TextEncoder()

// C0, DEL, C1, and the characters that change the direction of the text around them (they hide extensions).
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
// Half of a surrogate pair has no UTF-8 form.
const LONE_SURROGATE = /\p{Surrogate}/u
// https://learn.microsoft.com/windows/win32/fileio/naming-a-file: reserved characters; names of devices, alone
// or before an extension, where spaces before the dot do not count and superscript digits do.
const WINDOWS_CHARACTER = /[<>:"|?*]/
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)/i

/**
 * The one rule for names of archive entries, for writing and for reading: relative, `/` between parts, NFC,
 * no control characters, no `.` or `..`, creatable on Linux, macOS and Windows, and within the lengths above.
 * Returns the first problem found, or `undefined` for a good name. Pure; never touches a disk.
 */
export function checkEntryName(name: string): EntryNameProblem | undefined {
  if (name === '') return 'empty'
  if (LONE_SURROGATE.test(name)) return 'ill-formed'
  if (CONTROL.test(name)) return 'control-character'
  if (name.normalize('NFC') !== name) return 'not-nfc'
  if (name.includes('\\')) return 'backslash'
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'absolute'
  if (name.length > MAX_PATH_LENGTH) return 'path-too-long'
  const components = name.split('/')
  if (components.length > MAX_DEPTH) return 'too-deep'
  for (const component of components) {
    const problem = checkComponent(component)
    if (problem !== undefined) return problem
  }
  return undefined
}

function checkComponent(component: string): EntryNameProblem | undefined {
  if (component === '') return 'empty-component'
  if (component === '.' || component === '..') return 'dot-component'
  if (WINDOWS_CHARACTER.test(component)) return 'windows-character'
  if (/[. ]$/.test(component)) return 'windows-ending'
  if (WINDOWS_DEVICE.test(component)) return 'windows-device'
  if (encoder.encode(component).length > MAX_COMPONENT_BYTES) return 'component-too-long'
  return undefined
}

/**
 * What file systems at most take for the same name: NFKC and full case folding (`ß` = `SS`, `ﬁ` = `FI`), without the
 * characters that do not show, which HFS+ ignores. Wider than any one of them, so that a package installs on all.
 */
export function foldEntryName(name: string): string {
  const shown = name.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
  return shown.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
}

/** Compares two names by the bytes of their UTF-8 forms, without making them: the order of entries. */
export function compareEntryNames(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const difference = utf8Rank(a.charCodeAt(index)) - utf8Rank(b.charCodeAt(index))
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** UTF-8 bytes are in the order of code points; in UTF-16, surrogates (above U+FFFF) come before U+E000 to U+FFFF. */
function utf8Rank(codeUnit: number): number {
  if (codeUnit < 0xd800) return codeUnit
  return codeUnit < 0xe000 ? codeUnit + 0x2000 : codeUnit - 0x800
}
