import { nearestName } from '@plugwright/diagnostics'
import type { ExplainedCheck, ExplainOptions } from './explain.ts'
import type { Subject } from './explain-subject.ts'
import { findRoute } from './find-route.ts'
import type { InspectedNavEntry, InspectedPlugin, InspectedRoute, Inspection } from './inspection.ts'

/** The checks inside a plugin that takes part: page, permission, code, navigation. None where it does not. */
export function checkPage(
  inspection: Inspection,
  { name, plugin, path, kind }: Subject,
  { viewAs }: ExplainOptions,
): readonly ExplainedCheck[] {
  if (plugin === undefined || (plugin.state !== 'merged' && plugin.state !== 'broken')) return []
  if (plugin.requires.some(({ result }) => result === 'differs' || result === 'missing')) return []
  const page = path === undefined ? undefined : findRoute(inspection.routes.pages, { plugin: name, path })
  if (kind === 'page' && page === undefined) return [noPage(inspection, plugin, path ?? '/')]
  const access = { inspection, viewAs }
  return page === undefined
    ? [pages(plugin), code(plugin, { inspection }), nav(plugin, access)]
    : [
        pageFound(page),
        permission(page, access),
        code(plugin, { inspection, page }),
        nav(plugin, access, page),
      ]
}

interface AccessQuestion {
  readonly inspection: Inspection
  readonly viewAs: string | undefined
}

function noPage({ routes }: Inspection, { name }: InspectedPlugin, path: string): ExplainedCheck {
  const paths = routes.pages.filter(({ plugin }) => plugin === name).map((route) => route.path)
  const nearest = nearestName(path, paths)
  return {
    id: 'page',
    result: 'fail',
    message: `The plugin ${name} has no page at ${path}.`,
    hint:
      nearest !== undefined
        ? `the nearest is ${nearest}.`
        : paths.length === 0
          ? 'it has no pages; put a file into frontend/src/pages/.'
          : `its pages are ${paths.join(', ')}.`,
  }
}

function pages({ pages: count, blocks }: InspectedPlugin): ExplainedCheck {
  return count + blocks === 0
    ? { id: 'page', result: 'note', message: 'It has neither pages nor blocks, so there is nothing to see.' }
    : {
        id: 'page',
        result: 'pass',
        message: `It has ${count} ${count === 1 ? 'page' : 'pages'} and ${blocks} ${blocks === 1 ? 'block' : 'blocks'}.`,
      }
}

function pageFound({ path, module, before }: InspectedRoute): ExplainedCheck {
  const rivals = before.length === 0 ? '' : ` It comes before ${before.join(', ')}.`
  return { id: 'page', result: 'pass', message: `The page is ${module} at ${path}.${rivals}` }
}

function permission({ permission: needed }: InspectedRoute, question: AccessQuestion): ExplainedCheck {
  if (needed === null) return { id: 'permission', result: 'pass', message: 'It needs no permission.' }
  const { inspection, viewAs } = question
  const groups = inspection.access.permissions.find(({ name }) => name === needed)?.groups ?? []
  const holders =
    groups.length === 0 ? 'no seed group has it' : `seed groups that have it: ${groups.join(', ')}`
  if (viewAs === undefined) {
    return {
      id: 'permission',
      result: 'unknown',
      message: `It needs the permission ${needed}; who has it, the host decides (${holders}).`,
    }
  }
  return isGranted(needed, question)
    ? { id: 'permission', result: 'pass', message: `The group ${viewAs} has the permission ${needed}.` }
    : {
        id: 'permission',
        result: 'fail',
        message: `It needs the permission ${needed}, which the group ${viewAs} does not have.`,
        hint: `${holders}.`,
      }
}

/** Code is looked at when a page is opened, so before that nothing is known. */
function code(
  plugin: InspectedPlugin,
  { inspection, page }: { readonly inspection: Inspection; readonly page?: InspectedRoute },
): ExplainedCheck {
  const all = plugin.problems.flatMap((index) => inspection.problems[index] ?? [])
  const problems = all.filter(({ code: id }) => /^(?:VITE_|SHARED_MISSING)/.test(id))
  const [first] = problems
  if (first === undefined) {
    const isLoaded = inspection.sizes.modules.some(({ plugin: name, file }) =>
      page === undefined ? name === plugin.name : file === page.file,
    )
    return isLoaded
      ? { id: 'code', result: 'pass', message: 'Its code parses, and its imports lead somewhere.' }
      : {
          id: 'code',
          result: 'unknown',
          message: 'Its code was not loaded yet, so nothing is known about it.',
        }
  }
  // A page of another file may be whole; a plugin as a whole is shown, but for these.
  const isConcerned = page !== undefined && problems.some(({ file }) => file === page.file)
  return {
    id: 'code',
    result: isConcerned ? 'fail' : 'note',
    message: isConcerned
      ? `Its code is broken: ${first.message}`
      : `Some code of the plugin is broken: ${first.message}`,
    problems,
  }
}

function nav(plugin: InspectedPlugin, question: AccessQuestion, page?: InspectedRoute): ExplainedCheck {
  const entries = flatten(question.inspection.nav.filter((entry) => entry.plugin === plugin.name))
  const leading = entries.filter(
    ({ entry: { target } }) => page === undefined || leadsTo(target, page, question),
  )
  if (leading.length === 0) {
    return {
      id: 'nav',
      result: 'note',
      message: `No nav entry leads to ${page === undefined ? 'it' : 'this page'}, so it is reached by links and by its address only.`,
      hint: 'add it to nav in plugin.yaml, if people should find it there.',
    }
  }
  const labels = leading.map(({ entry }) => `"${entry.label}"`).join(', ')
  const needed = leading.map(({ permissions }) => permissions)
  if (needed.some((permissions) => permissions.length === 0))
    return { id: 'nav', result: 'pass', message: `The navigation shows ${labels}.` }
  const names = [...new Set(needed.flat())].join(', ')
  if (question.viewAs === undefined)
    return {
      id: 'nav',
      result: 'unknown',
      message: `The navigation shows ${labels} to those who have ${names}.`,
    }
  return needed.some((permissions) => permissions.every((name) => isGranted(name, question)))
    ? {
        id: 'nav',
        result: 'pass',
        message: `The navigation shows ${labels} to the group ${question.viewAs}.`,
      }
    : {
        id: 'nav',
        result: 'note',
        message: `The navigation hides ${labels} from the group ${question.viewAs}: it needs ${names}.`,
      }
}

/** Every entry with what it and the ones above it need. */
function flatten(
  entries: readonly InspectedNavEntry[],
  above: readonly string[] = [],
): readonly { readonly entry: InspectedNavEntry; readonly permissions: readonly string[] }[] {
  return entries.flatMap((entry) => {
    const permissions = entry.permission === null ? above : [...new Set([...above, entry.permission])]
    return [{ entry, permissions }, ...flatten(entry.children, permissions)]
  })
}

function leadsTo(target: string | undefined, page: InspectedRoute, { inspection }: AccessQuestion): boolean {
  const start = `${inspection.host.routeBase}/${page.plugin}`
  const pathname = target?.replace(/[?#].*$/s, '')
  if (pathname !== start && pathname?.startsWith(`${start}/`) !== true) return false
  const path = pathname.slice(start.length) || '/'
  return findRoute(inspection.routes.pages, { plugin: page.plugin, path })?.path === page.path
}

function isGranted(name: string, { inspection, viewAs }: AccessQuestion): boolean {
  return inspection.access.groups.some((group) => group.name === viewAs && group.permissions.includes(name))
}
