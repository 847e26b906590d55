/* oxlint-disable max-lines -- a catalogue: one function per code, in the order of the flow */
import { nearestName } from '@plugwright/diagnostics'
import type { Diagnostic, Place } from '@plugwright/diagnostics'
import { pathFault } from './plugin-path.ts'

// Reading the file

/** There is no plugin.yaml, or no file of the name given instead. */
export function manifestNotFound(fileName: string, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_NOT_FOUND',
    severity: 'error',
    message: `The folder has no ${fileName}.`,
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
    hint: 'a manifest needs far fewer; an alias inside the value that it repeats never ends.',
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
    related: [{ message: 'the first one', ...relatedPlace(first) }],
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
    hint: nearest === undefined ? knownFields(known) : `did you mean "${nearest}"?`,
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
    message: `The path ${quote(found.value)} in "${found.field}" ${pathFault(found.value.replace(/^!/, '')) ?? 'is not allowed'}.`,
    hint: 'write it from the plugin folder, with "/" between its parts: frontend/src/index.tsx.',
    ...place,
  }
}

/** A value of the right type and the wrong form. `expected` follows "must be"; `folder` is where the value comes from. */
export function invalidValue(
  found: { field: string; value: unknown; expected: string; folder?: string },
  place: Place,
): Diagnostic {
  const { field, value, expected, folder } = found
  const subject = folder === undefined ? `of "${field}"` : `of "${field}", the name of the folder ${folder},`
  return {
    code: 'MANIFEST_INVALID_VALUE',
    severity: 'error',
    message: `The value ${quote(value)} ${subject} must be ${expected}.`,
    ...(folder !== undefined && {
      hint: 'rename the folder, or list its blocks in plugin.yaml with a slot.',
    }),
    ...place,
  }
}

/** The rest of a long list of problems; `count` where they were counted. */
export function tooManyProblems(count: number | undefined, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_TOO_MANY_PROBLEMS',
    severity: 'info',
    message: `${count ?? 'Some'} further problems are not shown.`,
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

// Versions

/** A range in `requires` that semver cannot read. */
export function invalidRange(found: { field: string; range: string }, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_INVALID_RANGE',
    severity: 'error',
    message: `The range ${quote(found.range)} of "${found.field}" is not a semver range.`,
    hint: 'write it as in package.json: "^1.2.0", ">=1 <3", "1.x".',
    ...place,
  }
}

// Pages and blocks

/** A declared page outside the pages folder, so that nothing says its path. */
export function pageWithoutPath(module: string, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_PAGE_WITHOUT_PATH',
    severity: 'error',
    message: `The page ${quote(module)} has no path.`,
    hint: 'add "path: /…", or move the file below frontend/src/pages/, where its name is its path.',
    ...place,
  }
}

/** A path that cannot be matched. `fault` is the end of a sentence. */
export function invalidPagePath(
  found: { module: string; path: string; fault: string },
  place: Place,
): Diagnostic {
  return {
    code: 'MANIFEST_INVALID_PAGE_PATH',
    severity: 'error',
    message: `The page ${found.module} would have the path ${quote(found.path)}, which ${found.fault}.`,
    hint: 'name the file customers.tsx, [id].tsx for a parameter, or [...rest].tsx for all the rest.',
    ...place,
  }
}

/** Two pages match the same addresses. */
export function pagePathConflict(
  page: { module: string; path: string },
  other: { module: string; path: string },
  places: { place: Place; other: Place },
): Diagnostic {
  return {
    code: 'MANIFEST_PAGE_PATH_CONFLICT',
    severity: 'error',
    message: `The pages ${other.module} (${other.path}) and ${page.module} (${page.path}) are on the same path.`,
    hint: 'give one of them another path, or remove it.',
    ...places.place,
    related: [{ message: 'the other page', ...relatedPlace(places.other) }],
  }
}

/** Two names that are one on file systems and in links that ignore case. */
export function caseCollision(
  names: { what: string; name: string; other: string },
  places: { place: Place; other: Place },
): Diagnostic {
  return {
    code: 'MANIFEST_CASE_COLLISION',
    severity: 'error',
    message: `The ${names.what} ${names.other} and ${names.name} differ only by upper and lower case.`,
    hint: 'rename one of them: on macOS and Windows they are the same.',
    ...places.place,
    related: [{ message: 'the other one', ...relatedPlace(places.other) }],
  }
}

/** Something that may be listed once is listed again. */
export function duplicateEntry(what: string, place: Place, first: Place): Diagnostic {
  return {
    code: 'MANIFEST_DUPLICATE_ENTRY',
    severity: 'error',
    message: `The ${what} is listed twice.`,
    hint: 'keep one of them.',
    ...place,
    related: [{ message: 'the first one', ...relatedPlace(first) }],
  }
}

// Nav

/** A nav entry with more than one of path, href and host. */
export function navSeveralTargets(label: string, targets: readonly string[], place: Place): Diagnostic {
  return {
    code: 'MANIFEST_NAV_SEVERAL_TARGETS',
    severity: 'error',
    message: `The nav entry ${quote(label)} has ${targets.join(' and ')}; it can lead to one place only.`,
    hint: 'path leads to a page of this plugin, host to a page of the host, href to another site.',
    ...place,
  }
}

/** A nav entry that leads nowhere and has no entries below it. */
export function navWithoutTarget(label: string, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_NAV_WITHOUT_TARGET',
    severity: 'error',
    message: `The nav entry ${quote(label)} leads nowhere.`,
    hint: 'add path, host or href, or entries below it (children).',
    ...place,
  }
}

/** A nav path that is not below the plugin's own name. */
export function navOutsidePlugin(
  entry: { label: string; path: string; name: string; nearest: string | undefined },
  place: Place,
): Diagnostic {
  const { label, path, name, nearest } = entry
  const own = nearest === undefined ? `/${name}/…` : nearest
  return {
    code: 'MANIFEST_NAV_OUTSIDE_PLUGIN',
    severity: 'error',
    message: `The nav entry ${quote(label)} leads to ${path}, which is not below /${name}.`,
    hint: `for a page of this plugin write "path: ${own}", for a page of the host "host: ${path}".`,
    ...place,
  }
}

/** A nav path that no page of the plugin has. */
export function navWithoutPage(
  entry: {
    label: string
    path: string
    nearest: { path: string; module: string } | undefined
    pages: readonly string[]
  },
  place: Place,
): Diagnostic {
  const { label, path, nearest, pages } = entry
  const some = `${pages.slice(0, 5).join(', ')}${pages.length > 5 ? ', …' : ''}`
  const hint =
    nearest !== undefined
      ? `the nearest page is ${nearest.path} (${nearest.module}).`
      : pages.length > 0
        ? `the pages are ${some}.`
        : 'the plugin has no pages; add a file below frontend/src/pages/, or a frontend_entry.'
  return {
    code: 'MANIFEST_NAV_WITHOUT_PAGE',
    severity: 'error',
    message: `The nav entry ${quote(label)} leads to ${path}, and no page has that path.`,
    hint,
    ...place,
  }
}

// Permissions

/** Two nav entries with different permissions lead to a page that has none of its own. */
export function pagePermissionConflict(
  page: { module: string; permissions: readonly [string, string] },
  place: Place,
  first: Place,
): Diagnostic {
  const [one, other] = page.permissions
  return {
    code: 'MANIFEST_PAGE_PERMISSION_CONFLICT',
    severity: 'error',
    message: `The page ${page.module} would inherit ${quote(one)} from one nav entry and ${quote(other)} from another.`,
    hint: 'give the page its own permission under "pages", or null for none.',
    ...place,
    related: [{ message: 'the other nav entry', ...relatedPlace(first) }],
  }
}

/** A permission is used and not asked for. */
export function permissionNotRequested(
  found: { permission: string; user: string; requested: readonly string[] },
  place: Place,
): Diagnostic {
  const { permission, user, requested } = found
  const nearest = nearestName(permission, requested)
  return {
    code: 'MANIFEST_PERMISSION_NOT_REQUESTED',
    severity: 'error',
    message: `The ${user} needs the permission ${quote(permission)}, which the plugin does not request.`,
    hint:
      nearest === undefined
        ? `add ${permission} to "permissions".`
        : `did you mean ${nearest}? Otherwise add ${permission} to "permissions".`,
    ...place,
  }
}

/** A seed group has a permission that the plugin does not request. */
export function seedGroupPermission(
  found: { group: string; permission: string; requested: readonly string[] },
  place: Place,
): Diagnostic {
  const { group, permission, requested } = found
  const nearest = nearestName(permission, requested)
  return {
    code: 'MANIFEST_SEED_GROUP_PERMISSION',
    severity: 'error',
    message: `The seed group ${quote(group)} has the permission ${quote(permission)}, which the plugin does not request.`,
    hint:
      nearest === undefined
        ? `add ${permission} to "permissions", or take it out of the group.`
        : `did you mean ${nearest}?`,
    ...place,
  }
}

/** A permission stands twice in a list. */
export function duplicatePermission(permission: string, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_DUPLICATE_PERMISSION',
    severity: 'warning',
    message: `The permission ${quote(permission)} is listed twice.`,
    hint: 'keep one of them.',
    ...place,
  }
}

// Files of the plugin

/** A file that the plugin cannot do without. `is`: what is there instead. */
export function fileNotFound(
  found: { what: string; path: string; is: 'directory' | undefined; nearest: string | undefined },
  place: Place,
): Diagnostic {
  const { what, path, is, nearest } = found
  const fault = is === 'directory' ? 'is a folder' : 'does not exist'
  return {
    code: 'MANIFEST_FILE_NOT_FOUND',
    severity: 'error',
    message: `The ${what} ${quote(path)} ${fault}.`,
    hint:
      nearest === undefined
        ? 'create the file or correct the path; case counts.'
        : `did you mean ${nearest}?`,
    ...place,
  }
}

/** A file that is named and not there, without which the rest of the plugin works. */
export function optionalFileMissing(what: string, path: string, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_OPTIONAL_FILE_MISSING',
    severity: 'warning',
    message: `The ${what} ${quote(path)} does not exist.`,
    hint: 'create it, correct the path, or remove the line.',
    ...place,
  }
}

/** A dbt workspace without a project. */
export function dbtProjectMissing(path: string, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_DBT_PROJECT_MISSING',
    severity: 'warning',
    message: `The dbt workspace ${quote(path)} has no dbt_project.yml.`,
    hint: 'run "dbt init" there, or correct the path.',
    ...place,
  }
}

/** A command of Betty without a script on disk. Its package is still written, with this in the report. */
export function handlerMissing(command: string, script: string | undefined, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_HANDLER_MISSING',
    severity: 'warning',
    message:
      script === undefined
        ? `The command ${quote(command)} has no handler script.`
        : `The handler ${quote(script)} of the command ${quote(command)} does not exist.`,
    hint:
      script === undefined
        ? 'add handler: { runtime: python, script: … }.'
        : 'create the file or correct the path.',
    ...place,
  }
}

/** A router that is neither a JavaScript or TypeScript file nor a dotted Python path. */
export function invalidRouter(module: string, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_INVALID_ROUTER',
    severity: 'error',
    message: `The router ${quote(module)} is not a JavaScript or TypeScript file.`,
    hint: 'for a Python host write the dotted form: plugins.crm.backend.routers.customers:router.',
    ...place,
  }
}

/** A Python router whose module is not where a Python host would look. */
export function pythonRouterMissing(module: string, expected: string | undefined, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_PYTHON_ROUTER_MISSING',
    severity: 'warning',
    message:
      expected === undefined
        ? `The Python router ${quote(module)} is not a module of this plugin.`
        : `The Python router ${quote(module)} has no module ${expected}.`,
    hint: 'it must start with plugins.<name>. and name a file of the plugin; JavaScript hosts skip it.',
    ...place,
  }
}

/** A pattern for translations without the place of the language. */
export function i18nWithoutLocale(path: string, place: Place): Diagnostic {
  return {
    code: 'MANIFEST_I18N_WITHOUT_LOCALE',
    severity: 'error',
    message: `The path ${quote(path)} of "i18n" has no {locale}.`,
    hint: 'put {locale} where the language stands: frontend/src/locales/{locale}.json.',
    ...place,
  }
}

/** A link leads out of the plugin folder. */
export function pathOutside(found: { field: string; value: string }, place: Place): Diagnostic {
  const subject = found.field === '' ? 'The path' : `In "${found.field}", the path`
  return {
    code: 'MANIFEST_PATH_OUTSIDE',
    severity: 'error',
    message: `${subject} ${quote(found.value)} leads out of the plugin folder by a link.`,
    hint: 'copy what it leads to into the plugin; a plugin reads nothing outside its folder.',
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

/** A place without what only a diagnostic has. */
function relatedPlace({ file, span }: Place): Pick<Place, 'file' | 'span'> {
  return { ...(file !== undefined && { file }), ...(span !== undefined && { span }) }
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
  if (typeof value === 'string') return `the string ${quote(value)}`
  return `the ${typeof value} ${source ?? JSON.stringify(value)}`
}

function article(type: string): string {
  const names: Readonly<Record<string, string>> = {
    array: 'a list',
    object: 'a mapping',
    string: 'a string',
    integer: 'a whole number',
    null: 'null',
  }
  return names[type] ?? `a ${type}`
}

/** A short list is an answer; the whole manifest is not. */
function knownFields(known: readonly string[]): string {
  if (known.length > 12) return 'the fields are listed in docs/manifest.md.'
  return `known here: ${known.join(', ')}.`
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
