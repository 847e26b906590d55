import type { LucideIcon } from 'lucide-react'
import BookOpen from 'lucide-react/icons/book-open'
import Boxes from 'lucide-react/icons/boxes'
import Briefcase from 'lucide-react/icons/briefcase-business'
import Landmark from 'lucide-react/icons/landmark'
import LayoutDashboard from 'lucide-react/icons/layout-dashboard'
import Menu from 'lucide-react/icons/menu'
import Moon from 'lucide-react/icons/moon'
import Package from 'lucide-react/icons/package'
import Puzzle from 'lucide-react/icons/puzzle'
import Receipt from 'lucide-react/icons/receipt'
import Sun from 'lucide-react/icons/sun'
import SunMoon from 'lucide-react/icons/sun-moon'
import Tags from 'lucide-react/icons/tags'
import Truck from 'lucide-react/icons/truck'
import Users from 'lucide-react/icons/users'
import X from 'lucide-react/icons/x'
import { createElement } from 'react'
import type { ReactElement } from 'react'

/**
 * The icons of this host, by the names that manifests use. A fixed list, each from a module of its own, keeps host and
 * development server light: all of Lucide would weigh more than everything else. A plugin that asks for another one gets
 * the piece of a puzzle.
 */
const icons: ReadonlyMap<string, LucideIcon> = new Map([
  ['book-open', BookOpen],
  ['boxes', Boxes],
  ['briefcase', Briefcase],
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
