import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Files in place of virtual modules, for a bundled dev server: it follows files, and has no graph to name a module in. */
export interface Stamps {
  /** The file to watch for a virtual id; exists. */
  fileOf(id: string): string
  /** Says that the text of a virtual module is another one. */
  touch(id: string): void
  remove(): void
}

/** Creates the {@link Stamps} of one server, in a temporary folder that is made when the first file is asked for. */
export function createStamps(): Stamps {
  const files = new Map<string, string>()
  let dir: string | undefined
  let count = 0

  const write = (file: string): void => writeFileSync(file, String((count += 1)))
  return {
    fileOf(id) {
      const known = files.get(id)
      if (known !== undefined) return known
      dir ??= mkdtempSync(join(tmpdir(), 'plugwright-'))
      const file = join(dir, String(files.size))
      write(file)
      files.set(id, file)
      return file
    },
    touch(id) {
      const file = files.get(id)
      if (file !== undefined) write(file)
    },
    remove() {
      if (dir !== undefined) rmSync(dir, { recursive: true, force: true })
      files.clear()
      dir = undefined
    },
  }
}
