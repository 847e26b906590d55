import type { BundleRequest } from '../bundler.ts'

/** Tells whether a request is for a browser. */
export function isFrontend({ shape }: BundleRequest): boolean {
  return shape === 'pages' || shape === 'single-module'
}

/** The modules that only one of two requests has as entry points. */
export function changedModules(before: BundleRequest | undefined, after: BundleRequest): string[] {
  const old = before?.entryPoints.map(({ module }) => module) ?? []
  const now = after.entryPoints.map(({ module }) => module)
  return [...old.filter((module) => !now.includes(module)), ...now.filter((module) => !old.includes(module))]
}
