import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { makeBeam, makeCallback } from './beam-file.test.kit.ts'
import { parseBeam } from './beam-file.ts'
import { toJson } from './external-term.ts'

function jsonOf(bytes: Uint8Array, name: string): unknown {
  const term = parseBeam(bytes).beam?.constant(name)
  return term === undefined ? undefined : toJson(term)
}

describe.each(['Atom', 'AtU8', 'OTP 28'] as const)('a module in the layout %s', (layout) => {
  const bytes = makeBeam({
    module: 'crm',
    layout,
    exports: ['init/1', 'routes/0'],
    constants: {
      manifest: { name: 'crm', version: '0.1.0' },
      static_dir: 'priv/static',
      store_config: { atom: 'none' },
    },
  })

  test('says its name and exports', () => {
    const { beam } = parseBeam(bytes)
    expect(beam?.module).toBe('crm')
    expect([...(beam?.exports ?? [])]).toEqual([
      'init/1',
      'routes/0',
      'manifest/0',
      'static_dir/0',
      'store_config/0',
    ])
  })

  test('gives what is written out, and nothing that is computed', () => {
    expect(jsonOf(bytes, 'manifest')).toEqual(
      new Map([
        ['name', 'crm'],
        ['version', '0.1.0'],
      ]),
    )
    expect(jsonOf(bytes, 'static_dir')).toBe('priv/static')
    expect(jsonOf(bytes, 'store_config')).toBe('none')
    expect(jsonOf(bytes, 'routes')).toBeUndefined()
    expect(jsonOf(bytes, 'nothing')).toBeUndefined()
  })
})

test('a module that the compiler has gzipped is read', () => {
  expect(parseBeam(gzipSync(makeCallback('crm'))).beam?.module).toBe('crm')
})

test('labels beyond 16 and atoms beyond 16 are read', () => {
  const exports = Array.from({ length: 300 }, (_, index) => `f${index}/0`)
  const bytes = makeBeam({ module: 'crm', exports, constants: { last: { atom: 'none' }, text: 'x' } })
  expect(jsonOf(bytes, 'last')).toBe('none')
  expect(jsonOf(bytes, 'text')).toBe('x')
})

describe('what is no module has a reason', () => {
  const whole = makeCallback('crm')
  test.each<[string, Buffer, string]>([
    ['text', Buffer.from('-module(crm).\n'), 'it does not begin like a BEAM file'],
    ['nothing', Buffer.alloc(0), 'it does not begin like a BEAM file'],
    ['half a module', whole.subarray(0, whole.length / 2), 'it is cut off or damaged'],
    ['half a gzipped module', gzipSync(whole).subarray(0, 40), 'it is cut off or damaged'],
    ['a container without chunks', Buffer.from('FOR1\0\0\0\x04BEAM'), 'it has no table of atoms'],
    [
      'no exports',
      Buffer.from(whole.toString('latin1').replace('ExpT', 'ExpX'), 'latin1'),
      'it has no table of exports',
    ],
  ])('%s', (_name, bytes, problem) => {
    expect(parseBeam(bytes)).toEqual({ problem })
  })

  test('a module cut anywhere, or with any byte changed, never throws', () => {
    for (let at = 0; at < whole.length; at++) {
      expect(parseBeam(whole.subarray(0, at)).problem).toBeDefined()
      const changed = Buffer.from(whole)
      changed[at] = 255 - (changed[at] ?? 0)
      parseBeam(changed).beam?.constant('manifest')
    }
  })
})
