import type { Diagnostic } from '@plugwright/diagnostics'
import type { FileChange } from './format-diff.ts'
import type { NavPlan } from './plan-nav.ts'
import type { LeftRoute, PagePlan } from './plan-pages.ts'
import type { Redirect } from './redirects.ts'
import type { OutputFile } from './write-files.ts'

/** What `plugwright adopt` would do with an app. */
export interface AdoptPlan {
  /** The folder of the app, absolute, with `/`. */
  readonly root: string
  readonly plugins: readonly PluginPlan[]
  readonly left: readonly LeftRoute[]
  readonly redirects: readonly Redirect[]
  /** Below what plugins are: `/plugins`. */
  readonly routeBase: string
  /** Changes of the host's files, for a person to make. */
  readonly changes: readonly FileChange[]
  /** What a person has to do besides, in order; a sentence each. */
  readonly steps: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/** A plugin to be written. */
export interface PluginPlan {
  readonly name: string
  /** Absolute. */
  readonly dir: string
  readonly pages: readonly PagePlan[]
  readonly nav: readonly NavPlan[]
  readonly permissions: readonly string[]
  readonly files: readonly OutputFile[]
}
