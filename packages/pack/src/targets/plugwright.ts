import path from 'node:path'
import { MANIFEST_FILE, SIGNATURE_FILE, signManifest, treeDigest } from '@plugwright/archive'
import { type PackedManifest, toPackedPlugin } from '@plugwright/manifest'
import { BUILD_MANIFEST_NAME } from '../build-manifest.ts'
import type { BundleRequest } from '../bundler.ts'
import { entryPointNotPacked } from '../diagnostics.ts'
import { toEntryPoints } from '../entry-points.ts'
import { findPackages } from '../sbom/find-packages.ts'
import { toCycloneDx } from '../sbom/to-cyclonedx.ts'
import type { PlanContext, PlanEntry, Target, TargetContext } from '../target.ts'
import { assertWithinBudget, BUDGET_SCHEMA } from './plugwright-budget.ts'
import { declaredFiles, defaultPatterns } from './plugwright-files.ts'
import { packedBackend, packedFrontend, scriptRouters } from './plugwright-manifest.ts'

/** Request id of the pages → folder of its outputs in the package. */
const FOLDERS: ReadonlyMap<string, string> = new Map([
  ['pages', 'frontend'],
  ['server', 'backend/esm'],
  ['server-cjs', 'backend/cjs'],
])

/** A component, or a function that fills an element. */
const SHOWABLE = [['default', 'mount']]

/** What every host provides, each with its subpaths. */
const SHARED_PACKAGES = ['@plugwright/react', '@plugwright/runtime', 'react', 'react-dom', 'svelte', 'vue']

/** The block `plugwright` under `targets` in plugin.yaml. */
export interface PlugwrightTargetOptions {
  /** Packs `sbom.cdx.json`, the npm packages in the bundles. @default false */
  readonly sbom?: boolean
  /** The size that the archive may have: bytes, or `200 kB`. @default none */
  readonly budget?: string | number
}

/**
 * Our own package, `{name}-{version}.plug`: a tar.gz with `manifest.json` first, `signature.json` where it is signed, then
 * `plugin.yaml` byte for byte, the built pages below `frontend/`, the built routers below `backend/`, and the files
 * that plugin.yaml names.
 * The format is described in docs/package-format.md.
 */
export const plugwright: Target<PlugwrightTargetOptions> = {
  name: 'plugwright',
  optionsSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      formats: { type: 'array', items: { type: 'string' } },
      sbom: { type: 'boolean' },
      budget: BUDGET_SCHEMA,
    },
  },
  formats: ['tar.gz'],
  fileName: ({ name, version }) => `${name}-${version}.plug`,
  bundles,

  async plan(context) {
    const manifestName = path.basename(context.manifestFile)
    const selection = await context.select(defaultPatterns(context.manifest, manifestName))
    const entries = selection.files.map(({ path: from, why, executable }): PlanEntry => {
      const inArchive = from === manifestName ? 'plugin.yaml' : from
      return { path: inArchive, from, why, ...(executable && { executable }) }
    })
    for (const [id, { folder, build }] of context.bundles) {
      for (const output of build.outputs) {
        const inArchive = `${FOLDERS.get(id)}/${output.path}`
        entries.push({ path: inArchive, from: `${folder}/${output.path}`, why: `bundle ${id}` })
      }
    }
    if (context.options.sbom === true) entries.push(await toSbomEntry(context))
    return { entries, excluded: selection.excluded, diagnostics: selection.diagnostics }
  },

  check({ manifest, manifestFile, plan }) {
    const packed = new Set(plan.entries.map((entry) => entry.path))
    const rules = new Map(plan.excluded.map((excluded) => [excluded.path, excluded.rule]))
    return declaredFiles(manifest)
      .filter(({ anyOf }) => !anyOf.some((name) => packed.has(name)))
      .map(({ anyOf, field }) => {
        const rule = anyOf.map((name) => rules.get(name)).find((found) => found !== undefined)
        const reason = rule === undefined ? 'there is no such file' : `the rule "${rule}" takes it out`
        return entryPointNotPacked(manifestFile, { path: anyOf[0] ?? '', field, reason })
      })
  },

  control(context) {
    const { manifest, digests } = context
    const frontend = packedFrontend(context, 'frontend')
    const backend = packedBackend(context, { esm: 'backend/esm', cjs: 'backend/cjs' })
    // Keys in the order of packed-manifest.schema.json; what is undefined is not written.
    const packed: PackedManifest = {
      format: 'plugwright/1',
      plugin: toPackedPlugin(manifest),
      ...(frontend && { frontend }),
      ...(backend && { backend }),
      files: digests,
      treeDigest: treeDigest(digests),
    }
    const text = `${JSON.stringify(packed, undefined, 2)}\n`
    return [{ path: MANIFEST_FILE, bytes: new TextEncoder().encode(text) }]
  },

  sign(control, keys) {
    return control
      .filter(({ path: name }) => name === MANIFEST_FILE)
      .map(({ bytes }) => ({ path: SIGNATURE_FILE, bytes: signManifest(bytes, keys) }))
  },

  beside({ options, manifestFile, archive, digests }) {
    if (options.budget !== undefined) {
      assertWithinBudget(options.budget, { manifestFile, digests, sizeInBytes: archive.sizeInBytes })
    }
    return []
  },
}

async function toSbomEntry(context: PlanContext): Promise<PlanEntry> {
  const { dir, manifest, manifestFile } = context
  const built = [...context.bundles.values()]
  const inputs = built.flatMap(({ build }) => build.inputs)
  const text = JSON.stringify(toCycloneDx(manifest, await findPackages(inputs, dir)), undefined, 2)
  const [first] = built
  const from = first === undefined ? path.basename(manifestFile) : `${first.folder}/${BUILD_MANIFEST_NAME}`
  return { path: 'sbom.cdx.json', from, why: 'sbom', bytes: new TextEncoder().encode(`${text}\n`) }
}

function bundles({ manifest, peerDependencies }: TargetContext): BundleRequest[] {
  const requests: BundleRequest[] = []
  const entry = manifest.frontend_entry === undefined ? [] : [manifest.frontend_entry]
  const shown = [...manifest.pages, ...manifest.blocks].map(({ module }) => module)
  const pages = [...entry, ...shown]
  if (pages.length > 0) {
    const external = sorted([...SHARED_PACKAGES, ...peerDependencies])
    requests.push({
      id: 'pages',
      entryPoints: toEntryPoints(pages, 'frontend/src/', new Map(shown.map((module) => [module, SHOWABLE]))),
      shape: 'pages',
      css: 'file',
      external,
    })
  }
  const routers = new Map<string, string[][]>()
  for (const { module, export: name } of scriptRouters(manifest)) {
    routers.set(module, [...(routers.get(module) ?? []), [name]])
  }
  if (routers.size > 0) {
    const entryPoints = toEntryPoints([...routers.keys()], 'backend/', routers)
    const external = sorted(['@plugwright/router', ...peerDependencies])
    requests.push({ id: 'server', entryPoints, shape: 'server-esm', css: 'file', external })
    requests.push({ id: 'server-cjs', entryPoints, shape: 'server-cjs', css: 'file', external })
  }
  return requests
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].toSorted()
}
