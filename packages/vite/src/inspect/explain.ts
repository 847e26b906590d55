import { checkPage } from './explain-page.ts'
import { checkPlugin } from './explain-plugin.ts'
import { findSubject } from './explain-subject.ts'
import type { Subject } from './explain-subject.ts'
import type { InspectedProblem, Inspection } from './inspection.ts'

/** Why something is shown, or is not: the checks that a host makes, in their order. */
export interface Explanation {
  /** As it was asked for. */
  readonly subject: string
  readonly kind: 'plugin' | 'page' | 'host'
  readonly plugin?: string
  /** The path inside the plugin, for a page. */
  readonly path?: string
  /** `maybe`: it depends on the person who looks. */
  readonly shown: 'yes' | 'no' | 'maybe'
  /** One sentence. */
  readonly summary: string
  readonly checks: readonly ExplainedCheck[]
}

/** One of the checks, in one sentence. */
export interface ExplainedCheck {
  readonly id: CheckId
  /** `pass`, `fail`; `note`: nothing is in the way, but worth knowing; `unknown`: only a person's own tab or host can tell. */
  readonly result: 'pass' | 'fail' | 'note' | 'unknown'
  readonly message: string
  readonly hint?: string
  /** What is wrong, where it is a problem with a place. */
  readonly problems?: readonly InspectedProblem[]
}

export type CheckId =
  | 'found'
  | 'shadowed'
  | 'manifest'
  | 'packed'
  | 'host-range'
  | 'plugins'
  | 'shared'
  | 'switched-on'
  | 'page'
  | 'permission'
  | 'code'
  | 'nav'

/** For whom something is explained. */
export interface ExplainOptions {
  /** Name of a seed group; its permissions decide. @default whoever looks at the host */
  readonly viewAs?: string | undefined
}

/**
 * Explains why a plugin or a page is shown or is not.
 *
 * @param subject a plugin's name or folder, or the address of a page: `crm`, `/plugins/crm/customers/7`, a whole URL.
 */
export function explain(inspection: Inspection, subject: string, options: ExplainOptions = {}): Explanation {
  const found = findSubject(inspection, subject)
  if (found.kind === 'host') {
    const summary = `${subject} is an address of the host itself: pages of plugins are below ${inspection.host.routeBase}/.`
    return { subject, kind: 'host', shown: 'maybe', summary, checks: [] }
  }
  const checks = [...checkPlugin(inspection, found), ...checkPage(inspection, found, options)]
  return {
    subject,
    kind: found.kind,
    plugin: found.name,
    ...(found.path === undefined ? {} : { path: found.path }),
    ...conclude(found, checks),
    checks,
  }
}

function conclude(
  subject: Subject,
  checks: readonly ExplainedCheck[],
): Pick<Explanation, 'shown' | 'summary'> {
  const what = subject.kind === 'page' ? `The page at ${subject.address}` : `The plugin ${subject.name}`
  const failed = checks.find(({ result }) => result === 'fail')
  if (failed !== undefined) return { shown: 'no', summary: `${what} is not shown. ${failed.message}` }
  const open = checks.filter(({ id, result }) => result === 'unknown' && id === 'permission')
  return open.length > 0
    ? { shown: 'maybe', summary: `${what} is shown to those who may see it.` }
    : { shown: 'yes', summary: `${what} is shown.` }
}
