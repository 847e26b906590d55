import { relative } from 'node:path'
import type { Context } from '../context.ts'
import type { ReadSource } from '../merge/problem-record.ts'
import type { BuildSizes } from './build-sizes.ts'

/** What {@link createInspection} works on: the state of the Vite plugin, and what was measured beside it. */
export interface InspectionSource {
  readonly state: InspectedContext
  /** Vite's `base`. */
  readonly base: string
  readonly versions: { readonly vite: string; readonly plugwright: string }
  readonly readSource: ReadSource
  /** The modules of a running server that belong to plugins. */
  readonly modules: readonly MeasuredModule[]
  /** Of the last build, where it left a manifest. */
  readonly build: BuildSizes | undefined
}

/** The part of the {@link Context} that is inspected. */
export type InspectedContext = Pick<
  Context,
  | 'options'
  | 'root'
  | 'merge'
  | 'host'
  | 'identity'
  | 'shared'
  | 'sharedProblems'
  | 'codeProblems'
  | 'lateDependencies'
  | 'timings'
>

/** A module as the server knows it. */
export interface MeasuredModule {
  readonly file: string
  /** Absent: not transformed yet. */
  readonly transformedBytes?: number
  /** From the first request to its answer. */
  readonly firstLoadMs?: number
}

/** A path as people read it: from the host's folder where it is below it or beside it. */
export function toPlace(file: string, root: string): string {
  const path = relative(root, file).replaceAll('\\', '/')
  return path === '' ? '.' : path.startsWith('../../../') ? file : path
}
