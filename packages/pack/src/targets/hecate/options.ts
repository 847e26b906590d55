/** The block `targets.hecate` of plugin.yaml. */
export interface HecateOptions {
  /** The Erlang module with the behaviour `hecate_plugin`. */
  readonly callback_module: string
  /** Lowest version of the Hecate SDK. @default left out of manifest.json, with a warning */
  readonly min_sdk_version?: string
  /** Globs of folders with compiled modules. @default {@link DEFAULT_EBIN} */
  readonly ebin?: readonly string[]
  /**
   * `component` bundles `frontend/src/component.{ts,tsx,js,jsx}` to the one module that hecate-web loads, and `{ component }` another file;
   * `{ dir }` takes a site that something else has built.
   * @default the files of `priv/static/`, where there are any
   */
  readonly frontend?: 'component' | { readonly component: string } | { readonly dir: string }
  /** The custom element that the frontend defines; it has a hyphen. */
  readonly tag?: string
  /** @default `icon` of plugin.yaml */
  readonly icon?: string
  readonly trust_level?: string
  readonly min_daemon_version?: string
  readonly file_types?: readonly Readonly<Record<string, unknown>>[]
  readonly appstore?: Readonly<Record<string, unknown>>
  /** Further fields of manifest.json, as they are. */
  readonly fields?: Readonly<Record<string, unknown>>
  /** Only `in_vm` is made. */
  readonly plugin_type?: 'in_vm'
}

/** A project of its own, and the layout of Hecate's own apps: the Erlang part in a folder of the repository. */
export const DEFAULT_EBIN: readonly string[] = ['_build/default/lib/*/ebin', '*/_build/default/lib/*/ebin']

/** Names of the fields that hecate-daemon, hecate-web and the app store read; see docs/targets/hecate.md. */
export const optionsSchema: Readonly<Record<string, unknown>> = {
  type: 'object',
  additionalProperties: false,
  required: ['callback_module'],
  properties: {
    callback_module: { type: 'string', pattern: '^[a-z][A-Za-z0-9_@]*$' },
    min_sdk_version: { type: 'string', pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+' },
    ebin: { type: 'array', items: { type: 'string' }, minItems: 1 },
    frontend: {
      oneOf: [{ const: 'component' }, frontendFolder('component'), frontendFolder('dir')],
    },
    tag: { type: 'string', pattern: '^[a-z][a-z0-9._]*-[a-z0-9._-]*$' },
    icon: { type: 'string' },
    plugin_type: { const: 'in_vm' },
    trust_level: { type: 'string' },
    min_daemon_version: { type: 'string' },
    file_types: { type: 'array', items: { type: 'object' } },
    appstore: { type: 'object' },
    fields: { type: 'object' },
    formats: { type: 'array', items: { type: 'string' } },
  },
}

function frontendFolder(key: string): Record<string, unknown> {
  // Relative, inside the plugin: neither `/a`, `C:\a` nor `../a`.
  const path = { type: 'string', pattern: '^(?!/)(?!(?:.*/)?\\.\\.(?:/|$))[^\\\\:]+$' }
  return { type: 'object', additionalProperties: false, required: [key], properties: { [key]: path } }
}
