import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** One plugin folder of the model. */
interface Folder {
  readonly root: string
  readonly folder: string
  /** In the manifest; below a root it has to be the folder's. */
  name: string
  label: string
  heading: string
  /** The manifest cannot be read. */
  brokenManifest: boolean
  /** The page does not parse. */
  brokenPage: boolean
  /** The file of a second page, if there is one. */
  extra: string | undefined
  colour: number
}

/** What the browser should show of one plugin's first page. */
export type ExpectedPage =
  | { readonly kind: 'page'; readonly heading: string }
  | { readonly kind: 'failed' | 'absent' }

/** A set of plugins that changes at random, on disk and in a model of what a host has to show. */
export interface RandomPlugins {
  /** Makes one change; says which. */
  change(): Promise<string>
  /** The nav labels of these plugins, sorted. */
  labels(): readonly string[]
  /** A plugin with a nav entry, at random. */
  pick(): { readonly name: string; readonly label: string } | undefined
  page(name: string): ExpectedPage
}

/** In the order in which they win. */
const ROOTS = ['plugins', 'data/plugins']
const FOLDERS = ['rnd-a', 'rnd-b', 'rnd-c', 'rnd-d', 'rnd-e', 'rnd-f']

/** Creates {@link RandomPlugins} in a copy of the platform. The same seed makes the same changes. */
export function createRandomPlugins(dir: string, seed: number): RandomPlugins {
  const folders: Folder[] = []
  const random = createRandom(seed)
  let serial = 0

  const pickOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  const write = (folder: Folder, file: string, text: string): Promise<void> =>
    writeAt(join(dir, folder.root, folder.folder, file), text)

  function free(): { root: string; folder: string }[] {
    return ROOTS.flatMap((root) =>
      FOLDERS.filter((folder) => !folders.some((one) => one.root === root && one.folder === folder)).map(
        (folder) => ({ root, folder }),
      ),
    )
  }

  async function add(): Promise<string> {
    const place = pickOf(free())
    if (place === undefined) return 'nothing to add'
    serial++
    const added: Folder = {
      ...place,
      name: place.folder,
      label: `rnd ${serial}`,
      heading: `Heading ${serial}`,
      brokenManifest: false,
      brokenPage: false,
      extra: undefined,
      colour: serial,
    }
    folders.push(added)
    await write(added, 'frontend/src/pages/page.css', cssOf(added))
    await write(added, 'frontend/src/pages/index.tsx', pageOf(added))
    await write(added, 'plugin.yaml', manifestOf(added))
    return `add ${place.root}/${place.folder}`
  }

  async function remove(one: Folder): Promise<void> {
    folders.splice(folders.indexOf(one), 1)
    await rm(join(dir, one.root, one.folder), { recursive: true })
  }

  /** To the other root, or to another name; every other time the manifest stays behind. */
  async function move(one: Folder): Promise<void> {
    const place = pickOf(free())
    if (place === undefined) return
    const moved = { ...one, ...place }
    folders.splice(folders.indexOf(one), 1, moved)
    await rename(join(dir, one.root, one.folder), join(dir, place.root, place.folder))
    if (random() < 0.5) await renamePlugin(moved)
  }

  async function renamePlugin(one: Folder): Promise<void> {
    one.name = one.name === one.folder ? 'rnd-other' : one.folder
    await write(one, 'plugin.yaml', manifestOf(one))
  }

  async function relabel(one: Folder): Promise<void> {
    one.label = `rnd ${++serial}`
    await write(one, 'plugin.yaml', manifestOf(one))
  }

  async function turnManifest(one: Folder): Promise<void> {
    one.brokenManifest = !one.brokenManifest
    await write(one, 'plugin.yaml', manifestOf(one))
  }

  async function turnPage(one: Folder): Promise<void> {
    one.brokenPage = !one.brokenPage
    await write(one, 'frontend/src/pages/index.tsx', pageOf(one))
  }

  async function editPage(one: Folder): Promise<void> {
    one.heading = `Heading ${++serial}`
    await write(one, 'frontend/src/pages/index.tsx', pageOf(one))
  }

  async function editStyle(one: Folder): Promise<void> {
    one.colour = ++serial
    await write(one, 'frontend/src/pages/page.css', cssOf(one))
  }

  async function turnExtra(one: Folder): Promise<void> {
    const pages = join(dir, one.root, one.folder, 'frontend/src/pages')
    const before = one.extra
    one.extra = before === undefined ? 'extra.tsx' : before === 'extra.tsx' ? 'Extra.tsx' : undefined
    if (before === undefined) await writeAt(join(pages, 'extra.tsx'), pageOf(one))
    else if (one.extra === undefined) await rm(join(pages, before))
    else await rename(join(pages, before), join(pages, one.extra))
  }

  const edits: Readonly<Record<string, (one: Folder) => Promise<void>>> = {
    remove,
    move,
    'rename the plugin': renamePlugin,
    relabel,
    'break or repair the manifest': turnManifest,
    'break or repair the page': turnPage,
    'edit the page': editPage,
    'edit the style': editStyle,
    'add, rename or remove a page': turnExtra,
  }

  /** The plugins that take part, and the broken ones that keep their names from others. */
  function winners(): ReadonlyMap<string, Folder> {
    const found = new Map<string, Folder>()
    for (const root of ROOTS) {
      const sorted = folders
        .filter((one) => one.root === root)
        .toSorted((a, b) => (a.folder < b.folder ? -1 : 1))
      for (const one of sorted) if (!found.has(one.folder)) found.set(one.folder, one)
    }
    return found
  }

  const takesPart = (one: Folder): boolean => !one.brokenManifest && one.name === one.folder
  const shown = (): Folder[] => [...winners().values()].filter(takesPart)

  return {
    async change() {
      if (folders.length < 3 || random() < 0.2) return add()
      const [name, edit] = pickOf(Object.entries(edits)) ?? ['relabel', relabel]
      const one = pickOf(folders)
      if (one === undefined) return add()
      const place = `${one.root}/${one.folder}`
      await edit(one)
      return `${name}: ${place}`
    },
    labels: () =>
      shown()
        .map(({ label }) => label)
        .toSorted(),
    pick: () => pickOf(shown()),
    page(name) {
      const one = winners().get(name)
      if (one === undefined || !takesPart(one)) return { kind: 'absent' }
      return one.brokenPage ? { kind: 'failed' } : { kind: 'page', heading: one.heading }
    },
  }
}

function manifestOf({ name, label, brokenManifest }: Folder): string {
  return `name: ${name}\nversion: ${brokenManifest ? '1.0' : '1.0.0'}\nnav: [{ label: ${label}, path: /${name} }]\n`
}

function pageOf({ heading, brokenPage }: Folder): string {
  return `import './page.css'\nexport default function Page() {\n  return <h1 data-testid="page-heading">${heading}${brokenPage ? '' : '</h1>'}\n}\n`
}

function cssOf({ colour }: Folder): string {
  return `:root { --rnd: ${colour}; }\n`
}

async function writeAt(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

/** Mulberry32: small, and the same everywhere. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
