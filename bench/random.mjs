// Numbers and words from a seed: the same on every machine.

/** Mulberry32, a 32-bit generator by Tommy Ettinger (public domain). */
export function createRandom(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const syllables = 'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu za sta tri plo gra'.split(' ')

/** A word of two to four syllables, common ones more often. */
export function toWord(random) {
  let word = ''
  for (let count = 1 + Math.floor(random() * 3); count >= 0; count--)
    word += syllables[Math.floor(random() * random() * syllables.length)]
  return word
}
