export { toCard, type CardFacts, type CardKind, type CardSubject } from './adapter/card.ts'
export type { CardClick, CardElement, CardNode, CardStyle, CardTag } from './adapter/card-element.ts'
export { currentPathname, currentSearch } from './adapter/current-address.ts'
export { createLink, type InternalLink, type LinkClick } from './adapter/link.ts'
export { LOADING_DELAY_MS, LOADING_WORDS } from './adapter/loading.ts'
export {
  createNavLinks,
  type NavLink,
  type NavLinkProps,
  type NavLinkSection,
  type ToNavLinks,
} from './adapter/nav-links.ts'
export { prefetchLinks, type PrefetchOptions, type PrefetchTime } from './adapter/prefetch-links.ts'
export { toRenderFailure, type RenderFailureActions } from './adapter/render-failure.ts'
export { toPageTitle } from './adapter/page-title.ts'
