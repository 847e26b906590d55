type WatchContext = { addWatchFile(file: string): void }
type Hooked = Hook | { readonly handler: Hook } | undefined
type Plugin = { readonly load?: Hooked; readonly transform?: Hooked }
type Hook = (this: WatchContext, ...parameters: unknown[]) => unknown

/**
 * Makes the hooks of a build's plugins note the files that they read beside modules: what a style sheet imports, a
 * template. Rolldown tells plugins no `getWatchFiles()`; this can go when it does.
 */
export function noteReadFiles(plugins: readonly unknown[], files: Set<string>): void {
  for (const plugin of plugins as readonly Plugin[]) {
    for (const name of ['load', 'transform'] as const) {
      const hook = plugin[name]
      if (typeof hook === 'function') Object.assign(plugin, { [name]: noting(hook, files) })
      else if (hook !== undefined)
        Object.assign(plugin, { [name]: { ...hook, handler: noting(hook.handler, files) } })
    }
  }
}

function noting(hook: Hook, files: Set<string>): Hook {
  return function (...parameters) {
    // A context lives for one call, and its methods need itself as `this`.
    const watch = this.addWatchFile.bind(this)
    this.addWatchFile = (file) => {
      files.add(file)
      watch(file)
    }
    return hook.apply(this, parameters)
  }
}
