import { type ConfigWord, itemsOf, parseErlangConfig, wordOf } from './erlang-config.ts'

/**
 * The names in the top-level `{deps, [...]}` of a `rebar.config`: `{cowboy, "2.12.0"}`, `{cowboy, {git, …}}` or just `cowboy`.
 * Dependencies of profiles are of no concern: their modules are not in `_build/default`. Empty for a file that does not parse;
 * rebar3 says more about it than we could.
 */
export function parseRebarDeps(text: string): readonly ConfigWord[] {
  return (parseErlangConfig(text) ?? []).flatMap((term) => {
    const [key, deps] = itemsOf(term)
    if (wordOf(key)?.word !== 'deps') return []
    return itemsOf(deps).flatMap((dep) => wordOf(dep) ?? wordOf(itemsOf(dep)[0]) ?? [])
  })
}
