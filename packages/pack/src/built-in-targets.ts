import type { Target } from './target.ts'
import { arcan } from './targets/arcan/arcan.ts'
import { betty } from './targets/betty/betty.ts'
import { hm } from './targets/hm/hm.ts'
import { hecate } from './targets/hecate/hecate.ts'
import { honeyframe } from './targets/honeyframe/honeyframe.ts'
import { plugwright } from './targets/plugwright.ts'

/** The built-in targets, in the order of their packages in a result. */
export const TARGETS: readonly Target[] = [plugwright, hecate, honeyframe, betty, arcan, hm]
