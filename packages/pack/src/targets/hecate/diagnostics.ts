import { type Diagnostic, nearestName, type Place } from '@plugwright/diagnostics'

/** No compiled module where they are looked for. */
export function noModules(file: string, globs: readonly string[]): Diagnostic {
  return {
    code: 'HECATE_NO_MODULES',
    severity: 'error',
    message: `There is no compiled module of the plugin in ${globs.join(' or ')}: the daemon would answer ebin_not_found.`,
    hint: 'run `rebar3 compile`, which packing never does, or name the folders in `ebin`.',
    file,
    path: ['targets', 'hecate'],
  }
}

/** Two applications with a module of one name. */
export function moduleTwice(
  file: string,
  { path, from }: { readonly path: string; readonly from: readonly [string, string] },
): Diagnostic {
  return {
    code: 'HECATE_MODULE_TWICE',
    severity: 'error',
    message: `The package has one folder for all applications, and ${path} would come from two: ${from[0]} and ${from[1]}.`,
    hint: 'rename one of the modules, or leave an application out with a "!" pattern in `files`.',
    file,
  }
}

/** A dependency that the SDK provides, named in rebar.config itself. */
export function sdkDependency(name: string, place: Place): Diagnostic {
  return {
    code: 'HECATE_SDK_DEPENDENCY',
    severity: 'error',
    message: `The rebar.config depends on "${name}", which comes through hecate_sdk; a version of its own would break loading.`,
    hint: 'depend on hecate_sdk only, and on libraries that are not in it.',
    ...place,
  }
}

/** A `.beam` file that no Erlang can load. */
export function beamInvalid(file: string, { path, problem }: { path: string; problem: string }): Diagnostic {
  return {
    code: 'HECATE_BEAM_INVALID',
    severity: 'error',
    message: `The file ${path} is no compiled module: ${problem}.`,
    hint: 'compile again: `rebar3 clean`, then `rebar3 compile`.',
    file,
  }
}

/** A `.beam` file named unlike its module. */
export function beamModule(file: string, { path, module }: { path: string; module: string }): Diagnostic {
  return {
    code: 'HECATE_BEAM_MODULE',
    severity: 'error',
    message: `The file ${path} holds the module "${module}"; Erlang loads a module only from a file of its name.`,
    hint: `name it ${module}.beam, or compile again.`,
    file,
  }
}

/** The callback module is not among the modules of the package. */
export function callbackNotPacked(file: string, name: string, modules: readonly string[]): Diagnostic {
  const nearest = nearestName(name, modules)
  return {
    code: 'HECATE_CALLBACK_NOT_PACKED',
    severity: 'error',
    message: `The callback module "${name}" is not in the package: the daemon would answer callback_not_loadable.`,
    hint:
      nearest === undefined
        ? 'check its name, that `rebar3 compile` succeeded, and that `ebin` names its folder.'
        : `did you mean "${nearest}"?`,
    file,
    path: ['targets', 'hecate', 'callback_module'],
  }
}

/** The callback module lacks functions that the daemon calls. */
export function callbackExports(file: string, name: string, missing: readonly string[]): Diagnostic {
  return {
    code: 'HECATE_CALLBACK_EXPORTS',
    severity: 'error',
    message: `The callback module "${name}" does not export ${missing.join(', ')}, which the behaviour hecate_plugin asks for.`,
    hint: 'add `-behaviour(hecate_plugin).` and export its callbacks.',
    file,
  }
}

/** The behaviour has it, and its guide does not. */
export function flagMapsMissing(file: string, name: string): Diagnostic {
  return {
    code: 'HECATE_FLAG_MAPS_MISSING',
    severity: 'warning',
    message: `The callback module "${name}" does not export flag_maps/0, so its /api/flag-maps cannot answer.`,
    hint: 'add `flag_maps() -> #{}.` and export it.',
    file,
  }
}

/** Modules compiled before their sources were changed. */
export function beamStale(
  file: string,
  { beam, source, others }: { readonly beam: string; readonly source: string; readonly others: number },
): Diagnostic {
  const more = others === 0 ? '' : `, and so ${others === 1 ? 'is 1 other' : `are ${others} others`}`
  return {
    code: 'HECATE_BEAM_STALE',
    severity: 'warning',
    message: `The module ${beam} is older than its source ${source}${more}; it is packed as it is.`,
    hint: 'run `rebar3 compile` first.',
    file,
  }
}

/** What manifest.json says and what `manifest/0` gives are not the same. */
export function manifestDiffers(file: string, name: string, differences: readonly string[]): Diagnostic {
  return {
    code: 'HECATE_MANIFEST_DIFFERS',
    severity: 'warning',
    message: `The manifest and ${name}:manifest/0 disagree: ${differences.join('; ')}.`,
    hint: 'the daemon and hecate-web show what manifest/0 gives, installing by URL and the app store read manifest.json; make them equal.',
    file,
  }
}

/** `manifest/0` lacks what its readers need. */
export function manifestIncomplete(file: string, name: string, missing: readonly string[]): Diagnostic {
  return {
    code: 'HECATE_MANIFEST_INCOMPLETE',
    severity: 'warning',
    message: `The map that ${name}:manifest/0 gives lacks ${missing.join(', ')}.`,
    hint: 'name, version and min_sdk_version are required by the behaviour; hecate-web opens the frontend by tag.',
    file,
  }
}

/** A value of the callback module that is computed, so that nothing can be compared. */
export function notReadable(file: string, functions: readonly string[]): Diagnostic {
  return {
    code: 'HECATE_NOT_READABLE',
    severity: 'info',
    message: `What ${functions.join(' and ')} give is computed when called, so it was not compared with the package.`,
    file,
  }
}

/** A required field of manifest.json that no real host checks. */
export function minSdkVersionMissing(file: string, found: string | undefined): Diagnostic {
  return {
    code: 'HECATE_MIN_SDK_VERSION',
    severity: 'warning',
    message: "Hecate's page requires min_sdk_version in manifest.json, and the plugin does not say it.",
    hint: `set \`min_sdk_version: ${found ?? '0.1.0'}\`${found === undefined ? '' : ', as manifest/0 gives it'}.`,
    file,
    path: ['targets', 'hecate', 'min_sdk_version'],
  }
}

/** A place in the package that the daemon writes to. */
export function reservedFolder(file: string, path: string): Diagnostic {
  return {
    code: 'HECATE_RESERVED_FOLDER',
    severity: 'error',
    message: `The package would hold ${path}, and the daemon keeps the data of the installed plugin in that folder.`,
    hint: 'leave it out, or move it; sqlite/, reckon-db/ and run/ belong to the daemon.',
    file,
  }
}

/** A frontend that is not there. `what` is a phrase: `no file in the folder frontend/build`. */
export function frontendMissing(file: string, what: string): Diagnostic {
  return {
    code: 'HECATE_FRONTEND_MISSING',
    severity: 'error',
    message: `The frontend is missing: there is ${what}.`,
    hint: 'build the site first, write the module, or correct `frontend`.',
    file,
    path: ['targets', 'hecate', 'frontend'],
  }
}

/** A site that hecate-web cannot open. */
export function componentMissing(file: string): Diagnostic {
  return {
    code: 'HECATE_COMPONENT_MISSING',
    severity: 'warning',
    message: 'The frontend has no component.js at its top, and hecate-web shows plugins by that module only.',
    hint: 'the files are served below /plugin/{name}/ui/ all the same; for a tab in hecate-web use `frontend: component`.',
    file,
  }
}

/** A component that needs files beside it. */
export function componentNotAlone(file: string, needed: readonly string[]): Diagnostic {
  return {
    code: 'HECATE_COMPONENT_NOT_ALONE',
    severity: 'error',
    message: `The component would load ${needed.join(', ')}, and hecate-web imports it from a blob: URL, where that fails.`,
    hint: 'import what is needed, so that it is bundled, or fetch it through the property `api` of the element.',
    file,
  }
}

/** A component whose element nobody can find. */
export function tagMissing(file: string): Diagnostic {
  return {
    code: 'HECATE_TAG_MISSING',
    severity: 'warning',
    message: 'The package has a component.js, and nothing says which custom element it defines.',
    hint: 'give `tag` in the manifest and in manifest/0, such as crm-studio.',
    file,
    path: ['targets', 'hecate', 'tag'],
  }
}

/** A component that never mentions its element. */
export function tagNotDefined(file: string, { tag, path }: { tag: string; path: string }): Diagnostic {
  return {
    code: 'HECATE_TAG_NOT_DEFINED',
    severity: 'error',
    message: `The module ${path} does not define the custom element "${tag}": hecate-web would show nothing.`,
    hint: `call customElements.define("${tag}", …) at the top level of the module.`,
    file,
  }
}

/** `static_dir/0` and the package disagree. */
export function staticDir(
  file: string,
  { given, packed }: { readonly given: string; readonly packed: number },
): Diagnostic {
  const files = packed === 1 ? '1 file' : `${packed} files`
  return {
    code: 'HECATE_STATIC_DIR',
    severity: 'warning',
    message:
      packed === 0
        ? `static_dir/0 gives "${given}", and the package has no file there: the plugin would have no frontend.`
        : `static_dir/0 gives "${given}", so the daemon would not serve the ${files} in priv/static.`,
    hint: packed === 0 ? 'say `none` there, or give `frontend`.' : 'let static_dir/0 give "priv/static".',
    file,
  }
}
