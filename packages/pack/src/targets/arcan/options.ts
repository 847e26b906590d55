import path from 'node:path'

/** What the signature is over: the SHA-256 digest of `manifest.json`, or its bytes. */
export type ArcanSignatureMode = 'digest' | 'raw'

/** The block `arcan` of plugin.yaml, as its schema has checked it. */
export interface ArcanOptions {
  /** The version of Arcan's SDK that the engine is written for. */
  readonly sdk_version: string
  /** The engine, relative to the plugin folder; `.ts`, `.go`, `.py` or `.wasm`. */
  readonly engine: string
  /** What the engine may use and what it offers; see `capabilities.ts`. @default none */
  readonly capabilities?: readonly string[]
  /** The folder that becomes `templates/`. @default 'templates/' */
  readonly templates?: string
  /** Arcan's pages do not say how a package is compressed. @default 'tar.gz' */
  readonly container?: 'tar.gz' | 'zip'
  /** Arcan's library signs the digest; its pages say the manifest. @default 'digest' */
  readonly signature?: ArcanSignatureMode
}

/** JSON Schema (2020-12) of the block. */
export const ARCAN_OPTIONS_SCHEMA: Readonly<Record<string, unknown>> = {
  type: 'object',
  additionalProperties: false,
  required: ['sdk_version', 'engine'],
  properties: {
    sdk_version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+([-+][0-9A-Za-z.+-]+)?$' },
    engine: { type: 'string', minLength: 1 },
    capabilities: { type: 'array', items: { type: 'string' }, uniqueItems: true },
    templates: { type: 'string', minLength: 1 },
    container: { enum: ['tar.gz', 'zip'] },
    signature: { enum: ['digest', 'raw'] },
    formats: { type: 'array', items: { type: 'string' } },
  },
}

/** Fills what is not given; paths without `./` and without a slash at their end. */
export function resolveArcanOptions(options: ArcanOptions): Required<ArcanOptions> {
  return {
    ...options,
    engine: path.posix.normalize(options.engine),
    capabilities: options.capabilities ?? [],
    templates: path.posix.normalize(options.templates ?? 'templates').replace(/\/$/, ''),
    container: options.container ?? 'tar.gz',
    signature: options.signature ?? 'digest',
  }
}
