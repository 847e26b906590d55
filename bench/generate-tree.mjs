// Seeded trees to pack: what a plugin folder holds after `npm install` and a build, the same bytes on every machine.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createRandom, toWord } from './random.mjs'

/** Files of one kind: how many, how large (bytes, mean), and what is in them. */
const large = [
  { count: 1501, mean: 53_000, dir: 'lib', ext: 'js', content: toCode },
  { count: 300, mean: 53_000, dir: 'lib', ext: 'js.map', content: toSourceMap },
  { count: 598, mean: 10_000, dir: 'docs', ext: 'md', content: toProse },
  { count: 420, mean: 40_000, dir: 'ebin', ext: 'beam', content: toBytecode },
  { count: 172, mean: 35_000, dir: 'assets', ext: 'png', content: toNoise },
  { count: 6, mean: 3_600_000, dir: 'engine', ext: 'wasm', content: toBytecode },
]
const small = [
  { count: 70, mean: 4_600, dir: 'frontend', ext: 'js', content: toCode },
  { count: 38, mean: 2_000, dir: 'docs', ext: 'md', content: toProse },
  { count: 10, mean: 5_500, dir: 'assets', ext: 'png', content: toNoise },
  { count: 6, mean: 10_000, dir: 'ebin', ext: 'beam', content: toBytecode },
]

/** What npm and vsce, and mcpb, want to find. */
const packageFiles = {
  'package.json': {
    name: 'bench-tree',
    version: '1.0.0',
    publisher: 'bench',
    description: 'A tree to pack.',
    engines: { vscode: '^1.90.0' },
    files: ['**'],
  },
  'manifest.json': {
    manifest_version: '0.3',
    name: 'bench-tree',
    version: '1.0.0',
    description: 'A tree to pack.',
    author: { name: 'bench' },
    server: { type: 'node', entry_point: 'README.md', mcp_config: { command: 'node', args: [] } },
  },
}

/** Writes `large` (140 MB, 3,000 files) or `small` (0.5 MB, 127 files) below `dir`, unless it is there. Returns the folder. */
export function generateTree(dir, size) {
  const root = join(dir, size)
  const stamp = join(dir, `${size}.complete`)
  if (existsSync(stamp)) return root
  rmSync(root, { recursive: true, force: true })
  const random = createRandom(size === 'large' ? 1 : 2)
  for (const { count, mean, dir: folder, ext, content } of size === 'large' ? large : small) {
    for (let index = 0; index < count; index++) {
      const length = Math.round(mean * (0.25 + 1.5 * random()))
      const file = join(root, folder, `part-${index % 37}`, `${toWord(random)}-${index}.${ext}`)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content(length, random))
    }
  }
  for (const [name, json] of Object.entries(packageFiles))
    writeFileSync(join(root, name), JSON.stringify(json))
  writeFileSync(join(root, 'README.md'), '# A tree to pack\n')
  writeFileSync(stamp, '')
  return root
}

/** Joins what `next` makes; with chance `again`, repeats two to eight of the last pieces instead, as people and tools do. */
function fill(length, { next, again, random }) {
  const pieces = []
  for (let size = 0; size < length;) {
    const from =
      pieces.length > 8 && random() < again
        ? Math.max(0, pieces.length - 2 - Math.floor(random() * 300))
        : undefined
    const added = from === undefined ? [next()] : pieces.slice(from, from + 2 + Math.floor(random() * 7))
    pieces.push(...added)
    for (const piece of added) size += piece.length
  }
  return pieces.join('').slice(0, length)
}

function toProse(length, random) {
  const sentence = () =>
    Array.from({ length: 4 + Math.floor(random() * 12) }, () => toWord(random)).join(' ') + '.\n'
  return fill(length, { next: sentence, again: 0.3, random })
}

function toCode(length, random) {
  const names = Array.from({ length: 80 }, () => toWord(random))
  const name = () => names[Math.floor(random() ** 2 * names.length)]
  const lines = [
    () => `    const ${name()} = ${name()}.${name()}(${Math.floor(random() * 1000)});\n`,
    () =>
      `    if (${name()} !== undefined && ${name()}.length > ${Math.floor(random() * 64)}) return ${name()};\n`,
    () => `export function ${name()}(${name()}, ${name()}) {\n    return ${name()}(${name()});\n}\n`,
    () => `    // ${Array.from({ length: 8 }, () => toWord(random)).join(' ')}\n`,
    () => `    ${name()}.push({ ${name()}: '${toWord(random)}', ${name()}: ${random().toFixed(4)} });\n`,
  ]
  return fill(length, { next: () => lines[Math.floor(random() * lines.length)](), again: 0.09, random })
}

function toSourceMap(length, random) {
  const alphabet = 'ACEGIKMOQSUWYacegikmoqsuwyDFHJ'
  const letter = () => alphabet[Math.floor(random() ** 2 * alphabet.length)]
  const segment = () =>
    `${letter()}A${letter()}${letter()}${random() < 0.2 ? letter() : ''}${random() < 0.08 ? ';' : ','}`
  const head = `{"version":3,"sources":["${toWord(random)}.ts"],"mappings":"`
  return `${head}${fill(length - head.length - 2, { next: segment, again: 0.25, random })}"}`
}

/** Instructions: a few opcodes with operands, and runs that come again. */
function toBytecode(length, random) {
  const bytes = Buffer.alloc(length)
  for (let at = 0; at < length;) {
    if (random() < 0.35 && at > 64) {
      const distance = 1 + Math.floor(random() * Math.min(at, 30_000))
      for (let count = 4 + Math.floor(random() * 20); count > 0 && at < length; count--, at++)
        bytes[at] = bytes[at - distance]
    } else {
      for (let count = 4; count > 0 && at < length; count--, at++) bytes[at] = Math.floor(random() ** 2 * 256)
    }
  }
  return bytes
}

function toNoise(length, random) {
  const bytes = Buffer.alloc(length)
  for (let at = 0; at < length; at++) bytes[at] = Math.floor(random() * 256)
  return bytes
}
