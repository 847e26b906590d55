import { createHash } from 'node:crypto'

/** A file of esbuild's output, before it has its name. */
export interface UnnamedFile {
  /** The file name that others refer to it by, as `./<name>`: `plugwright-chunk-ABCDEFGH.js`. */
  readonly name: string
  readonly text: string
  /** What the new name begins with: `customers`. */
  readonly stem: string
  /** Tells files apart that are alike byte for byte; independent of the machine. */
  readonly identity: string
}

export interface NamedFile {
  readonly oldName: string
  readonly name: string
  readonly text: string
}

/** How esbuild is told to name its files, so that references to them can be found in the text. */
const REFERENCE = /plugwright-(?:entry-\d+|chunk-[0-9A-Z]{8})\.(?:mjs|cjs|js|css)/g

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
  return `${stem}-${digest.slice(0, 16)}${extensionOf(name)}`
}

function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf('.'))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
