import { type Diagnostic, nearestName } from '@plugwright/diagnostics'
import type { FileSecret } from './scan-file.ts'

/** Where a secret is: the file on disk, and its name in the package. */
export interface SecretPlace {
  readonly file: string
  readonly path: string
}

/**
 * A secret among the files of the package. The place is in the message and there is no span: a span draws the line into
 * the output, and the secret with it.
 */
export function secret({ file, path }: SecretPlace, { what, line, column, rule }: FileSecret): Diagnostic {
  return {
    code: 'PACK_SECRET',
    severity: 'error',
    message: `At ${path}:${line}:${column} is ${what}, and everybody who gets the package could read it (rule "${rule}").`,
    hint: 'take it out and replace it where it is used; if it is harmless, say so in `secrets.allow` with a reason.',
    file,
  }
}

/** A private key among the files of the package. */
export function privateKey({ file, path }: SecretPlace, { line, column }: FileSecret): Diagnostic {
  return {
    code: 'PACK_PRIVATE_KEY',
    severity: 'error',
    message: `The file ${path} holds a private key at ${line}:${column}, and everybody who gets the package could read it.`,
    hint: 'leave it out; if the package was ever handed out, replace the key.',
    file,
  }
}

/** A file that by its name holds the settings of one machine. */
export function envFile({ file, path }: SecretPlace): Diagnostic {
  return {
    code: 'PACK_ENV_FILE',
    severity: 'error',
    message: `The file ${path} is for settings and passwords of one machine, and cannot be packed.`,
    hint: 'leave it out; pack `.env.example` with empty values where users need a list.',
    file,
  }
}

/** A secret that plugin.yaml allows. */
export function secretAllowed(
  { file, path }: SecretPlace,
  { rule, line, column, reason }: FileSecret & { readonly reason: string },
): Diagnostic {
  return {
    code: 'PACK_SECRET_ALLOWED',
    severity: 'info',
    message: `At ${path}:${line}:${column} the rule "${rule}" found something that plugin.yaml allows: ${reason}`,
    file,
  }
}

/** An entry of `secrets.allow` that nothing needs. */
export function allowUnused(
  file: string,
  { path, rule, index }: { readonly path: string; readonly rule: string; readonly index: number },
): Diagnostic {
  return {
    code: 'PACK_SECRET_ALLOW_UNUSED',
    severity: 'warning',
    message: `Nothing in ${path} needs the permission for "${rule}".`,
    hint: 'remove the entry, so that it does not hide a later secret.',
    file,
    path: ['secrets', 'allow', index],
  }
}

/** An entry of `secrets.allow` for a rule that does not exist, or has no exceptions. */
export function allowRefused(file: string, { rule, index, known, isFinal }: AllowProblem): Diagnostic {
  const nearest = nearestName(rule, known)
  return {
    code: 'PACK_SECRET_ALLOW_REFUSED',
    severity: 'error',
    message: isFinal
      ? `The rule "${rule}" has no exceptions: what it finds cannot be allowed.`
      : `There is no rule "${rule}" to allow.`,
    hint: isFinal
      ? 'leave the file out, and remove the entry.'
      : nearest === undefined
        ? `known are ${known.join(', ')}.`
        : `did you mean "${nearest}"?`,
    file,
    path: ['secrets', 'allow', index, 'rule'],
  }
}

/** What is wrong with the rule of an entry. */
export interface AllowProblem {
  readonly rule: string
  readonly index: number
  readonly known: readonly string[]
  /** The rule exists, and its findings are final. */
  readonly isFinal: boolean
}

/** A file that could not be searched. */
export function scanFailed({ file, path }: SecretPlace, reason: string): Diagnostic {
  return {
    code: 'PACK_SECRET_SCAN_FAILED',
    severity: 'warning',
    message: `The file ${path} could not be searched for secrets: ${reason}.`,
    hint: 'check its permissions, and look at it yourself before you publish the package.',
    file,
  }
}
