import type { HmCapability } from './plugin-manifest.ts'

/** The block `hm` of plugin.yaml, as its schema has checked it. */
export interface HmOptions {
  /** The module, relative to the plugin folder: `build/plugin.wasm`. */
  readonly wasm: string
  /** @default none, which hm refuses */
  readonly capabilities?: readonly HmCapability[]
  /** @default none */
  readonly required_host_fns?: readonly string[]
  /** JSON Schema of the plugin's configuration. @default null */
  readonly config_schema?: unknown
  /** Hosts that the plugin may call over HTTP. @default none */
  readonly allowed_hosts?: readonly string[]
}

/** JSON Schema (2020-12) of the block. What is in a capability is judged with the manifest that the module gives. */
export const HM_OPTIONS_SCHEMA: Readonly<Record<string, unknown>> = {
  type: 'object',
  additionalProperties: false,
  required: ['wasm'],
  properties: {
    wasm: { type: 'string', minLength: 1 },
    capabilities: { type: ['array', 'null'], items: { type: 'object', required: ['kind'] } },
    required_host_fns: { type: ['array', 'null'], items: { type: 'string' } },
    config_schema: {},
    allowed_hosts: { type: ['array', 'null'], items: { type: 'string' } },
    formats: { type: 'array', items: { type: 'string' } },
  },
}
