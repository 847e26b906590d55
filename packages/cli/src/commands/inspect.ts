import { resolveText } from '@plugwright/manifest'
import type { PackedManifest } from '@plugwright/manifest'
import { defineCommand } from '../command.ts'
import type { Command, Outcome } from '../command.ts'
import { notSigned } from '../diagnostics.ts'
import { formatSize, formatTable } from '../format-table.ts'
import { globalFlags } from '../global-flags.ts'
import { locateFile } from '../locate-file.ts'
import { readPackage } from '../read-package.ts'
import type { ReadPackage } from '../read-package.ts'
import { countOf, maskControls, toRelative } from '../report.ts'

/** `plugwright inspect FILE`: what is in a package. Reads and shows; verifies no signature and trusts nobody. */
export const inspect: Command = defineCommand({
  args: {
    file: { type: 'positional', required: false, description: 'A package: .plug, .tar.gz, .zip' },
    dsse: { type: 'boolean', description: 'Print the signatures with what they sign, as a DSSE envelope' },
    ...globalFlags,
  },
  listFlags: [],
  maxPaths: 1,

  async run({ file: path, dsse }, { cwd, signal }): Promise<Outcome> {
    const file = locateFile(path, cwd)
    const read = await readPackage(file, signal)
    const { archive, profile, packed, signatures, diagnostics } = read
    if (dsse === true) {
      if (signatures === undefined) return { diagnostics: [...diagnostics, notSigned(file)] }
      const text = Buffer.from(signatures.envelope).toString()
      return { diagnostics, text: text.trimEnd(), fields: { dsse: JSON.parse(text) as unknown } }
    }
    const { format, sizeInBytes, sha256, files } = archive
    const unpackedSizeInBytes = files.reduce((sum, { size }) => sum + size, 0)
    const signers = signatures?.keyIds.map((keyId) => ({ keyId, place: signatures.place })) ?? []
    const fields = {
      path: file,
      format,
      profile,
      sizeInBytes,
      unpackedSizeInBytes,
      sha256,
      manifest: packed === undefined ? null : summarize(packed),
      signers,
      entries: files,
    }
    return { diagnostics, text: formatPackage(toRelative(cwd, file), read), fields }
  },
})

/** What a manifest says, in short; the whole of it is in the archive. */
interface ManifestSummary {
  readonly format: string
  readonly name: string
  readonly version: string
  readonly displayName: string
  readonly license: string | null
  readonly pages: number
  readonly blocks: number
  readonly routers: number
  readonly permissions: readonly string[]
  readonly treeDigest: string
}

function summarize({ format, plugin, treeDigest }: PackedManifest): ManifestSummary {
  const { name, version, display_name: displayName, license = null, permissions } = plugin
  return {
    format,
    name,
    version,
    displayName: resolveText(displayName, 'en'),
    license,
    pages: plugin.pages.length,
    blocks: plugin.blocks.length,
    routers: plugin.routers.length,
    permissions,
    treeDigest,
  }
}

function formatPackage(path: string, { archive, profile, packed, signatures }: ReadPackage): string {
  const { format, sizeInBytes, sha256, files } = archive
  const unpacked = files.reduce((sum, { size }) => sum + size, 0)
  const sizes = `${formatSize(sizeInBytes)}, ${formatSize(unpacked)} unpacked`
  const head: [string, string][] = [
    ['file', path],
    ['format', `${format}, profile ${profile}`],
    ['size', `${sizes}, ${countOf(files.length, 'file')}`],
    ['sha256', sha256],
  ]
  if (packed !== undefined) head.push(...formatManifest(summarize(packed)))
  if (signatures === undefined) head.push(['signed by', 'nobody'])
  else for (const keyId of signatures.keyIds) head.push(['signed by', `${keyId} (a claim, not verified)`])
  const rows = files.map((file) => [file.mode, formatSize(file.size), file.sha256.slice(0, 12), file.path])
  const parts = [formatTable(head), formatTable([['mode', 'size', 'sha256', 'path'], ...rows])]
  return maskControls(parts.join('\n\n'))
}

function formatManifest(summary: ManifestSummary): [string, string][] {
  const { name, version, displayName, license, pages, blocks, routers, permissions } = summary
  const title = displayName === name ? '' : ` (${displayName})`
  const parts = [countOf(pages, 'page'), countOf(blocks, 'block'), countOf(routers, 'router')]
  return [
    ['plugin', `${name} ${version}${title}${license === null ? '' : `, ${license}`}`],
    ['holds', parts.join(', ')],
    ['permissions', permissions.length === 0 ? 'none' : permissions.join(', ')],
  ]
}
