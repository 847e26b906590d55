import { createHash } from 'node:crypto'

/** A file of a bundler's output, before it has its name. */
export interface UnnamedFile {
  /** The file name that others refer to it by, as `./<name>`: `plugwright-chunk-ABCDEFGH.js`. */
  readonly name: string
  readonly text: string
  /** What the new name begins with: `customers`. */
  readonly stem: string
  /** Tells files apart that are alike byte for byte; independent of the machine. */
  readonly identity: string
}

/** The same file with its name. */
export interface NamedFile {
  readonly oldName: string
  readonly name: string
  readonly text: string
}

/** How much of a SHA-256 file names carry. */
const HASH_DIGITS = 16

/** How bundlers are told to name their files, so that references to them can be found in the text. */
const REFERENCE = /plugwright-(?:entry-\d+|chunk-[0-9A-Za-z]{8})\.(?:mjs|cjs|js|css)/g

/**
 * Names each file after what is in it: `customers-<16 hex of SHA-256>.js`.
 *
 * A file's digest covers its own text with the names of other files blanked, and then the same of every file that
 * can be reached from it, in the order of first reference. So a name is a function of content alone, and it changes
 * exactly when something changes that is loaded through it: names can be cached for ever. References back
 * into the walk are counted by position, so that cycles of chunks end.
 */
export function renameChunks(files: readonly UnnamedFile[]): NamedFile[] {
  const blanked = new Map(
    files.map((file) => [file.name, blank(file, new Set(files.map(({ name }) => name)))]),
  )
  const names = new Map<string, string>()
  const taken = new Set<string>()
  for (const file of files.toSorted((a, b) => compare(a.identity, b.identity))) {
    const digest = digestOf(file.name, blanked)
    let name = toName(file, digest)
    // Two modules of equal text are still two modules, each with its own state.
    if (taken.has(name)) name = toName(file, sha256(`${digest}\n${file.identity}`))
    taken.add(name)
    names.set(file.name, name)
  }
  return files.map(({ name, text }) => ({
    oldName: name,
    name: names.get(name) ?? name,
    text: text.replace(REFERENCE, (reference) => names.get(reference) ?? reference),
  }))
}

interface BlankedFile {
  readonly digest: string
  /** Names of files of the same output, in the order of the text. */
  readonly references: readonly string[]
}

function blank({ stem, name, text }: UnnamedFile, known: ReadonlySet<string>): BlankedFile {
  const references: string[] = []
  const content = text.replace(REFERENCE, (reference) => {
    if (!known.has(reference)) return reference
    references.push(reference)
    return '\0'
  })
  return { digest: sha256(JSON.stringify([stem, extensionOf(name), content])), references }
}

function digestOf(start: string, files: ReadonlyMap<string, BlankedFile>): string {
  const positions = new Map<string, number>()
  const trail: (string | number)[] = []
  const visit = (name: string): void => {
    const seen = positions.get(name)
    if (seen !== undefined) {
      trail.push(seen)
      return
    }
    positions.set(name, positions.size)
    const { digest = '', references = [] } = files.get(name) ?? {}
    trail.push(digest)
    for (const reference of references) visit(reference)
  }
  visit(start)
  return sha256(JSON.stringify(trail))
}

function toName({ stem, name }: UnnamedFile, digest: string): string {
  return `${stem}-${digest.slice(0, HASH_DIGITS)}${extensionOf(name)}`
}

function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf('.'))
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** A name that every file system and URL takes as it is: `customers/[id]` → `customers-id`. */
export function toFileStem(name: string): string {
  const stem = name
    .replace(/[^A-Za-z0-9_]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  return stem === '' ? 'file' : stem
}

/** The part of a SHA-256 that file names carry: 16 hex digits. */
export function toContentHash(content: string | Uint8Array): string {
  return sha256(content).slice(0, HASH_DIGITS)
}
