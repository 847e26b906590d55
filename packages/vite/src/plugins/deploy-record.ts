import type { Plugin, Rolldown } from 'vite'
import type { Context } from '../context.ts'
import { toBase, toDeployRecord, toRecordPath } from '../deploy-record.ts'
import { BASE_PLACEHOLDER, RECORD_PLACEHOLDER } from '../merge/registry-module.ts'
import { fromResolvedId, pluginOfId, REGISTRY_ID, toResolvedId } from '../merge/virtual-ids.ts'
import type { PrivateDependencies } from '../private-dependencies.ts'

/** Writes the record of a client build that open tabs read after the next deploy, and tells the registry where it lies. */
export function deployRecordPlugin(context: Context, privates: PrivateDependencies): Plugin {
  return {
    name: 'plugwright:deploy-record',
    apply: 'build',
    applyToEnvironment: ({ config }) => config.consumer === 'client',

    generateBundle: {
      // Before anything that computes digests of files.
      order: 'pre',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((output) => output.type === 'chunk')
        const registry = chunks.find(({ moduleIds }) => moduleIds.includes(toResolvedId(REGISTRY_ID)))
        if (registry === undefined) return
        const fileName = toRecordPath(this.environment.config.build.assetsDir)
        placeRecord(registry, fileName)
        const versions = new Map(context.merge.plugins.map(({ name, manifest }) => [name, manifest.version]))
        const record = toDeployRecord(chunks, {
          levelOf: (id) => pluginOfId(fromResolvedId(id)),
          pluginOf: (id) => privates.pluginOf(id),
          versionOf: (plugin) => versions.get(plugin) ?? '',
        })
        this.emitFile({ type: 'asset', fileName, source: JSON.stringify(record) })
      },
    },
  }
}

function placeRecord(chunk: Rolldown.OutputChunk, fileName: string): void {
  chunk.code = chunk.code
    .replace(BASE_PLACEHOLDER, toBase(chunk.fileName, BASE_PLACEHOLDER.length))
    .replace(RECORD_PLACEHOLDER, fileName.padEnd(RECORD_PLACEHOLDER.length))
}
