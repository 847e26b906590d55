import type { Plugin } from 'vite'
import { toBase, toRecordPath } from '../deploy-record.ts'
import { BASE_PLACEHOLDER, RECORD_PLACEHOLDER } from '../merge/registry-module.ts'

/** Tells the registry of a client build where the record of the build lies; `plugwright:build-records` writes it. */
export function deployRecordPlugin(): Plugin {
  return {
    name: 'plugwright:deploy-record',
    apply: 'build',
    applyToEnvironment: ({ config }) => config.consumer === 'client',

    renderChunk: {
      filter: { code: BASE_PLACEHOLDER },
      handler(code, { fileName }) {
        const record = toRecordPath(this.environment.config.build.assetsDir)
        const placed = code
          .replace(BASE_PLACEHOLDER, toBase(fileName, BASE_PLACEHOLDER.length))
          .replace(RECORD_PLACEHOLDER, record.padEnd(RECORD_PLACEHOLDER.length))
        // As long as before, so maps stay true.
        return { code: placed, map: null }
      },
    },
  }
}
