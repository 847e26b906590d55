import { hasErrors } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import { blockNamesOf, findBlocks, findPages, isPageFile, pagePathOf } from './conventions.ts'
import { defined } from './defined.ts'
import { tooManyProblems } from './diagnostics.ts'
import { LIMITS } from './limits.ts'
import type {
  Author,
  AuthorSource,
  Block,
  Command,
  CommandSource,
  ManifestSource,
  NavEntry,
  NavSource,
  Page,
  PageSource,
} from './manifest.generated.ts'
import type { Manifest, PluginFiles, Requires } from './manifest.ts'
import { compareText, createPageFinder, pathWithinPlugin } from './page-paths.ts'
import type { ParsedManifest } from './parse-manifest.ts'
import { toPath } from './plugin-path.ts'
import { toRouter } from './routers.ts'
import { checkRules } from './rules/index.ts'

/** What {@link resolveManifest} gives. */
export interface ResolvedManifest {
  /** Absent where the parsed manifest has errors, or the rules found one. */
  readonly manifest?: Manifest
  /** Problems that the rules found; those of the parsed manifest are not repeated. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Makes a parsed plugin.yaml a manifest: fills in defaults, merges pages and blocks by convention, hands
 * permissions down from the nav, and checks every rule that looks across fields or at the files.
 *
 * Never throws. The codes are those of `src/rules/`, listed in docs/errors.md.
 */
export function resolveManifest(parsed: ParsedManifest, files: PluginFiles): ResolvedManifest {
  const { source } = parsed
  if (source === undefined) return { diagnostics: [] }
  const manifest = toManifest(source, files)
  const diagnostics = collect(checkRules({ source, manifest, files, parsed }), parsed.file)
  return hasErrors(diagnostics) ? { diagnostics } : { manifest, diagnostics }
}

/**
 * Takes problems up to the limit. Rules are generators, so what is not taken costs nothing. Warnings beyond the limit
 * are passed over, as an error may follow them.
 */
function collect(problems: Iterable<Diagnostic>, file: string | undefined): readonly Diagnostic[] {
  const taken = { error: 0, warning: 0, info: 0 }
  const diagnostics: Diagnostic[] = []
  let isMore = false
  for (const problem of problems) {
    if (taken[problem.severity]++ < LIMITS.problems) diagnostics.push(problem)
    else isMore = true
    if (taken.error > LIMITS.problems) break
  }
  return isMore
    ? [...diagnostics, tooManyProblems(undefined, file === undefined ? {} : { file })]
    : diagnostics
}

/** The normal form of a source. Where rules are broken it is still made, for the rules to look at. */
function toManifest(source: ManifestSource, files: PluginFiles): Manifest {
  const metadata = source.metadata ?? {}
  const nav = (source.nav ?? []).map((entry) => toNavEntry(entry, source.name, null))
  const pages = inheritPermissions(resolvePages(source, files), source.name, nav)
  const blocks = resolveBlocks(source, files)
  return defined<Manifest>({
    name: source.name,
    version: source.version,
    display_name: source.display_name ?? source.name,
    description: source.description,
    icon: source.icon,
    author: source.author === undefined ? undefined : toAuthor(source.author),
    license: source.license,
    homepage: source.homepage ?? metadata.homepage,
    repository: source.repository ?? metadata.repository,
    documentation: source.documentation ?? metadata.documentation,
    tags: source.tags ?? metadata.tags ?? [],
    requires: toRequires(source),
    pages: pages.toSorted((a, b) => compareText(a.path, b.path)),
    blocks: blocks.toSorted(compareBlocks),
    nav,
    frontend_entry: source.frontend_entry && toPath(source.frontend_entry),
    i18n: source.i18n && toPath(source.i18n),
    routers: (source.routers ?? []).map(toRouter),
    dbt_workspace: source.dbt_workspace && toPath(source.dbt_workspace),
    permissions: [...new Set(source.permissions)],
    seed_groups: (source.seed_groups ?? []).map(({ name, permissions = [] }) => ({ name, permissions })),
    commands: (source.commands ?? []).map(toCommand),
    agents: (source.agents ?? []).map((agent) =>
      defined({
        name: agent.name,
        description: agent.description ?? undefined,
        manifest: agent.manifest && toPath(agent.manifest),
      }),
    ),
    requirements: source.requirements && {
      ...defined({ python: source.requirements.python, optional: source.requirements.optional }),
      packages: source.requirements.packages ?? [],
    },
    files: source.files ?? [],
    executable: source.executable ?? [],
    secrets: { allow: source.secrets?.allow ?? [] },
    targets: resolveTargets(source, pages.length + blocks.length > 0),
  })
}

/** Declared pages by their module, then the files that are pages by name and were not declared. */
function resolvePages(source: ManifestSource, files: PluginFiles): PageDraft[] {
  const declared = (source.pages ?? []).map(toPage)
  const modules = new Set(declared.map((page) => page.module))
  const found = findPages(files).filter((page) => !modules.has(page.module))
  const pages = [...declared, ...found]
  const entry = source.frontend_entry
  // A plugin as Honeyframe documents it: one entry that shows whatever its nav leads to.
  if (pages.length === 0 && entry !== undefined && (source.nav ?? []).length > 0)
    return [{ module: toPath(entry), path: '/*' }]
  return pages
}

type PageDraft = Omit<Page, 'permission'> & { readonly permission?: string | null }

function toPage(page: PageSource): PageDraft {
  const module = toPath(page.module)
  // A page elsewhere without a path is refused by a rule; `/` keeps the draft whole until then.
  const path = page.path ?? (isPageFile(module) ? pagePathOf(module) : '/')
  return defined({ ...page, module, path })
}

/** A page without a permission of its own takes that of the nav entry leading to it; a rule refuses two different ones. */
function inheritPermissions(pages: readonly PageDraft[], name: string, nav: readonly NavEntry[]): Page[] {
  const findPage = createPageFinder(pages)
  const inherited = new Map<PageDraft, string>()
  for (const { path, permission } of flattenNav(nav)) {
    const within = path === undefined ? undefined : pathWithinPlugin(name, path)
    const page = within === undefined ? undefined : findPage(within)
    if (page !== undefined && permission !== null && !inherited.has(page)) inherited.set(page, permission)
  }
  return pages.map((page) => {
    const { module, path, title, permission = inherited.get(page) ?? null, layout } = page
    return defined<Page>({ module, path, title, permission, layout })
  })
}

function flattenNav(nav: readonly NavEntry[]): NavEntry[] {
  return nav.flatMap((entry) => [entry, ...flattenNav(entry.children)])
}

function toNavEntry(entry: NavSource, name: string, inherited: string | null): NavEntry {
  const { label, path, href, host, icon, permission = inherited, section, order = 0, children = [] } = entry
  return defined<NavEntry>({
    label,
    path: path === undefined ? undefined : normalNavPath(path, name),
    href,
    host,
    icon,
    permission,
    section,
    order,
    children: children.map((child) => toNavEntry(child, name, permission)),
  })
}

/** `/plugins/crm/customers`, `/crm/customers/` and `/crm/customers` are the same. */
function normalNavPath(path: string, name: string): string {
  if (pathWithinPlugin(name, path) === undefined) return path
  return path.replace(/^\/plugins(?=\/)/, '').replace(/\/(?=$|[?#])/, '')
}

function resolveBlocks(source: ManifestSource, files: PluginFiles): Block[] {
  const declared = source.blocks ?? []
  const modules = new Set(declared.map((block) => toPath(block.module)))
  const found = findBlocks(files).filter((block) => !modules.has(block.module))
  return [...declared, ...found].map((block) => {
    const module = toPath(block.module)
    const { slot, id } = blockNamesOf(module)
    const { order = 0, permission = null, size } = block as (typeof declared)[number]
    return defined<Block>({ module, id, slot: block.slot ?? slot, order, permission, size })
  })
}

function compareBlocks(a: Block, b: Block): number {
  return compareText(a.slot, b.slot) || a.order - b.order || compareText(a.id, b.id)
}

function toAuthor(author: AuthorSource): Author {
  return typeof author === 'string' ? { name: author } : author
}

function toRequires({ requires = {} }: ManifestSource): Requires {
  return defined<Requires>({ host: requires.host, plugins: new Map(Object.entries(requires.plugins ?? {})) })
}

function toCommand({ name, description, handler }: CommandSource): Command {
  const { runtime = 'python', script } = handler ?? {}
  return defined<Command>({
    name,
    description: description ?? undefined,
    handler: script ? { runtime, script: toPath(script) } : undefined,
  })
}

function resolveTargets(source: ManifestSource, hasParts: boolean): Manifest['targets'] {
  const listed = Object.entries(source.targets ?? {})
  if (listed.length > 0) return new Map(listed.map(([name, options]) => [name, options ?? {}]))
  const hasFrontend = hasParts || source.frontend_entry !== undefined
  const isBetty = (source.commands ?? []).length > 0 && !hasFrontend && (source.routers ?? []).length === 0
  return new Map([[isBetty ? 'betty' : 'plugwright', {}]])
}
