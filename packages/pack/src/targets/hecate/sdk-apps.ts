import { itemsOf, parseErlangConfig, wordOf } from './erlang-config.ts'

/** The one that a plugin depends on itself; the others come through it. */
export const SDK_APP = 'hecate_sdk'

/**
 * Applications that a Hecate daemon has loaded before any plugin: the SDK and what it depends on, directly or through
 * others (`rebar.config` and `rebar.lock` of hecate-social/hecate-sdk). A second copy in a package would replace the
 * daemon's.
 */
const KNOWN_APPS = `
  hecate_sdk
  evoq reckon_db reckon_evoq reckon_gater any aten gen_batch_server gproc horus khepri ra seshat
  cowboy cowlib ranch
  certifi hackney idna metrics mimerl parse_trans ssl_verify_fun unicode_util_compat
  esqlite gpb macula macula_envy macula_mdns msgpack telemetry faber_neuroevolution faber_tweann`

/**
 * The applications that the SDK provides: those known, and those that the `.app` files at hand say it needs, so that
 * a newer SDK is right too.
 */
export function findSdkApps(appFiles: ReadonlyMap<string, string>): ReadonlySet<string> {
  const found = new Set(KNOWN_APPS.trim().split(/\s+/))
  // A Set iterates over what is added on the way.
  for (const name of found) {
    for (const needed of parseApplications(appFiles.get(name) ?? '')) found.add(needed)
  }
  return found
}

/** The names in `{applications, [...]}` of `{application, name, [...]}`. */
function parseApplications(text: string): string[] {
  const [application] = parseErlangConfig(text) ?? []
  const properties = itemsOf(itemsOf(application)[2])
  const list = properties.find((property) => wordOf(itemsOf(property)[0])?.word === 'applications')
  return itemsOf(itemsOf(list)[1]).flatMap((item) => wordOf(item)?.word ?? [])
}
