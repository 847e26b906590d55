import { type Diagnostic, nearestName } from '@plugwright/diagnostics'
import type { Arity } from './host-functions.ts'
import type { MemoryLimits } from './wasm-module.ts'

/** A file that is no module, or one that the engine refuses. */
export function wasmInvalid(file: string): Diagnostic {
  return {
    code: 'HM_WASM_INVALID',
    severity: 'error',
    message: 'The file is not a core WebAssembly module.',
    hint: 'build for wasm32-wasip1, or with AssemblyScript; components (wasip2) and text are something else.',
    file,
  }
}

/** A memory that can grow without end. */
export function memoryMaximum(
  file: string,
  { memory, allowedPages }: { memory: MemoryLimits; allowedPages: number },
): Diagnostic {
  const { maximumPages } = memory
  const found = maximumPages === undefined ? 'has no maximum' : `may grow to ${maximumPages} pages of 64 KiB`
  return {
    code: 'HM_MEMORY_MAXIMUM',
    severity: 'error',
    message: `The memory of the module ${found}, so one plugin can take all memory of the machine; allowed are ${allowedPages} pages (${allowedPages / 16} MiB).`,
    hint: 'give it one: `asc --maximumMemory 256`, or `-C link-arg=--max-memory=16777216` for Rust.',
    file,
  }
}

/** Something that hm does not give. */
export function importUnknown(
  file: string,
  on: { module: string; name: string; kind: string; names: readonly string[]; modules: readonly string[] },
): Diagnostic {
  const { module, name, kind, names, modules } = on
  const nearest = nearestName(name, names)
  const known = names.length === 0 ? `hm gives only ${modules.join(', ')}.` : 'hm gives no such function.'
  const hint =
    module === 'env' && name === 'abort'
      ? 'AssemblyScript needs an abort function of its own: `asc --use abort=assembly/index/myAbort`.'
      : nearest !== undefined && nearest !== name
        ? `did you mean "${nearest}"?`
        : known
  return {
    code: 'HM_IMPORT_UNKNOWN',
    severity: 'error',
    message: `The module imports the ${kind} "${name}" from "${module}", which hm does not have, so it cannot be loaded.`,
    hint,
    file,
  }
}

/** A host function that is used with other types than it has. */
export function importSignature(
  file: string,
  { name, arity, found }: { name: string; arity: Arity; found: string },
): Diagnostic {
  const [parameters, results] = arity
  const wanted = `(${Array<string>(parameters).fill('i64').join(', ')}) -> ${results === 0 ? '()' : 'i64'}`
  return {
    code: 'HM_IMPORT_SIGNATURE',
    severity: 'error',
    message: `The module imports "${name}" as ${found}, and hm has it as ${wanted}.`,
    hint: 'arguments and results of host functions are handles of Extism memory, each an i64.',
    file,
  }
}

/** A function that hm will call and that is not there. */
export function exportMissing(
  file: string,
  { name, neededBy, found }: { name: string; neededBy: string; found: string | undefined },
): Diagnostic {
  const what = found === undefined ? 'does not export it' : `exports it as ${found}`
  return {
    code: 'HM_EXPORT_MISSING',
    severity: 'error',
    message: `hm calls "${name}" of ${neededBy}, and the module ${what}.`,
    hint: `export a function "${name}" without parameters that returns an i32, 0 for success.`,
    file,
  }
}

/** `hm_manifest` did not come to an end. */
export function deadlinePassed(file: string, deadlineMs: number): Diagnostic {
  return {
    code: 'HM_DEADLINE',
    severity: 'error',
    message: `The module was still at "hm_manifest" after ${deadlineMs / 1000} s, and was stopped.`,
    hint: 'it must only write its manifest; look for a loop, or work that belongs into another export.',
    file,
  }
}

/** `hm_manifest` failed. */
export function manifestFailed(file: string, reason: string): Diagnostic {
  return {
    code: 'HM_MANIFEST_FAILED',
    severity: 'error',
    message: `The module did not give its manifest: ${reason.replace(/\.$/, '')}.`,
    hint: 'hm asks every plugin for it at every start, and one that fails breaks all commands.',
    file,
  }
}

/** What `hm_manifest` wrote is not a manifest. */
export function manifestInvalid(file: string, problem: string): Diagnostic {
  return {
    code: 'HM_MANIFEST_INVALID',
    severity: 'error',
    message: `What "hm_manifest" of the module gives is not a manifest: ${problem}.`,
    hint: 'see PluginManifest of hm-plugin-protocol; only the schemas and "allowed_hosts" may be left out.',
    file,
  }
}

/** hm: ApiVersion. */
export function apiVersion(file: string, found: number): Diagnostic {
  return {
    code: 'HM_API_VERSION',
    severity: 'error',
    message: `The module is made for version ${found} of hm's interface, and hm accepts only 1.`,
    hint: 'set "api_version" to 1.',
    file,
  }
}

/** hm: MissingHostFn. */
export function missingHostFunction(file: string, name: string, known: readonly string[]): Diagnostic {
  const nearest = nearestName(name, known)
  return {
    code: 'HM_MISSING_HOST_FN',
    severity: 'error',
    message: `The module requires the host function "${name}", which hm does not have.`,
    hint: nearest === undefined ? 'take it out of "required_host_fns".' : `did you mean "${nearest}"?`,
    file,
  }
}

/** hm: NoCapabilities. */
export function noCapabilities(file: string): Diagnostic {
  return {
    code: 'HM_NO_CAPABILITIES',
    severity: 'error',
    message: 'The module declares no capability.',
    hint: 'add one: step_executor, lifecycle_hook, output_formatter or subcommand.',
    file,
  }
}

/** hm: BadRunnerName. */
export function badRunnerName(file: string, runner: string): Diagnostic {
  return {
    code: 'HM_BAD_RUNNER_NAME',
    severity: 'error',
    message: `The runner ${JSON.stringify(runner)} is empty or has white space in it.`,
    hint: 'take a name like "docker".',
    file,
  }
}

/** hm: DuplicateSubcommandVerb. */
export function duplicateVerb(file: string, verb: string): Diagnostic {
  return {
    code: 'HM_DUPLICATE_VERB',
    severity: 'error',
    message: `Two subcommands of the module have the verb "${verb}".`,
    hint: 'give one of them another verb, or put both below one verb.',
    file,
  }
}

/** hm: PluginConflict, of a plugin with itself. */
export function conflict(file: string, claim: string): Diagnostic {
  return {
    code: 'HM_CONFLICT',
    severity: 'error',
    message: `Two capabilities of the module claim "${claim}".`,
    hint: 'give one of them another name; only one executor of all plugins can be the default.',
    file,
  }
}

/** plugin.yaml and the module do not say the same. */
export function manifestMismatch(
  file: string,
  { path, declared, found }: { path: readonly string[]; declared: unknown; found: unknown },
): Diagnostic {
  return {
    code: 'HM_MANIFEST_MISMATCH',
    severity: 'error',
    message: `plugin.yaml and "hm_manifest" of the module differ in "${path.at(-1)}": ${shorten(declared)} and ${shorten(found)}.`,
    hint: 'hm reads only the module; make both say the same, and build the module again.',
    file,
    path,
  }
}

/** A host function that is used and not declared. */
export function hostFunctionUndeclared(file: string, name: string): Diagnostic {
  return {
    code: 'HM_HOST_FN_UNDECLARED',
    severity: 'warning',
    message: `The module imports the host function "${name}", and its manifest does not require it.`,
    hint: 'add it to "required_host_fns", so that a host without it says so before it loads the module.',
    file,
  }
}

const MAX_SHOWN = 300

function shorten(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`
}
