import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file of the inspector's page. */
export interface InspectorFile {
  readonly type: string
  readonly body: string | Buffer
}

/** The way to it is the same from src and dist. */
const FOLDER = fileURLToPath(new URL('../../inspector/dist', import.meta.url))

const TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
])

/** Reads the built page, by name; empty where it is not built, as in a fresh clone of the repository. */
export async function loadInspectorFiles(): Promise<ReadonlyMap<string, InspectorFile>> {
  const names = await readdir(FOLDER, { recursive: true }).catch(() => [])
  const files = names.flatMap((name) => {
    const type = TYPES.get(extname(name))
    return type === undefined ? [] : [{ name: name.replaceAll('\\', '/'), type }]
  })
  return new Map(
    await Promise.all(
      files.map(async ({ name, type }): Promise<[string, InspectorFile]> => {
        return [name, { type, body: await readFile(join(FOLDER, name)) }]
      }),
    ),
  )
}
