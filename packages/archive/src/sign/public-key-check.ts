/** Why 32 bytes are refused as an Ed25519 public key. */
export type PublicKeyProblem = 'length' | 'non-canonical' | 'small-order' | 'not-on-curve'

/** The prime of the field: 2^255 - 19. */
const P = 2n ** 255n - 19n
/** The constant of the curve -x² + y² = 1 + d x² y²; RFC 8032, section 5.1. */
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n

/**
 * Checks an encoded public key (RFC 8032, section 5.1.2: y, little-endian, with the sign of x in the top bit).
 * Node and OpenSSL import all of these, and with a small-order key a signature that anybody can write verifies for any
 * message. Returns the first problem, or `undefined` for a good key.
 */
export function checkPublicKeyBytes(bytes: Uint8Array): PublicKeyProblem | undefined {
  if (bytes.length !== 32) return 'length'
  const y = decodeY(bytes)
  if (y >= P) return 'non-canonical'
  if (isSmallOrder(y)) return 'small-order'
  return isOnCurve(y) ? undefined : 'not-on-curve'
}

/** Without the sign bit; up to 2^255 - 1, which is more than the field has. */
function decodeY(bytes: Uint8Array): bigint {
  const bigEndian = Buffer.from(bytes.toReversed())
  return BigInt(`0x${bigEndian.toString('hex')}`) & (2n ** 255n - 1n)
}

/**
 * The eight points of order 1, 2, 4 and 8 have five y: 1, -1, 0, and those whose double has y = 0. Doubling gives
 * y' = (x² + y²) / (1 - d x² y²), so x² = -y², and with the equation of the curve d y⁴ + 2 y² = 1. The sign of x
 * does not matter: the negative of a point has the same order.
 */
function isSmallOrder(y: bigint): boolean {
  const ySquared = (y * y) % P
  return y === 0n || y === 1n || y === P - 1n || (D * ySquared * ySquared + 2n * ySquared) % P === 1n
}

/** There is an x: x² = (y² - 1) / (d y² + 1) is a square. u/v is one where u·v is one, so nothing is inverted. */
function isOnCurve(y: bigint): boolean {
  const ySquared = (y * y) % P
  const product = ((ySquared - 1n) * (D * ySquared + 1n)) % P
  // Euler's criterion. Zero would mean y = 1 or -1 (small order); -1/d is no square, so the second factor is not zero.
  return power((product + P) % P, (P - 1n) / 2n) === 1n
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let bit = base, rest = exponent; rest > 0n; rest >>= 1n, bit = (bit * bit) % P) {
    if (rest & 1n) result = (result * bit) % P
  }
  return result
}
