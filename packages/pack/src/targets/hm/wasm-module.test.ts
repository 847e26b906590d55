import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileWat, makeModule } from './wat.test.kit.ts'
import { parseWasmModule } from './wasm-module.ts'

const I32 = 0x7f
const I64 = 0x7e

test('imports, exports and memories with their types and limits', () => {
  const wasm = compileWat(`(module
    (import "a" "table" (table 1 2 funcref))
    (import "a" "global" (global i32))
    (import "a" "function" (func $imported (param i32 i64)))
    (memory (export "memory") 3 300)
    (func $own (export "own") (result i32) i32.const 0)
    (export "again" (func $imported)))`)
  const imported = { parameters: [I32, I64], results: [] }
  expect(parseWasmModule(wasm)).toEqual({
    imports: [
      { module: 'a', name: 'table', kind: 'table', type: undefined },
      { module: 'a', name: 'global', kind: 'global', type: undefined },
      { module: 'a', name: 'function', kind: 'function', type: imported },
    ],
    exports: [
      { name: 'memory', kind: 'memory', type: undefined },
      { name: 'own', kind: 'function', type: { parameters: [], results: [I32] } },
      { name: 'again', kind: 'function', type: imported },
    ],
    memories: [{ initialPages: 3, maximumPages: 300 }],
  })
})

test('a memory that is imported is an import', () => {
  const wasm = compileWat('(module (import "env" "memory" (memory 1)) (func (export "a")))')
  expect(parseWasmModule(wasm)).toMatchObject({ imports: [{ kind: 'memory' }], memories: [] })
})

test('damaged modules are read or refused, and never anything else', () => {
  const whole = makeModule()
  const positions = fc.integer({ min: 0, max: whole.length - 1 })
  fc.assert(
    fc.property(positions, fc.integer({ min: 0, max: 255 }), positions, (at, byte, length) => {
      const damaged = Uint8Array.from(whole)
      damaged[at] = byte
      parseWasmModule(damaged)
      expect(parseWasmModule(whole.subarray(0, Math.min(length, 7)))).toBeUndefined()
      parseWasmModule(whole.subarray(0, length))
    }),
    { numRuns: 500 },
  )
})
