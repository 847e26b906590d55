import { type Diagnostic, nearestName } from '@plugwright/diagnostics'
import type { Staleness } from './build-manifest.ts'
import type { PluginFile } from './plugin-tree.ts'
import type { UnusedPattern } from './unused-patterns.ts'

/** The caller asks for a target that does not exist. */
export function unknownTarget(name: string, known: readonly string[]): Diagnostic {
  return {
    code: 'PACK_UNKNOWN_TARGET',
    severity: 'error',
    message: `There is no target "${name}".`,
    hint: nearestOf(name, known),
  }
}

/** The caller asks for packages of no target at all. */
export function targetsEmpty(known: readonly string[]): Diagnostic {
  return {
    code: 'PACK_TARGETS_EMPTY',
    severity: 'error',
    message: 'The list of targets is empty, so there is nothing to pack.',
    hint: `leave it out for those of plugin.yaml; known are ${listOf(known)}.`,
  }
}

/** All that plugin.yaml lists, or stands for, is a target that does not exist. */
export function noTarget(
  file: string,
  { name, known }: { name: string; known: readonly string[] },
): Diagnostic {
  return {
    code: 'PACK_NO_TARGET',
    severity: 'error',
    message: `No package can be made: there is no target "${name}".`,
    hint: nearestOf(name, known),
    file,
    path: ['targets', name],
  }
}

/** A block of plugin.yaml for a target that this version cannot make. */
export function targetSkipped(
  file: string,
  { name, known }: { name: string; known: readonly string[] },
): Diagnostic {
  return {
    code: 'PACK_TARGET_SKIPPED',
    severity: 'warning',
    message: `No package is made for the target "${name}": it is not known.`,
    hint: `${nearestOf(name, known)} A target of your own is passed by the option \`targets\`.`,
    file,
    path: ['targets', name],
  }
}

/** A format that the target cannot be stored as. */
export function unknownFormat(
  name: string,
  { target, known }: { target: string; known: readonly string[] },
): Diagnostic {
  const nearest = nearestName(name, known)
  return {
    code: 'PACK_UNKNOWN_FORMAT',
    severity: 'error',
    message: `The target "${target}" has no format "${name}".`,
    hint: nearest === undefined ? `it has ${listOf(known)}.` : `did you mean "${nearest}"?`,
  }
}

/** A value in a target's block that the target's schema refuses. */
export function targetOption(
  file: string,
  problem: {
    target: string
    path: readonly (string | number)[]
    reason: string
    nearest: string | undefined
  },
): Diagnostic {
  const { target, path, reason, nearest } = problem
  return {
    code: 'PACK_TARGET_OPTION',
    severity: 'error',
    message: `In the options of the target "${target}", ${reason}.`,
    hint: nearest === undefined ? `see the options of "${target}".` : `did you mean "${nearest}"?`,
    file,
    path: ['targets', target, ...path],
  }
}

/** A package.json that is not JSON. */
export function packageJson(file: string, reason: string): Diagnostic {
  return {
    code: 'PACK_PACKAGE_JSON',
    severity: 'error',
    message: `The package.json of the plugin cannot be read, so its peerDependencies are unknown: ${reason}.`,
    hint: 'repair it, or remove it where the plugin has no dependencies.',
    file,
  }
}

/** A bundle that was never built. */
export function bundleMissing(folder: string, requestId: string): Diagnostic {
  return {
    code: 'PACK_BUNDLE_MISSING',
    severity: 'error',
    message: `The bundle "${requestId}" has not been built.`,
    hint: 'run `plugwright build`, or pack with a bundler.',
    file: folder,
  }
}

/** A bundle that is not of today's sources. */
export function staleBundle(
  folder: string,
  { id, staleness }: { id: string; staleness: Staleness },
): Diagnostic {
  const why = {
    request: 'what is asked of it (entry points, external modules) has changed since',
    input: `its input ${'path' in staleness ? staleness.path : ''} has changed since`,
    output: `its output ${'path' in staleness ? staleness.path : ''} is not what was built`,
  }
  return {
    code: 'PACK_STALE_BUNDLE',
    severity: 'error',
    message: `The bundle "${id}" is stale: ${why[staleness.reason]}.`,
    hint: 'run `plugwright build` again.',
    file: folder,
  }
}

/** A pattern that brings nothing in and keeps nothing out. */
export function patternUnused(
  file: string,
  { field, index, text, hiddenBy, isFolder }: UnusedPattern,
): Diagnostic {
  const where = `The pattern "${text}" in \`${field}\``
  const matched = field === 'executable' ? 'matches no packed file' : 'matches no file'
  const [rule] = hiddenBy
  return {
    code: 'PACK_FILES_PATTERN_UNUSED',
    severity: 'error',
    message:
      rule === undefined
        ? `${where} ${matched}.`
        : `${where} matches only files that are left out unless named (rule "${rule}").`,
    hint: isFolder
      ? `it is a folder: write "${text}/**".`
      : rule === undefined
        ? 'patterns start at the plugin folder, with "/" between folders, and case counts.'
        : 'name what hides them in the pattern, as in "dist/**" or "**/*.test.ts".',
    file,
    path: [field, index],
  }
}

/** A link that cannot become a file of the archive. */
export function badLink(
  file: string,
  { path, kind }: { path: string; kind: NonNullable<PluginFile['badLink']> },
): Diagnostic {
  const why = {
    folder: 'leads to a folder',
    outside: 'leads out of the files of the plugin',
    dangling: 'leads nowhere',
    loop: 'leads back to itself',
  }
  return {
    code: 'PACK_LINK',
    severity: 'error',
    message: `The link ${path} ${why[kind]}, so it cannot be packed.`,
    hint: `copy what is needed into the plugin folder, or leave the link out with "!${path}" in \`files\`.`,
    file,
  }
}

/** A file of the plugin in the place of one that packing makes. */
export function reservedName(file: string, path: string): Diagnostic {
  return {
    code: 'PACK_RESERVED_NAME',
    severity: 'error',
    message: `The name ${path} at the top of a package is reserved.`,
    hint: 'rename the file, move it into a folder, or leave it out with a "!" pattern in `files`.',
    file,
  }
}

/** Something that plugin.yaml declares and the package would not hold. */
export function entryPointNotPacked(
  file: string,
  { path, field, reason }: { path: string; field: readonly (string | number)[]; reason: string },
): Diagnostic {
  return {
    code: 'PACK_ENTRY_POINT_NOT_PACKED',
    severity: 'error',
    message: `The package needs ${path}, and would not hold it: ${reason}.`,
    hint: 'change the pattern that takes it out, or the declaration.',
    file,
    path: field,
  }
}

/** A package that our own reader would not accept right after it was signed. */
export function notVerified(file: string, verdict: string): Diagnostic {
  return {
    code: 'PACK_NOT_VERIFIED',
    severity: 'error',
    message: `The signed package was read again, and the verdict is "${verdict}"; it was not put in place.`,
    hint: 'pack again; if it stays, check the disk, and the `sign` of a target of your own.',
    file,
  }
}

/** A file or folder that the operating system refuses. */
export function fileSystem(error: NodeJS.ErrnoException): Diagnostic {
  return {
    code: 'PACK_FILE_SYSTEM',
    severity: 'error',
    message: `The system refuses to ${error.syscall ?? 'work'}: ${error.code ?? error.message}.`,
    hint: 'check that the path exists, its permissions and the free space.',
    ...(error.path === undefined ? {} : { file: error.path }),
  }
}

/** A file where packages are to go. */
export function outputNotAFolder(path: string): Diagnostic {
  return {
    code: 'PACK_OUTPUT_NOT_A_FOLDER',
    severity: 'error',
    message: 'The output folder is a file, so no package can be put into it.',
    hint: 'name a folder; it is made where it does not exist.',
    file: path,
  }
}

/** A package that is larger than its author allows. `largest` are files in it, with their sizes before compression. */
export function overBudget(
  file: string,
  problem: {
    readonly sizeInBytes: number
    readonly maximum: number
    readonly largest: readonly { readonly path: string; readonly size: number }[]
  },
): Diagnostic {
  const { sizeInBytes, maximum, largest } = problem
  const files = largest.map(({ path, size }) => `${path} (${size.toLocaleString('en')})`).join(', ')
  return {
    code: 'PACK_OVER_BUDGET',
    severity: 'error',
    message: `The package has ${sizeInBytes.toLocaleString('en')} bytes, and its budget is ${maximum.toLocaleString('en')}. The largest files, before compression: ${files}.`,
    hint: 'take out what is not needed, or raise `budget`.',
    file,
    path: ['targets', 'plugwright', 'budget'],
  }
}

function nearestOf(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known)
  return nearest === undefined ? `known are ${listOf(known)}.` : `did you mean "${nearest}"?`
}

function listOf(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}
