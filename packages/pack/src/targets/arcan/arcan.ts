import { PluginError } from '@plugwright/diagnostics'
import { escapeGlob } from '../../file-pattern.ts'
import type { PlanEntry, Target } from '../../target.ts'
import { checkArcan } from './check-arcan.ts'
import { severalKeys } from './diagnostics.ts'
import { engineKindOf } from './engine.ts'
import { ENGINE_REQUEST, engineRequests } from './engine-request.ts'
import { formatEngineManifest, MANIFEST_FILE } from './engine-manifest.ts'
import { ARCAN_OPTIONS_SCHEMA, type ArcanOptions, resolveArcanOptions } from './options.ts'
import { SIGNATURE_FILE, signArcanManifest } from './signature.ts'
import { TEMPLATES_FOLDER } from './template-references.ts'
import { verifyArcanPackage } from './verify-package.ts'

/**
 * A package of Arcan, `{name}-{version}.arcanpkg`: `manifest.json` with the EngineDescriptor and a checksum of every file,
 * one engine, its templates, and a `signature` where it is signed.
 */
export const arcan: Target<ArcanOptions> = {
  name: 'arcan',
  optionsSchema: ARCAN_OPTIONS_SCHEMA,
  formats: ['tar.gz', 'zip'],
  defaultFormat: (options) => resolveArcanOptions(options).container,
  fileName: ({ name, version }) => `${name}-${version}.arcanpkg`,
  bundles: engineRequests,

  async plan({ options, bundles, select }) {
    const { engine, templates: folder } = resolveArcanOptions(options)
    const selection = await select([
      { glob: escapeGlob(engine), why: 'targets.arcan.engine' },
      { glob: `${escapeGlob(folder)}/**`, why: 'targets.arcan.templates' },
    ])
    const bundle = bundles.get(ENGINE_REQUEST)
    const output = bundle?.build.entryPoints[0]?.file
    const entries: PlanEntry[] = []
    const excluded = [...selection.excluded]
    for (const { path: from, why } of selection.files) {
      if (from === engine && bundle !== undefined && output !== undefined) {
        const built = `${bundle.folder}/${output}`
        entries.push({ path: 'engine.ts', from: built, why: `bundle ${ENGINE_REQUEST}` })
      } else if (from === engine) entries.push({ path: `engine.${engineKindOf(engine)}`, from, why })
      else if (from.startsWith(`${folder}/`)) {
        entries.push({ path: `${TEMPLATES_FOLDER}/${from.slice(folder.length + 1)}`, from, why })
      } else excluded.push({ path: from, rule: 'arcan: engine and templates only' })
    }
    return { entries, excluded, diagnostics: selection.diagnostics }
  },

  check: checkArcan,

  control({ manifest, options, digests }) {
    return [{ path: MANIFEST_FILE, bytes: formatEngineManifest(manifest, { options, digests }) }]
  },

  sign(control, keys, { options }) {
    const [key, ...others] = keys
    if (key === undefined || others.length > 0) throw new PluginError([severalKeys(keys.length)])
    const { signature: mode } = resolveArcanOptions(options)
    return control
      .filter((entry) => entry.path === MANIFEST_FILE)
      .map(({ bytes }) => {
        const signature = signArcanManifest(bytes, key, mode)
        return { path: SIGNATURE_FILE, bytes: new TextEncoder().encode(signature) }
      })
  },

  async verify(file, options) {
    const { verdict, signer, sha256, diagnostics } = await verifyArcanPackage(file, options)
    return { verdict, keyIds: signer === undefined ? [] : [signer.keyId], sha256, diagnostics }
  },
}
