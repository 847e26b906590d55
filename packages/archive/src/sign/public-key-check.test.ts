import { createHash, createPublicKey, verify } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createKeyPair } from './private-key.ts'
import { checkPublicKeyBytes } from './public-key-check.ts'

/** Edwards arithmetic of RFC 8032 section 5.1.4, written for this test alone: slow, affine, obvious. */
const p = 2n ** 255n - 19n
const order = 2n ** 252n + 27742317777372353535851937790883648493n
const mod = (a: bigint): bigint => ((a % p) + p) % p
function power(base: bigint, exponent: bigint): bigint {
  if (exponent === 0n) return 1n
  const half = power(mod(base * base), exponent / 2n)
  return exponent % 2n === 1n ? mod(half * base) : half
}
const inverse = (a: bigint): bigint => power(a, p - 2n)
const d = mod(-121665n * inverse(121666n))
const rootOfMinusOne = power(2n, (p - 1n) / 4n)

interface Point {
  readonly x: bigint
  readonly y: bigint
}
const identity: Point = { x: 0n, y: 1n }

function add(a: Point, b: Point): Point {
  const t = mod(d * a.x * b.x * a.y * b.y)
  return {
    x: mod((a.x * b.y + b.x * a.y) * inverse(mod(1n + t))),
    y: mod((a.y * b.y + a.x * b.x) * inverse(mod(1n - t))),
  }
}

function multiply(scalar: bigint, point: Point): Point {
  let result = identity
  for (let bit = point, rest = scalar; rest > 0n; rest >>= 1n, bit = add(bit, bit)) {
    if (rest & 1n) result = add(result, bit)
  }
  return result
}

function pointWithY(y: bigint): Point | undefined {
  const xSquared = mod((y * y - 1n) * inverse(mod(d * y * y + 1n)))
  const root = power(xSquared, (p + 3n) / 8n)
  const x = [root, mod(root * rootOfMinusOne)].find((candidate) => mod(candidate * candidate) === xSquared)
  return x === undefined ? undefined : { x, y }
}

/** Any y of 255 bits, also one that is too large, with either sign. */
function encode(y: bigint, sign: bigint): Uint8Array {
  const hex = (y | (sign << 255n)).toString(16).padStart(64, '0')
  return Buffer.from(hex, 'hex').toReversed()
}

function torsionPoints(): Point[] {
  for (let y = 2n; ; y++) {
    const point = pointWithY(y)
    if (point === undefined) continue
    const torsion = multiply(order, point)
    const multiples = Array.from({ length: 8 }, (_, scalar) => multiply(BigInt(scalar), torsion))
    if (new Set(multiples.map(({ x, y: own }) => `${x} ${own}`)).size === 8) return multiples
  }
}

const small = torsionPoints()

describe('small order', () => {
  test('the eight points, made by arithmetic', () => {
    const encodings = small.map(({ x, y }) => encode(y, x & 1n))
    expect(new Set(encodings.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(8)
    expect(encodings.map(checkPublicKeyBytes)).toEqual(Array.from({ length: 8 }, () => 'small-order'))
  })

  test('their y with the other sign, which for x = 0 no point has', () => {
    const encodings = small.flatMap(({ y }) => [encode(y, 0n), encode(y, 1n)])
    expect(new Set(encodings.map(checkPublicKeyBytes))).toEqual(new Set(['small-order']))
  })

  test('their y plus p, where that fits into 255 bits', () => {
    const encodings = small.flatMap(({ y }) =>
      y + p < 2n ** 255n ? [encode(y + p, 0n), encode(y + p, 1n)] : [],
    )
    // y = 0 (twice, for two points) and y = 1.
    expect(encodings.length).toBe(6)
    expect(new Set(encodings.map(checkPublicKeyBytes))).toEqual(new Set(['non-canonical']))
  })

  test('the check matters: Node verifies a signature that nobody made', () => {
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), encode(1n, 0n)])
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    const forged = Buffer.concat([encode(1n, 0n), Buffer.alloc(32)])
    expect(verify(null, Buffer.from('any message'), key, forged)).toBe(true)
  })
})

test('every y from p to 2^255 - 1 is a second spelling', () => {
  for (let y = p; y < 2n ** 255n; y++) {
    expect([encode(y, 0n), encode(y, 1n)].map(checkPublicKeyBytes)).toEqual([
      'non-canonical',
      'non-canonical',
    ])
  }
})

test('the neighbours of the edges are judged by the curve alone', () => {
  for (const y of [2n, 3n, 4n, 5n, p - 2n, p - 3n, p - 4n, p - 5n]) {
    expect(checkPublicKeyBytes(encode(y, 0n))).toBe(pointWithY(y) === undefined ? 'not-on-curve' : undefined)
  }
})

test('any 32 bytes get the answer of the arithmetic', () => {
  const smallY = new Set(small.map(({ y }) => y))
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const bytes = createHash('sha256').update(String(seed)).digest()
      const y = BigInt(`0x${Buffer.from(bytes.toReversed()).toString('hex')}`) & (2n ** 255n - 1n)
      const isGood = y < p && !smallY.has(y) && pointWithY(y) !== undefined
      expect(checkPublicKeyBytes(bytes) === undefined).toBe(isGood)
    }),
    { numRuns: 100 },
  )
})

test('keys that Node makes are good; another length is not', () => {
  for (let count = 0; count < 20; count++) {
    expect(checkPublicKeyBytes(createKeyPair().publicKey.bytes)).toBeUndefined()
  }
  expect([0, 31, 33, 64].map((length) => checkPublicKeyBytes(new Uint8Array(length)))).toEqual([
    'length',
    'length',
    'length',
    'length',
  ])
})
