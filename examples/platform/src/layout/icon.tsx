import {
  BookOpen,
  Boxes,
  BriefcaseBusiness,
  Landmark,
  LayoutDashboard,
  Menu,
  Moon,
  Package,
  Puzzle,
  Receipt,
  Sun,
  SunMoon,
  Tags,
  Truck,
  Users,
  X,
} from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { createElement } from 'react'
import type { ReactElement } from 'react'

/**
 * The icons of this host, by the names that manifests use. A fixed list keeps the start bundle small: all of Lucide would
 * weigh more than the rest of the host. A plugin that asks for another one gets the piece of a puzzle.
 */
const icons: ReadonlyMap<string, LucideIcon> = new Map([
  ['book-open', BookOpen],
  ['boxes', Boxes],
  ['briefcase', BriefcaseBusiness],
  ['landmark', Landmark],
  ['layout-dashboard', LayoutDashboard],
  ['menu', Menu],
  ['moon', Moon],
  ['package', Package],
  ['receipt', Receipt],
  ['sun', Sun],
  ['sun-moon', SunMoon],
  ['tags', Tags],
  ['truck', Truck],
  ['users', Users],
  ['x', X],
])

/** A Lucide icon by name, 18 px, for decoration only. */
export function Icon({ name }: { name: string | undefined }): ReactElement {
  return createElement(icons.get(name ?? '') ?? Puzzle, { size: 18, strokeWidth: 1.75, 'aria-hidden': true })
}
