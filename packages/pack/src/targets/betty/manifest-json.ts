import { type Manifest, resolveText } from '@plugwright/manifest'
import { judgeCommands } from '../../judge-commands.ts'
import type { BesideContext } from '../../target.ts'

/**
 * The content of Betty's `manifest.json`, which lies beside the archive: keys and their order are those of plugin.build,
 * then `homepage`, `repository` and `tags` once more, where plugin.publish looks for them.
 * `null` where plugin.yaml says nothing.
 */
export function toBettyManifest({ manifest, plan, archive, time }: BesideContext): Record<string, unknown> {
  const { entryPoints } = judgeCommands(manifest, plan)
  const { homepage = null, repository = null, documentation = null, tags } = manifest
  return {
    name: manifest.name,
    version: manifest.version,
    description: manifest.description === undefined ? null : resolveText(manifest.description, 'en'),
    author: manifest.author ?? {},
    license: manifest.license ?? null,
    metadata: { homepage, repository, documentation, tags, generated_at: time.toISOString() },
    requirements: toRequirements(manifest),
    permissions: manifest.permissions,
    package: {
      filename: archive.fileName,
      size_bytes: archive.sizeInBytes,
      checksums: { md5: archive.md5, sha256: archive.sha256 },
    },
    entrypoints: entryPoints.map(({ command, handler, runtime }) => ({ command, handler, runtime })),
    commands_count: entryPoints.length,
    agents: manifest.agents.map(({ name, description = null }) => ({ name, description })),
    homepage,
    repository,
    tags,
  }
}

function toRequirements({ requirements }: Manifest): Record<string, unknown> {
  return { python: requirements?.python ?? null, packages: requirements?.packages ?? [] }
}
