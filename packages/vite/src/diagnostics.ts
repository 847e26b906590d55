import type { Diagnostic, Place } from '@plugwright/diagnostics'

/** An option that {@link plugwright} does not have. */
export function unknownOption(
  name: string,
  { nearest, names }: { readonly nearest: string | undefined; readonly names: readonly string[] },
): Diagnostic {
  return {
    code: 'VITE_UNKNOWN_OPTION',
    severity: 'error',
    message: `plugwright() has no option "${name}".`,
    hint: nearest === undefined ? `the options are ${names.join(', ')}.` : `did you mean "${nearest}"?`,
  }
}

/** An option whose value cannot work. */
export function wrongOption(name: string, value: unknown, words: string): Diagnostic {
  return {
    code: 'VITE_WRONG_OPTION',
    severity: 'error',
    message: `The option "${name}" of plugwright() is ${describe(value)}.`,
    hint: `give ${words}.`,
  }
}

/** Pages load and most updates arrive; what does not is in `docs/limits.md`. */
export function bundledDev(): Diagnostic {
  return {
    code: 'VITE_BUNDLED_DEV',
    severity: 'warning',
    message: 'With experimental.bundledDev not every change of a plugin reaches the browser.',
    hint: 'reload the page where a change does not show, or leave experimental.bundledDev off while you work on plugins.',
  }
}

/** The user's output options decide the chunks themselves, so ours would fight with them. */
export function chunksLeftAlone(setting: string): Diagnostic {
  return {
    code: 'VITE_CHUNKS_LEFT_ALONE',
    severity: 'warning',
    message: `The build sets output.${setting}, so plugwright leaves the chunks as they are: an edited page can rename many files.`,
    hint: 'use output.codeSplitting.groups; plugwright appends its own groups to them.',
  }
}

/**
 * What is larger than the host allows. `words` say what was measured; `largest` are files in it. Sizes are bytes after gzip.
 */
export function overBudget(
  words: string,
  problem: {
    readonly subject: string
    readonly severity: 'error' | 'warning'
    readonly sizeInBytes: number
    readonly maximum: number
    readonly largest: readonly { readonly path: string; readonly size: number }[]
    readonly file: string | undefined
  },
): Diagnostic {
  const { subject, severity, sizeInBytes, maximum, largest, file } = problem
  const files = largest.map(({ path, size }) => `${path} (${size.toLocaleString('en')})`).join(', ')
  return {
    code: 'VITE_OVER_BUDGET',
    severity,
    message: `${words} has ${sizeInBytes.toLocaleString('en')} bytes after gzip, and the budget is ${maximum.toLocaleString('en')}. The largest files: ${files}.`,
    hint: `take out what is not needed, load it later with import(), or raise \`budget.${subject}\`.`,
    ...(file !== undefined && { file }),
  }
}

/** An unpacked package, which takes a host that serves packages. An error: nothing of the plugin appears. */
export function prebuiltUnsupported({
  name,
  manifestFile,
}: {
  readonly name: string
  readonly manifestFile: string
}): Diagnostic {
  return {
    code: 'VITE_PREBUILT_UNSUPPORTED',
    severity: 'error',
    message: `The plugin ${name} is packed, and this version of plugwright() merges plugins from source only.`,
    hint: "put the plugin's source folder in its place.",
    file: manifestFile,
  }
}

/** Plugin code that does not parse. */
export function syntaxError(message: string, place: Place): Diagnostic {
  return { code: 'VITE_SYNTAX_ERROR', severity: 'error', message: toSentence(message), ...place }
}

/** An import in plugin code that leads nowhere. */
export function unresolvedImport(specifier: string, place: Place): Diagnostic {
  return {
    code: 'VITE_UNRESOLVED_IMPORT',
    severity: 'error',
    message: `The import "${specifier}" leads to nothing.`,
    hint: /^[./]/.test(specifier)
      ? 'check the file name, its case included.'
      : "install it in the plugin's folder as a dependency, or name it as a peerDependency and install it in the host.",
    ...place,
  }
}

/** A name that the imported plugin file does not export. */
export function missingExport(name: string, place: Place): Diagnostic {
  return {
    code: 'VITE_MISSING_EXPORT',
    severity: 'error',
    message:
      name === 'default'
        ? 'The imported file has no default export.'
        : `The imported file exports no "${name}".`,
    hint: 'check the spelling, or export it there.',
    ...place,
  }
}

/** A package that Vite did not bundle before a page needed it. */
export function lateDependency(
  specifier: string,
  { plugin, hint, ...place }: { readonly plugin: string; readonly hint: string } & Place,
): Diagnostic {
  return {
    code: 'VITE_LATE_DEPENDENCY',
    severity: 'warning',
    message: `The plugin ${plugin} imports "${specifier}", which Vite bundles only now: it may reload the page.`,
    hint,
    ...place,
  }
}

/** A page or block of a framework that the host has no adapter for. */
export function adapterMissing(
  module: string,
  { plugin, framework, file }: { readonly plugin: string; readonly framework: string; readonly file: string },
): Diagnostic {
  const adapter = `@plugwright/${framework}`
  return {
    code: 'VITE_ADAPTER_MISSING',
    severity: 'error',
    message: `The plugin ${plugin} has ${module}, which needs ${adapter} in this host.`,
    hint: `install it in the host: npm install ${adapter} ${framework}${ADDED[framework] ?? ''}`,
    file,
  }
}

/** What the host's Vite config needs besides; that of React hosts has it. */
const ADDED: Readonly<Record<string, string>> = {
  react: ' react-dom @vitejs/plugin-react',
  vue: ' @vitejs/plugin-vue',
  svelte: ' @sveltejs/vite-plugin-svelte',
}

/** A shared package that neither the host nor the plugin has. */
export function sharedMissing(
  id: string,
  { plugin, range, ...place }: { readonly plugin: string; readonly range: string | undefined } & Place,
): Diagnostic {
  return {
    code: 'SHARED_MISSING',
    severity: 'error',
    message: `The plugin ${plugin} needs ${id}${range === undefined ? '' : ` ${range}`} from the host, and the host does not have it.`,
    hint: 'install it in the host.',
    ...place,
  }
}

/** A shared package whose version in the host is not what a plugin asks for. */
export function sharedRange(
  id: string,
  {
    plugin,
    range,
    found,
    isBuild,
    file,
  }: {
    readonly plugin: string
    readonly range: string
    readonly found: string
    readonly isBuild: boolean
    readonly file: string
  },
): Diagnostic {
  return {
    code: 'SHARED_RANGE',
    severity: isBuild ? 'error' : 'warning',
    message: `The plugin ${plugin} asks for ${id} ${range}, and the host has ${found}.`,
    hint: 'widen the range in peerDependencies, or update the package in the host.',
    file,
  }
}

function describe(value: unknown): string {
  return typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? String(value))
}

function toSentence(message: string): string {
  const [line = ''] = message.trim().split('\n')
  return /[.!?]$/.test(line) ? line : `${line}.`
}
