import { open, readFile } from 'node:fs/promises'
import path from 'node:path'
import { type Diagnostic, nearestName } from '@plugwright/diagnostics'
import { entryPointNotPacked } from '../../diagnostics.ts'
import type { CheckContext } from '../../target.ts'
import { whyNotPacked } from '../../why-not-packed.ts'
import { ARCAN_CAPABILITIES } from './capabilities.ts'
import {
  engineKind,
  engineNotWasm,
  engineSeveralFiles,
  type NamedSource,
  templateMissing,
  templateMisspelt,
  templateUnused,
  unknownCapability,
} from './diagnostics.ts'
import { engineKindOf, languageOf } from './engine.ts'
import { ENGINE_REQUEST } from './engine-request.ts'
import { type ArcanOptions, resolveArcanOptions } from './options.ts'
import { findTemplateReferences, TEMPLATES_FOLDER } from './template-references.ts'

/** Judges what is to become a package: the capabilities, the engine, and what it says of templates. */
export async function checkArcan(context: CheckContext<ArcanOptions>): Promise<Diagnostic[]> {
  const { manifestFile, plan } = context
  const { engine, capabilities } = resolveArcanOptions(context.options)
  const known = ARCAN_CAPABILITIES
  const problems = capabilities.flatMap((name, index) =>
    known.includes(name) ? [] : [unknownCapability(manifestFile, { name, index, known })],
  )
  const kind = engineKindOf(engine)
  if (kind === undefined) return [...problems, engineKind(manifestFile, engine)]
  if (!plan.entries.some((entry) => entry.path === `engine.${kind}`)) {
    const reason = whyNotPacked(plan, engine)
    const field = ['targets', 'arcan', 'engine']
    return [...problems, entryPointNotPacked(manifestFile, { path: engine, field, reason })]
  }
  const file = path.join(context.dir, engine)
  // What a compiled engine names cannot be read.
  if (kind === 'wasm') return [...problems, ...((await isWasm(file)) ? [] : [engineNotWasm(file)])]
  return [...problems, ...checkBundle(file, context), ...checkTemplates(context, await readSources(context))]
}

const WASM_MAGIC = Buffer.from('\0asm')

async function isWasm(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer } = await handle.read(Buffer.alloc(WASM_MAGIC.length), 0, WASM_MAGIC.length, 0)
    return buffer.equals(WASM_MAGIC)
  } finally {
    await handle.close()
  }
}

function checkBundle(file: string, { bundles }: CheckContext<ArcanOptions>): Diagnostic[] {
  const build = bundles.get(ENGINE_REQUEST)?.build
  const others = (build?.outputs ?? []).filter((output) => output.path !== build?.entryPoints[0]?.file)
  return others.length === 0
    ? []
    : [
        engineSeveralFiles(
          file,
          others.map((output) => output.path),
        ),
      ]
}

/** The engine and, where it is bundled, the modules of the plugin that went into it. */
async function readSources({
  dir,
  options,
  bundles,
}: CheckContext<ArcanOptions>): Promise<readonly NamedSource[]> {
  const inputs = bundles.get(ENGINE_REQUEST)?.build.inputs.map((input) => input.path)
  const names = (inputs ?? [resolveArcanOptions(options).engine]).filter(
    (name) => languageOf(name) !== undefined && !/^\.\.\/|(?:^|\/)node_modules\//.test(name),
  )
  return Promise.all(
    names.map(async (name) => {
      const file = path.join(dir, name)
      return { file, text: await readFile(file, 'utf8') }
    }),
  )
}

function checkTemplates(
  { dir, plan, options }: CheckContext<ArcanOptions>,
  sources: readonly NamedSource[],
): Diagnostic[] {
  const prefix = `${TEMPLATES_FOLDER}/`
  const entries = plan.entries.filter((entry) => entry.path.startsWith(prefix))
  const templates = entries.map((entry) => entry.path.slice(prefix.length))
  const { templates: folder } = resolveArcanOptions(options)
  const used = new Set<string>()
  const problems: Diagnostic[] = []
  for (const source of sources) {
    const language = languageOf(source.file) ?? 'typescript'
    const found = findTemplateReferences(source.text, { language, templates })
    for (const template of found.used) used.add(template)
    for (const reference of found.missing) {
      const reason = whyNotPacked(plan, `${folder}/${reference.name}`)
      problems.push(templateMissing(source, { reference, templates, reason }))
    }
    for (const reference of found.misspelt) {
      const nearest = nearestName(reference.name, templates)
      if (nearest !== undefined) problems.push(templateMisspelt(source, { reference, nearest }))
    }
  }
  const unused = entries.filter((entry) => !used.has(entry.path.slice(prefix.length)))
  return [...problems, ...unused.map(({ path: name, from }) => templateUnused(path.join(dir, from), name))]
}
