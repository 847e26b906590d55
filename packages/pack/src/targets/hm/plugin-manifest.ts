/** What `hm_manifest` of a module says: the type PluginManifest of hm-plugin-protocol 0.0.1, as JSON. */
export interface HmManifest {
  /** Must be {@link HM_API_VERSION}. */
  readonly api_version: number
  readonly name: string
  /** Semver. */
  readonly version: string
  readonly description: string
  readonly capabilities: readonly HmCapability[]
  /** Names of the host functions that the plugin needs. */
  readonly required_host_fns: readonly string[]
  /** JSON Schema of the plugin's block in `.harmont/plugins.toml`. */
  readonly config_schema?: unknown
  readonly allowed_hosts?: readonly string[]
}

/** One thing that a plugin can do. */
export type HmCapability = HmSubcommand | HmStepExecutor | HmLifecycleHook | HmOutputFormatter

/** A command `hm <verb>`. */
export interface HmSubcommand extends HmVerb {
  readonly kind: 'subcommand'
}

/** A verb with those below it. */
export interface HmVerb {
  readonly verb: string
  readonly about: string
  readonly args_schema: unknown
  readonly subcommands: readonly HmVerb[]
}

/** Runs the steps whose `runner` it is. */
export interface HmStepExecutor {
  readonly kind: 'step_executor'
  readonly runner: string
  readonly default: boolean
  readonly step_schema?: unknown
}

/** Sees events of a build. */
export interface HmLifecycleHook {
  readonly kind: 'lifecycle_hook'
  readonly events: readonly string[]
  readonly phase: 'before' | 'after'
  readonly timeout_ms: number
}

/** Writes the output of a build. */
export interface HmOutputFormatter {
  readonly kind: 'output_formatter'
  readonly name: string
  readonly mime: string
}

/** The only one there is. */
export const HM_API_VERSION = 1

/** The exports that a capability needs, besides `hm_manifest`. */
export const CAPABILITY_EXPORTS: Readonly<Record<HmCapability['kind'], readonly string[]>> = {
  subcommand: ['hm_subcommand_run'],
  step_executor: ['hm_executor_run'],
  lifecycle_hook: ['hm_hook_on_event'],
  output_formatter: ['hm_output_on_event', 'hm_output_finalize'],
}

/** What {@link decodeManifest} made of a text. */
export type DecodedManifest =
  | { readonly manifest: HmManifest }
  /** A sentence without its end. */
  | { readonly problem: string }

/** Reads the output of `hm_manifest` as hm's decoder does: every field there but the nullable ones, unknown ones allowed. */
export async function decodeManifest(output: string): Promise<DecodedManifest> {
  let value: unknown
  try {
    value = JSON.parse(output)
  } catch (error) {
    return { problem: `it is not JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  const validate = new Ajv2020({ discriminator: true, strict: false }).compile<HmManifest>(MANIFEST_SCHEMA)
  if (validate(value)) return { manifest: value }
  const [first] = validate.errors ?? []
  const where = first?.instancePath.slice(1).replaceAll('/', '.') ?? ''
  return { problem: `${where === '' ? 'it' : `"${where}"`} ${first?.message ?? 'is wrong'}` }
}

const U32 = { type: 'integer', minimum: 0, maximum: 0xffff_ffff }
const STRINGS = { type: 'array', items: { type: 'string' } }
/** https://semver.org, the expression suggested there. */
const SEMVER =
  '^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?$'

/** What hooks can ask for; `chain_failed` is an event, too, but not one of these. */
const HOOK_EVENTS = [
  'build_start',
  'step_queued',
  'step_start',
  'step_log',
  'step_cache_hit',
  'step_end',
  'build_end',
]

const VERB_PROPERTIES = {
  verb: { type: 'string' },
  about: { type: 'string' },
  args_schema: {},
  subcommands: { type: 'array', items: { $ref: '#/$defs/verb' } },
}
const VERB_FIELDS = Object.keys(VERB_PROPERTIES)

const MANIFEST_SCHEMA = {
  type: 'object',
  required: ['api_version', 'name', 'version', 'description', 'capabilities', 'required_host_fns'],
  properties: {
    api_version: U32,
    name: { type: 'string' },
    version: { type: 'string', pattern: SEMVER },
    description: { type: 'string' },
    capabilities: { type: 'array', items: { $ref: '#/$defs/capability' } },
    required_host_fns: STRINGS,
    config_schema: {},
    allowed_hosts: STRINGS,
  },
  $defs: {
    verb: { type: 'object', required: VERB_FIELDS, properties: VERB_PROPERTIES },
    capability: {
      type: 'object',
      required: ['kind'],
      discriminator: { propertyName: 'kind' },
      oneOf: [
        {
          required: VERB_FIELDS,
          properties: { kind: { const: 'subcommand' }, ...VERB_PROPERTIES },
        },
        {
          required: ['runner', 'default'],
          properties: {
            kind: { const: 'step_executor' },
            runner: { type: 'string' },
            default: { type: 'boolean' },
            step_schema: {},
          },
        },
        {
          required: ['events', 'phase', 'timeout_ms'],
          properties: {
            kind: { const: 'lifecycle_hook' },
            events: { type: 'array', items: { enum: HOOK_EVENTS } },
            phase: { enum: ['before', 'after'] },
            timeout_ms: U32,
          },
        },
        {
          required: ['name', 'mime'],
          properties: {
            kind: { const: 'output_formatter' },
            name: { type: 'string' },
            mime: { type: 'string' },
          },
        },
      ],
    },
  },
}
