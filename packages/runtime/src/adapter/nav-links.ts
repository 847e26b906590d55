import { resolveText } from '../resolve-text.ts'
import type { NavItem, NavSection } from '../visible-nav.ts'
import type { InternalLink } from './link.ts'

/** A section of the navigation in the host's language. */
export interface NavLinkSection {
  /** Absent: entries without a section. */
  readonly id?: string
  readonly label?: string
  readonly links: readonly NavLink[]
}

/** A nav entry in the host's language. */
export interface NavLink {
  readonly key: string
  /** Name of the plugin. */
  readonly plugin: string
  readonly label: string
  readonly icon?: string
  /** This entry is the nearest to where the host is. */
  readonly isCurrent: boolean
  readonly external: boolean
  /** For the `<a>`; absent: a group. */
  readonly props?: NavLinkProps
  readonly children: readonly NavLink[]
}

/** Attributes of a nav entry's `<a>`. */
export type NavLinkProps = InternalLink & { readonly 'aria-current'?: 'page'; readonly rel?: string }

/** Puts the visible navigation into the host's language, with the props of its links. */
export type ToNavLinks = (nav: readonly NavSection[], pathname: string) => readonly NavLinkSection[]

/** Creates a {@link ToNavLinks} that gives the same object again for an entry that is the same. */
export function createNavLinks({
  locale,
  link,
}: {
  readonly locale: string
  readonly link: (href: string) => InternalLink
}): ToNavLinks {
  const known = new WeakMap<NavItem, NavLink>()

  const toLink = (item: NavItem, current: NavItem | undefined): NavLink => {
    const isCurrent = item === current
    const children = item.children.map((child) => toLink(child, current))
    const before = known.get(item)
    if (before?.isCurrent === isCurrent && before.children.every((child, index) => child === children[index]))
      return before
    const created: NavLink = {
      key: item.key,
      plugin: item.plugin,
      label: resolveText(item.label, locale),
      ...(item.icon !== undefined && { icon: item.icon }),
      isCurrent,
      external: item.external,
      ...(item.href !== undefined && {
        props: {
          ...(item.external ? { href: item.href, rel: 'noreferrer' } : link(item.href)),
          ...(isCurrent && { 'aria-current': 'page' as const }),
        },
      }),
      children,
    }
    known.set(item, created)
    return created
  }

  return (nav, pathname) => {
    const current = findCurrent(
      nav.flatMap(({ items }) => items),
      pathname,
    )
    return nav.map(({ id, label, items }) => ({
      ...(id !== undefined && { id }),
      ...(label !== undefined && { label: resolveText(label, locale) }),
      links: items.map((item) => toLink(item, current)),
    }))
  }
}

/** The entry with the longest address that is the pathname or lies above it. */
function findCurrent(items: readonly NavItem[], pathname: string): NavItem | undefined {
  const here = `${pathname.replace(/\/+$/, '')}/`
  let best: NavItem | undefined
  for (const item of items) {
    const candidates = [item, findCurrent(item.children, pathname)]
    for (const candidate of candidates) {
      if (candidate?.href === undefined || candidate.external) continue
      if (here.startsWith(`${candidate.href}/`) && candidate.href.length > (best?.href?.length ?? -1))
        best = candidate
    }
  }
  return best
}
