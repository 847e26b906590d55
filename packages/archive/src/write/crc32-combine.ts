/**
 * The CRC-32 of two byte strings in a row, from the CRC-32 of each and the length of the second:
 * `crc(A ‖ B) = crc(A) · x^(8 · |B|) + crc(B)` in GF(2)[x] modulo the polynomial of RFC 1952, section 8. This is what lets
 * segments be compressed in any order, and taken from a cache, and still end in one gzip trailer.
 */
export function crc32Combine(first: number, second: number, secondLength: number): number {
  return (multiply(powerOfX(secondLength), first) ^ second) >>> 0
}

/** The polynomial without its x^32; in this form, as everywhere in CRC-32, bit 31 is x^0. */
const POLYNOMIAL = 0xedb88320
const ONE = 0x80000000
const X = 0x40000000

function multiply(a: number, b: number): number {
  let product = 0
  let shifted = b
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) product ^= shifted
    shifted = (shifted & 1) === 0 ? shifted >>> 1 : (shifted >>> 1) ^ POLYNOMIAL
  }
  return product >>> 0
}

/** x^(8 · bytes), by squaring; x^(2^32) is x again, so the table goes round. */
function powerOfX(bytes: number): number {
  let power = ONE
  // Lengths may be above 2^32, so no bit operators here. The table starts at x^8 for the factor 8.
  for (let rest = bytes, index = 3; rest > 0; rest = Math.floor(rest / 2), index++) {
    if (rest % 2 === 1) power = multiply(SQUARES[index % 32] ?? ONE, power)
  }
  return power
}

/** x, x^2, x^4, x^8, … */
const SQUARES: readonly number[] = toSquares()

function toSquares(): number[] {
  const squares = [X]
  for (let last = X; squares.length < 32; squares.push(last)) last = multiply(last, last)
  return squares
}
