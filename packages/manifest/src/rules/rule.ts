import type { Diagnostic, Place } from '@plugwright/diagnostics'
import type { ValuePath } from '../document.ts'
import type { ManifestSource } from '../manifest.generated.ts'
import type { Manifest, PluginFiles } from '../manifest.ts'
import type { ParsedManifest } from '../parse-manifest.ts'

/** What a rule looks at. */
export interface RuleContext {
  /** As written. */
  readonly source: ManifestSource
  /** The normal form; it may break any rule. */
  readonly manifest: Manifest
  readonly files: PluginFiles
  readonly parsed: ParsedManifest
}

/** One rule across fields or files. It yields a problem for each place where it is broken. */
export type Rule = (context: RuleContext) => Iterable<Diagnostic>

/** The place of a value in plugin.yaml. */
export function placeOf({ parsed }: RuleContext, path: ValuePath, part?: 'key' | 'value'): Place {
  const span = parsed.spanOf(path, part)
  return {
    ...(parsed.file !== undefined && { file: parsed.file }),
    ...(span !== undefined && { span }),
    path,
  }
}

/** The place of a page or block: its entry in plugin.yaml, or the file itself where it has none. */
export function placeOfModule(context: RuleContext, field: 'pages' | 'blocks', module: string): Place {
  const entries: readonly { readonly module: string }[] = context.source[field] ?? []
  const index = entries.findIndex((entry) => entry.module.replace(/^\.\//, '') === module)
  return index === -1 ? placeOfFile(context, module) : placeOf(context, [field, index])
}

/** The place of a file of the plugin. */
export function placeOfFile({ parsed }: RuleContext, path: string): Place {
  return parsed.file === undefined ? { file: path } : { file: parsed.file.replace(/[^/\\]*$/, path) }
}
