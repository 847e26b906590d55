import type { Diagnostic } from '@plugwright/diagnostics'

/** `plugwright install` without what it needs. */
export function installIncomplete(missing: '--hecate' | 'FILE'): Diagnostic {
  return {
    code: 'CLI_INSTALL_INCOMPLETE',
    severity: 'error',
    message:
      missing === 'FILE'
        ? 'The command install needs a package.'
        : 'The command install needs --hecate here: it installs packages into Hecate, and into no other host.',
    hint: 'write plugwright install --hecate URL|DIR FILE.',
  }
}

/** An archive that is no package for Hecate. */
export function notHecatePackage(file: string, reason: string): Diagnostic {
  return {
    code: 'HECATE_NOT_A_PACKAGE',
    severity: 'error',
    message: `The archive is no package for Hecate: ${reason}.`,
    hint: 'make one by `plugwright build --target hecate`.',
    file,
  }
}

/** `ebin_not_found`, of an archive or of the daemon; the checks are those of Hecate's packaging guide. */
export function ebinNotFound(where: string): Diagnostic {
  return {
    code: 'HECATE_EBIN_NOT_FOUND',
    severity: 'error',
    message: `ebin_not_found: ${where}.`,
    hint: 'check that the archive extracts (tar tzf), and that it is flat: ebin/ at its top, not in a folder of its own.',
  }
}

/** `callback_not_loadable`, of an archive or of the daemon; the checks are those of Hecate's packaging guide. */
export function callbackNotLoadable(module: string, where: string): Diagnostic {
  return {
    code: 'HECATE_CALLBACK_NOT_LOADABLE',
    severity: 'error',
    message: `callback_not_loadable: the callback module ${module} ${where}.`,
    hint: 'check callback_module in manifest.json, that `rebar3 compile` succeeded before packing, and that its .beam is in the archive.',
  }
}

/** Nobody answers. */
export function daemonUnreachable(url: string, reason: string): Diagnostic {
  return {
    code: 'HECATE_DAEMON_UNREACHABLE',
    severity: 'error',
    message: `The Hecate daemon at ${url} cannot be reached: ${reason}.`,
    hint: 'check the address (its port is 4444 by default) and that the daemon runs.',
  }
}

/** Somebody answers, and knows no route to install by. */
export function daemonWithoutRoute(url: string, routes: readonly string[]): Diagnostic {
  return {
    code: 'HECATE_DAEMON_WITHOUT_ROUTE',
    severity: 'error',
    message: `What answers at ${url} has none of the routes ${routes.join(', ')}.`,
    hint: 'check that it is a Hecate daemon; a path in the address goes before the routes.',
  }
}

/** The daemon wants another token, or one at all. */
export function daemonUnauthorized(
  url: string,
  { status, hasToken }: { status: number; hasToken: boolean },
): Diagnostic {
  return {
    code: 'HECATE_DAEMON_UNAUTHORIZED',
    severity: 'error',
    message: `The Hecate daemon at ${url} ${hasToken ? 'does not accept the token' : 'wants a token'} (HTTP ${status}).`,
    hint: 'set the environment variable HECATE_TOKEN.',
  }
}

/** Any other refusal, in the daemon's words. */
export function daemonRefused(
  url: string,
  answer: { readonly status: number; readonly text: string },
): Diagnostic {
  const { status, text } = answer
  return {
    code: 'HECATE_DAEMON_REFUSED',
    severity: 'error',
    message: `The Hecate daemon at ${url} refuses (HTTP ${status}): ${text === '' ? 'without a reason' : text}.`,
    hint: hintFor(text),
  }
}

function hintFor(text: string): string {
  if (/already_loaded/.test(text)) return 'it runs already; upgrade it, or unload it first.'
  if (/package_url|download_failed/.test(text))
    return 'it downloads the archive itself: give --package-url, or place the archive first by --hecate DIR.'
  if (/extraction_failed/.test(text)) return 'check the archive: tar tzf FILE.'
  return 'see the log of the daemon.'
}
