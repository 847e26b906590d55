import { expect, test } from 'vitest'
import { parseRebarDeps } from './rebar-config.ts'

const names = (text: string): string[] => parseRebarDeps(text).map(({ word }) => word)

test('names of all forms, and where they stand', () => {
  const text = `%% {deps, [commented]}.
{erl_opts, [debug_info]}.
{deps, [
    {hecate_sdk, "0.1.0"}, % a "comment
    {cowboy, {git, "https://x.test/[cowboy].git", {tag, "2.12.0"}}},
    jsx,
    {'Odd-Name', ">= 1.0.0", {pkg, other}}
]}.
{profiles, [{test, [{deps, [{meck, "0.9.2"}]}]}]}.
`
  expect(names(text)).toEqual(['hecate_sdk', 'cowboy', 'jsx', 'Odd-Name'])
  const cowboy = parseRebarDeps(text)[1]
  expect(text.slice(cowboy?.offset, (cowboy?.offset ?? 0) + 6)).toBe('cowboy')
})

test.each([
  ['no deps', '{erl_opts, []}.'],
  ['no list', '{deps, none}.'],
  ['brackets that do not match', '{deps, [cowboy}].'],
  ['an open end', '{deps, [cowboy'],
  ['nothing', ''],
])('%s: none', (_name, text) => {
  expect(names(text)).toEqual([])
})

test('characters and strings hide brackets', () => {
  expect(names('{x, [$], $\\\\, "]\\"]"]}. {deps, [a]}.')).toEqual(['a'])
})
