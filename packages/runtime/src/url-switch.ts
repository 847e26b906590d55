/** Tells which plugins are off by the address of the page; gives the reason as a sentence. */
export type UrlSwitch = (plugin: string) => string | undefined

const KEY = 'plugwright-plugins'

/**
 * Reads the emergency switch of this tab: `?plugins=off` switches all plugins off, `?plugins=-crm,-finance` those named,
 * `?plugins=on` none. It is kept in `sessionStorage` until the next one. Anything else in the parameter is the host's own.
 */
export function readUrlSwitch(): UrlSwitch {
  const asked = new URLSearchParams(globalThis.location?.search ?? '').get('plugins') ?? ''
  const setting = /^(?:on|off|-[\w-]+(?:,-[\w-]+)*)$/.test(asked) ? keep(asked) : kept()
  const names = new Set(setting.split(',').map((part) => part.slice(1)))
  const reason = `It is switched off in this tab by ?plugins=${setting} in the address; ?plugins=on ends that.`
  return (plugin) => (setting === 'off' || (setting !== 'on' && names.has(plugin)) ? reason : undefined)
}

function keep(setting: string): string {
  try {
    if (setting === 'on') sessionStorage.removeItem(KEY)
    else sessionStorage.setItem(KEY, setting)
  } catch {
    // Storage that is blocked makes it a switch for one page load.
  }
  return setting
}

function kept(): string {
  try {
    return globalThis.sessionStorage?.getItem(KEY) ?? 'on'
  } catch {
    return 'on'
  }
}
