/* oxlint-disable max-lines -- a catalogue: one function per code, in the order of the flow */
import { nearestName } from '@plugwright/diagnostics'
import type { Diagnostic, Place } from '@plugwright/diagnostics'

// Reading the file

/** There is no plugin.yaml where one is needed. */
export function manifestNotFound(place: Place): Diagnostic {
  return {
    code: 'MANIFEST_NOT_FOUND',
    severity: 'error',
    message: 'The folder has no plugin.yaml.',
    hint: 'a plugin is a folder with a plugin.yaml; two lines are enough: name and version.',
    ...place,
  }
}

/** The file is there and cannot be read. `reason`: the code of the operating system, or what it is instead. */
export function manifestUnreadable(reason: string, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_UNREADABLE',
    severity: 'error',
    message: `The file cannot be read: ${reason}.`,
    hint: 'it must be a regular file that this user may read.',
    ...place,
  }
}

/** The bytes are not UTF-8. */
export function notUtf8(place: Place): Diagnostic {
  return {
    code: 'MANIFEST_NOT_UTF8',
    severity: 'error',
    message: 'The file is not valid UTF-8.',
    hint: 'save it as UTF-8.',
    ...place,
  }
}

// Limits before parsing

/** More bytes than a manifest needs. */
export function tooLarge(sizeInBytes: number, limitInBytes: number, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_TOO_LARGE',
    severity: 'error',
    message: `The file has ${sizeInBytes} bytes; at most ${limitInBytes} are read.`,
    hint: 'a manifest describes the plugin; keep data in files of their own.',
    ...place,
  }
}

/** Nested deeper than the limit, or a value that contains itself. */
export function tooDeep(place: Place): Diagnostic {
  return {
    code: 'MANIFEST_TOO_DEEP',
    severity: 'error',
    message: 'The document is nested deeper than 32 levels.',
    ...place,
  }
}

/** Aliases that repeat too much. */
export function tooManyAliases(place: Place): Diagnostic {
  return {
    code: 'MANIFEST_TOO_MANY_ALIASES',
    severity: 'error',
    message: 'The document uses aliases more than 100 times, or repeats more than 10000 values by them.',
    hint: 'write the values out.',
    ...place,
  }
}

/** NUL and its like, written plainly or by an escape. */
export function controlCharacter(charCode: number, place: Place): Diagnostic {
  const name = `U+${charCode.toString(16).toUpperCase().padStart(4, '0')}`
  return {
    code: 'MANIFEST_CONTROL_CHARACTER',
    severity: 'error',
    message: `The text has the control character ${name}.`,
    hint: 'remove it; only tabs and line breaks are allowed.',
    ...place,
  }
}

// YAML

/** Nothing but white space and comments. */
export function emptyManifest(place: Place): Diagnostic {
  return {
    code: 'MANIFEST_EMPTY',
    severity: 'error',
    message: 'The file is empty.',
    hint: 'it needs at least name and version.',
    ...place,
  }
}

/** Not YAML. `reason`: the words of the parser. */
export function yamlSyntax(reason: string, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_YAML_SYNTAX',
    severity: 'error',
    message: `The file is not valid YAML: ${reason.replace(/\.?$/, '.')}`,
    ...place,
  }
}

/** A `---` starts a second document. */
export function multipleDocuments(place: Place): Diagnostic {
  return {
    code: 'MANIFEST_MULTIPLE_DOCUMENTS',
    severity: 'error',
    message: 'The file has more than one YAML document.',
    hint: 'a plugin.yaml is one document; remove the second "---" and what follows.',
    ...place,
  }
}

/** A key stands twice in one mapping. */
export function duplicateKey(key: string, place: Place, first: Place): Diagnostic {
  return {
    code: 'MANIFEST_DUPLICATE_KEY',
    severity: 'error',
    message: `The key ${quote(key)} stands twice in one mapping.`,
    hint: 'keep one of them.',
    ...place,
    related: [{ message: 'the first one', ...first }],
  }
}

// Shape

/** A value of another type. `source`: how it is written. */
export function wrongType(
  found: { field: string; value: unknown; expected: readonly string[]; source: string | undefined },
  place: Place,
): Diagnostic {
  const { field, value, expected, source } = found
  const subject = field === '' ? 'The document' : `The field ${quote(field)}`
  const hint = typeHint(found)
  return {
    code: 'MANIFEST_WRONG_TYPE',
    severity: 'error',
    message: `${subject} is ${describe(value, source)}; it must be ${expected.map(article).join(' or ')}.`,
    ...(hint !== undefined && { hint }),
    ...place,
  }
}

/** A required field is not there. */
export function missingField(missing: { field: string; parent: string }, place: Place): Diagnostic {
  const owner = missing.parent === '' ? 'The manifest' : `The entry ${missing.parent}`
  return {
    code: 'MANIFEST_MISSING_FIELD',
    severity: 'error',
    message: `${owner} has no ${quote(missing.field)}, which is required.`,
    hint:
      missing.field === 'version'
        ? 'add a line such as "version: 0.1.0".'
        : `add a line "${missing.field}: …".`,
    ...place,
  }
}

/** A field that nobody reads: a slip of the pen, or one of a later version. */
export function unknownField(
  unknown: { field: string; parent: string; known: readonly string[] },
  place: Place,
): Diagnostic {
  const { field, parent, known } = unknown
  const nearest = nearestName(field, known)
  return {
    code: 'MANIFEST_UNKNOWN_FIELD',
    severity: 'warning',
    message: `The field ${quote(field)}${parent === '' ? '' : ` of ${parent}`} is not known and has no effect.`,
    hint: nearest === undefined ? `known here: ${known.join(', ')}.` : `did you mean "${nearest}"?`,
    ...place,
  }
}

/** Not a plugin name. */
export function invalidName(name: string, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_INVALID_NAME',
    severity: 'error',
    message: `${quote(name)} is not a plugin name.`,
    hint: 'use lower-case letters and digits, words joined by single hyphens, at most 64 characters: crm, data-import.',
    ...place,
  }
}

/** Not a semantic version. */
export function invalidVersion(version: string, place: Place): Diagnostic {
  const completed = /^v?(\d+)(?:\.(\d+))?$/.exec(version)
  const example = completed ? `${Number(completed[1])}.${Number(completed[2] ?? 0)}.0` : '0.1.0'
  return {
    code: 'MANIFEST_INVALID_VERSION',
    severity: 'error',
    message: `${quote(version)} is not a semantic version.`,
    hint: `write three numbers: "${example}".`,
    ...place,
  }
}

/** A path that is absolute, leaves the folder, or has characters that paths of a package must not have. */
export function invalidPath(found: { field: string; value: string }, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_INVALID_PATH',
    severity: 'error',
    message: `The path ${quote(found.value)} in "${found.field}" ${pathFault(found.value)}.`,
    hint: 'write it from the plugin folder, with "/" between its parts: frontend/src/index.tsx.',
    ...place,
  }
}

/** A value of the right type and the wrong form. `expected` follows "must be". */
export function invalidValue(
  found: { field: string; value: unknown; expected: string },
  place: Place,
): Diagnostic {
  return {
    code: 'MANIFEST_INVALID_VALUE',
    severity: 'error',
    message: `The value ${quote(found.value)} of "${found.field}" must be ${found.expected}.`,
    ...place,
  }
}

/** The rest of a long list of problems. */
export function tooManyProblems(count: number, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_TOO_MANY_PROBLEMS',
    severity: 'info',
    message: `${count} further problems are not shown.`,
    hint: 'repair those above first.',
    ...place,
  }
}

// Names

/** A name that a host or a language needs for itself. */
export function reservedName(name: string, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_RESERVED_NAME',
    severity: 'error',
    message: `The name ${quote(name)} is reserved.`,
    hint: `choose another one: ${name}-plugin, for example.`,
    ...place,
  }
}

/** The plugin's name and its folder below a root differ. */
export function nameMismatch(name: string, folderName: string, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_NAME_MISMATCH',
    severity: 'error',
    message: `The plugin is named ${quote(name)}, and its folder ${quote(folderName)}.`,
    hint: 'below a root they must be equal: rename the folder or change the name.',
    ...place,
  }
}

// Files of the plugin

/** A link leads out of the plugin folder. */
export function pathOutside(found: { field: string; value: string }, place: Place): Diagnostic {
  const subject = found.field === '' ? 'The file' : `In "${found.field}", the path`
  return {
    code: 'MANIFEST_PATH_OUTSIDE',
    severity: 'error',
    message: `${subject} ${quote(found.value)} leads out of the plugin folder by a link.`,
    hint: 'copy the file into the plugin; a plugin reads nothing outside its folder.',
    ...place,
  }
}

// Packed manifests

/** A manifest.json that is not JSON. */
export function packedNotJson(reason: string, place: Place): Diagnostic {
  return {
    code: 'PACKED_INVALID_JSON',
    severity: 'error',
    message: `The packed manifest is not valid JSON: ${reason.replace(/\.?$/, '.')}`,
    hint: 'unpack the package again; this file is never written by hand.',
    ...place,
  }
}

/** Bigger or deeper than any packed manifest. */
export function packedTooLarge(excess: string, place: Place): Diagnostic {
  return {
    code: 'PACKED_TOO_LARGE',
    severity: 'error',
    message: `The packed manifest ${excess}.`,
    ...place,
  }
}

/** A package of another version of the format, or of another system. */
export function packedFormat(format: unknown, place: Place): Diagnostic {
  return {
    code: 'PACKED_UNSUPPORTED_FORMAT',
    severity: 'error',
    message: `The package has the format ${quote(format)}; only "plugwright/1" can be read.`,
    hint: 'a later version of Plugwright made it: update the host, or pack the plugin again with this version.',
    ...place,
  }
}

/** A field of a packed manifest that is missing or wrong. `problem` follows the field's path. */
export function packedInvalid(field: string, problem: string, place: Place): Diagnostic {
  return {
    code: 'PACKED_INVALID',
    severity: 'error',
    message: `The packed manifest is not valid: "${field}" ${problem}.`,
    hint: 'unpack the package again; this file is never written by hand.',
    ...place,
  }
}

// Discovery

/** A root that does not exist, which is fine: it is watched until it does. */
export function rootMissing(dir: string): Diagnostic {
  return {
    code: 'ROOT_MISSING',
    severity: 'info',
    message: `The plugin root ${dir} does not exist.`,
    hint: 'create the folder to add plugins; it is picked up once it is there.',
    file: dir,
  }
}

/** A root that is a file, a socket or the like. */
export function rootNotAFolder(dir: string): Diagnostic {
  return {
    code: 'ROOT_NOT_A_FOLDER',
    severity: 'warning',
    message: `The plugin root ${dir} is not a folder.`,
    hint: 'a root is the folder that holds the plugin folders.',
    file: dir,
  }
}

/** A root that cannot be listed. `reason`: the code of the operating system. */
export function rootUnreadable(dir: string, reason: string): Diagnostic {
  return {
    code: 'ROOT_UNREADABLE',
    severity: 'warning',
    message: `The plugin root ${dir} cannot be read: ${reason}.`,
    hint: 'give this user the right to list the folder.',
    file: dir,
  }
}

/** One folder given as two roots. */
export function rootRepeated(dir: string): Diagnostic {
  return {
    code: 'ROOT_REPEATED',
    severity: 'warning',
    message: `The plugin root ${dir} is listed twice; the later one is left out.`,
    hint: 'remove one of them.',
    file: dir,
  }
}

/** A single plugin that is neither a folder nor an installed package. */
export function pluginNotFound(specifier: string, searched: string): Diagnostic {
  return {
    code: 'PLUGIN_NOT_FOUND',
    severity: 'error',
    message: `The plugin ${quote(specifier)} was not found: ${searched}.`,
    hint: 'give a folder (./my-plugin) or the name of an installed package that has a plugin.yaml.',
  }
}

/** A plugin whose name an earlier one has. */
export function pluginShadowed(
  shadowed: {
    name: string
    version: string | undefined
    winner: { version: string | undefined; file: string }
  },
  place: Place,
): Diagnostic {
  const { name, version, winner } = shadowed
  return {
    code: 'PLUGIN_SHADOWED',
    severity: 'warning',
    message: `The plugin ${name} ${version ?? '(version unknown)'} is shadowed by ${name} ${winner.version ?? '(version unknown)'}, which was found earlier.`,
    hint: 'remove or rename one of them; the earlier root always wins.',
    ...place,
    related: [{ message: 'the plugin that is used', file: winner.file }],
  }
}

/** A plugin from source in a root that takes packages only. */
export function pluginSourceRefused(place: Place): Diagnostic {
  return {
    code: 'PLUGIN_SOURCE_REFUSED',
    severity: 'error',
    message: 'The plugin is not packed, and its root takes packed plugins only (trust: packages).',
    hint: 'build it with "plugwright build" and unpack the .plug file here.',
    ...place,
  }
}

/** Writes a value found into a sentence, cut where it is long. */
function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

function describe(value: unknown, source: string | undefined): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  if (typeof value === 'string') return `the text ${quote(value)}`
  return `the ${typeof value} ${source ?? String(value)}`
}

function article(type: string): string {
  const names: Readonly<Record<string, string>> = {
    array: 'a list',
    object: 'a mapping',
    string: 'a text',
    integer: 'a whole number',
    null: 'null',
  }
  return names[type] ?? `a ${type}`
}

function typeHint({ field, value, expected, source }: Parameters<typeof wrongType>[0]): string | undefined {
  const written = source ?? String(value)
  if (field === 'version' && typeof value === 'number') {
    const parts = written.split('.')
    return `YAML reads ${written} as a number; quote it, with three parts: "${parts[0]}.${parts[1] ?? 0}.0".`
  }
  const isPlain = typeof value === 'number' || typeof value === 'boolean'
  if (isPlain && expected.includes('string')) return `quote it: "${written}".`
  if (expected.includes('array') && typeof value === 'string') return `write a list: [${written}].`
  if (value === null) return 'give it a value, or remove the line.'
  return undefined
}

function pathFault(path: string): string {
  const plain = path.replace(/^!/, '')
  if (plain === '') return 'is empty'
  if (/[\u0000-\u001f\u007f]/.test(plain)) return 'has a control character'
  if (plain.includes('\\')) return 'has a backslash'
  if (plain.startsWith('/') || /^[A-Za-z]:/.test(plain)) return 'is absolute'
  if (plain.split('/').includes('..')) return 'leaves the plugin folder by ".."'
  return 'has an empty part or a "."'
}
