import type { Diagnostic, Place } from '@plugwright/diagnostics'
import type { ValuePath } from '../document.ts'
import type { ManifestSource, NavEntry, NavSource, Page } from '../manifest.generated.ts'
import type { Manifest, PluginFiles } from '../manifest.ts'
import type { ParsedManifest } from '../parse-manifest.ts'
import { toPath } from '../plugin-path.ts'

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

/** The place of a page's path: in plugin.yaml, or the file itself where its name says the path. */
export function placeOfPage(context: RuleContext, { module }: Pick<Page, 'module'>): Place {
  const index = (context.source.pages ?? []).findIndex((page) => toPath(page.module) === module)
  if (index === -1) return placeOfFile(context, module)
  const field = context.source.pages?.[index]?.path === undefined ? 'module' : 'path'
  return placeOf(context, ['pages', index, field])
}

/** The place of a block: its module in plugin.yaml, or the file itself where it is not listed. */
export function placeOfBlock(context: RuleContext, module: string): Place {
  const index = (context.source.blocks ?? []).findIndex((block) => toPath(block.module) === module)
  return index === -1 ? placeOfFile(context, module) : placeOf(context, ['blocks', index, 'module'])
}

/**
 * Pages or blocks, each module once: those listed in plugin.yaml first, then files. Of two that collide the later
 * one is named as the problem.
 */
export function inListedOrder<Item extends { readonly module: string }>(
  items: readonly Item[],
  listed: readonly { readonly module: string }[] | undefined,
): readonly Item[] {
  const order = new Map((listed ?? []).map((entry, index) => [toPath(entry.module), index]))
  const rank = ({ module }: Item): number => order.get(module) ?? order.size
  return [...new Map(items.map((item) => [item.module, item])).values()].toSorted((a, b) => rank(a) - rank(b))
}

/** The place of a file of the plugin. */
export function placeOfFile({ parsed }: RuleContext, path: string): Place {
  return parsed.file === undefined ? { file: path } : { file: parsed.file.replace(/[^/\\]*$/, () => path) }
}

/** A nav entry at any level, as written and in its normal form, with its place. */
export interface NavItem {
  readonly source: NavSource
  readonly entry: NavEntry
  readonly at: ValuePath
}

/** All nav entries, those below an entry after it. */
export function navItems({ source, manifest }: RuleContext): readonly NavItem[] {
  return itemsOf(source.nav ?? [], manifest.nav, ['nav'])
}

function itemsOf(sources: readonly NavSource[], entries: readonly NavEntry[], at: ValuePath): NavItem[] {
  return entries.flatMap((entry, index) => {
    const item = sources[index]
    if (item === undefined) return []
    const here = [...at, index]
    return [
      { source: item, entry, at: here },
      ...itemsOf(item.children ?? [], entry.children, [...here, 'children']),
    ]
  })
}
