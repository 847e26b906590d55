import type { Diagnostic, Place } from '@plugwright/diagnostics'
import type { Found } from './component.ts'
import type { Content } from './read-element.ts'
import type { Node, SourceModule } from './source-module.ts'

/** A route as it stands in the app, JSX or object. */
export interface RouteNode {
  /** As written; `undefined` without one, and where it is computed. */
  readonly path: string | undefined
  readonly isPathComputed: boolean
  readonly isIndex: boolean
  /** What it shows; `undefined` where it only groups others. */
  readonly content: Found<Content> | undefined
  /** What only data routers do for it: `loader`, `action`. */
  readonly dataProperties: readonly string[]
  /** A title that is written there: `handle: { title }`. */
  readonly title: string | undefined
  readonly children: readonly RouteNode[]
  /** The route itself. */
  readonly slot: Slot
  /** What stands for it in the list of its parent: itself, or the `.map()` or constant that it comes from. */
  readonly anchor: Slot
  /** The item of the list that `.map()` made the route of. */
  readonly item: Slot | undefined
  readonly place: Place
}

/** Where something stands among its neighbours. */
export interface Slot {
  readonly module: SourceModule
  readonly node: Node
  /** `child` in JSX, `element` of an array, or a `value` that something else must take the place of. */
  readonly kind: 'child' | 'element' | 'value'
}

/** All routes that one `<Routes>`, `createBrowserRouter()` or `useRoutes()` has. */
export interface RouteTable {
  readonly module: SourceModule
  readonly routes: readonly RouteNode[]
  /** What could not be read. */
  readonly problems: readonly Diagnostic[]
}
