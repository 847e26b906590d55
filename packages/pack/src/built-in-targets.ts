import type { Target } from './target.ts'
import { plugwright } from './targets/plugwright.ts'

/** The built-in targets, in the order of their packages in a result. */
export const TARGETS: readonly Target[] = [plugwright]
