export {
  comparePagePaths,
  DEFAULT_ROUTE_BASE,
  matchesPagePath,
  pageHref,
  pageHrefs,
  pagePathFault,
  slotsOf,
} from './page-paths.ts'
export { resolveText } from './text.ts'
