import type { Diagnostic } from '@plugwright/diagnostics'

/** A command whose name is empty: nobody can call it. */
export function commandUnnamed(
  file: string,
  problem: { index: number; script: string | undefined },
): Diagnostic {
  const { index, script } = problem
  return {
    code: 'BETTY_COMMAND_UNNAMED',
    severity: 'warning',
    message:
      script === undefined
        ? `Command ${index + 1} has an empty name.`
        : `Command ${index + 1}, with the handler ${script}, has an empty name.`,
    hint: 'give it a name, as in "skill/define", or remove it.',
    file,
    path: ['commands', index, 'name'],
  }
}

/** Commands that will not run from the package. It is written all the same, and fails the command line. */
export function commandsIncomplete(
  file: string,
  problem: { total: number; missing: readonly string[] },
): Diagnostic {
  const { total, missing } = problem
  const verb = missing.length === 1 ? 'does' : 'do'
  return {
    code: 'BETTY_COMMANDS_INCOMPLETE',
    severity: 'warning',
    message: `${missing.length} of ${total} commands ${verb} not run from the package. ${missing.join('; ')}.`,
    hint: 'create the handlers or correct their paths; the package is written all the same.',
    file,
    path: ['commands'],
  }
}
