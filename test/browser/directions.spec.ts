import { renameSync } from 'node:fs'
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useApp } from './app.ts'
import { expectNoPageError, expectNoReload } from './page-guards.ts'
import { viewPlatform } from './platform-view.ts'

// Live in every direction: each test changes plugins of its own, and nothing ever reloads.
const app = useApp({ mode: 'dev', prepare: addPlaces })

/** What the tests need beside the app: a root outside it, one behind a link, and an installed plugin. */
async function addPlaces(dir: string): Promise<void> {
  const config = join(dir, 'vite.config.ts')
  const text = await readFile(config, 'utf8')
  const roots = "roots: ['./plugins', '../outside', './linked', './later',"
  const edited = text.replace("roots: ['./plugins',", `plugins: ['@acme/plugin-installed'],\n      ${roots}`)
  if (edited === text) throw new Error('The roots of the platform are written differently now.')
  await writeFile(config, edited)
  await mkdir(join(dir, '../outside'), { recursive: true })
  await mkdir(join(dir, '../outside-linked'), { recursive: true })
  await symlink('../outside-linked', join(dir, 'linked'))
  const installed = join(dir, 'node_modules/@acme/plugin-installed')
  await writeAt(join(installed, 'package.json'), '{ "name": "@acme/plugin-installed", "version": "1.0.0" }')
  await writeAt(join(installed, 'plugin.yaml'), manifest('installed'))
  await writeAt(join(installed, 'frontend/src/pages/index.tsx'), page('Installed'))
  const bringing = 'plugins/bringing'
  await writeAt(
    join(dir, bringing, 'package.json'),
    '{ "name": "bringing", "dependencies": { "named": "*" } }',
  )
  await writeAt(join(dir, bringing, 'plugin.yaml'), manifest('bringing'))
  for (const name of ['named', 'forgotten']) {
    const brought = join(dir, bringing, 'node_modules', name)
    await writeAt(join(brought, 'package.json'), `{ "name": "${name}", "version": "2.0.0" }`)
    await writeAt(join(brought, 'index.js'), `exports.text = '${name}'\n`)
    const file = join(dir, bringing, `frontend/src/pages/${name === 'named' ? 'index' : name}.tsx`)
    await writeAt(file, importing('{text}').replace('../text.ts', name))
  }
}

afterAll(async () => {
  for (const place of ['outside', 'outside-linked'])
    await rm(join(app.dir, '..', place), { recursive: true, force: true })
})

describe('names', () => {
  test('a plugin whose folder and name change is another plugin', async () => {
    const view = viewPlatform(app.page)
    await writePlugin('plugins/before', 'Before')
    await app.open('/plugins/before')
    await expect.poll(view.heading).toBe('Before')
    await using _error = expectNoPageError(app.page)
    await using _reload = await expectNoReload(app.page)

    await rename(join(app.dir, 'plugins/before'), join(app.dir, 'plugins/after'))
    await expect.poll(view.navLabels).not.toContain('before')
    await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('not-installed')
    await app.editFile('plugins/after/plugin.yaml', (text) => text.replaceAll('before', 'after'))
    await expect.poll(view.navLabels).toContain('after')
    await view.follow('after')
    await expect.poll(view.heading).toBe('Before')
    await app.editFile('plugins/after/frontend/src/pages/index.tsx', (text) =>
      text.replace('Before', 'After'),
    )
    await expect.poll(view.heading).toBe('After')
  })

  test('a page file with another name, or another case, has another address', async () => {
    const view = viewPlatform(app.page)
    await writePlugin('plugins/paths', 'Index')
    await app.writeFile('plugins/paths/frontend/src/pages/reports.tsx', page('Reports'))
    await app.open('/plugins/paths/reports')
    await expect.poll(view.heading).toBe('Reports')
    await using _error = expectNoPageError(app.page)
    await using _reload = await expectNoReload(app.page)
    const pages = join(app.dir, 'plugins/paths/frontend/src/pages')

    await rename(join(pages, 'reports.tsx'), join(pages, 'Reports.tsx'))
    await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('not-found')
    await rename(join(pages, 'Reports.tsx'), join(pages, 'reports.tsx'))
    await expect.poll(view.heading).toBe('Reports')
    await rename(join(pages, 'reports.tsx'), join(pages, 'summaries.tsx'))
    await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('not-found')
    await rename(join(pages, 'summaries.tsx'), join(pages, 'reports.tsx'))
    await expect.poll(view.heading).toBe('Reports')
  })

  test('a nav entry with another label or path', async () => {
    const view = viewPlatform(app.page)
    await writePlugin('plugins/entries', 'Entries')
    await app.open('/plugins/entries')
    await expect.poll(view.heading).toBe('Entries')
    await using _error = expectNoPageError(app.page)
    await using _reload = await expectNoReload(app.page)

    await app.editFile('plugins/entries/plugin.yaml', (text) =>
      text.replace('label: entries', 'label: Records'),
    )
    await expect.poll(view.navLabels).toContain('Records')
    expect(await view.navLabels()).not.toContain('entries')
  })
})

describe('places', () => {
  test('a plugin moves from one root to another while its page is open', async () => {
    const view = viewPlatform(app.page)
    await writePlugin('plugins/moving', 'On the move')
    await app.open('/plugins/moving')
    await expect.poll(view.heading).toBe('On the move')
    await using _error = expectNoPageError(app.page)
    await using _reload = await expectNoReload(app.page)
    await view.count(2)

    await rename(join(app.dir, 'plugins/moving'), join(app.dir, 'data/plugins/moving'))
    await app.editFile('data/plugins/moving/frontend/src/pages/index.tsx', (text) =>
      text.replace('On the move', 'Arrived'),
    )
    await expect.poll(view.heading).toBe('Arrived')
    expect(await view.counted()).toBe('2')
  })

  test('a plugin is shadowed and uncovered while its page is open, and both follow their own files', async () => {
    const view = viewPlatform(app.page)
    await writePlugin('data/plugins/covered', 'Below')
    await app.open('/plugins/covered')
    await expect.poll(view.heading).toBe('Below')
    await using _error = expectNoPageError(app.page)
    await using _reload = await expectNoReload(app.page)

    await writePlugin('plugins/covered', 'Above')
    await expect.poll(view.heading).toBe('Above')
    await app.editFile('data/plugins/covered/frontend/src/pages/index.tsx', (text) =>
      text.replace('Below', 'Changed below'),
    )
    await app.editFile('plugins/covered/frontend/src/pages/index.tsx', (text) =>
      text.replace('Above', 'Changed above'),
    )
    await expect.poll(view.heading).toBe('Changed above')
    await app.remove('plugins/covered')
    await expect.poll(view.heading).toBe('Changed below')
  })

  test.each([
    { title: 'outside the host', folder: '../outside/far', name: 'far' },
    { title: 'behind a linked root', folder: '../outside-linked/behind', name: 'behind' },
  ])('a plugin $title', async ({ folder, name }) => {
    const view = viewPlatform(app.page)
    await app.open('/')
    await expect.poll(view.heading).toBe('Overview')
    await using _error = expectNoPageError(app.page)
    await using _reload = await expectNoReload(app.page)

    await writePlugin(folder, 'There')
    await expect.poll(view.navLabels).toContain(name)
    await view.follow(name)
    await expect.poll(view.heading).toBe('There')
    await app.editFile(`${folder}/frontend/src/pages/index.tsx`, (text) => text.replace('There', 'Edited'))
    await expect.poll(view.heading).toBe('Edited')
    await app.remove(folder)
    await expect.poll(view.navLabels).not.toContain(name)
  })

  test('a linked plugin folder, and a linked file inside a plugin', async () => {
    const view = viewPlatform(app.page)
    const source = join(app.dir, 'copies/of/chained')
    await writePlugin('copies/of/chained', 'Through a link')
    await app.open('/')
    await expect.poll(view.heading).toBe('Overview')
    await using _error = expectNoPageError(app.page)
    await using _reload = await expectNoReload(app.page)

    await symlink(source, join(app.dir, 'plugins/chained'))
    await expect.poll(view.navLabels).toContain('chained')
    await view.follow('chained')
    await expect.poll(view.heading).toBe('Through a link')
    await app.editFile('copies/of/chained/frontend/src/pages/index.tsx', (text) =>
      text.replace('Through a link', 'Edited behind it'),
    )
    await expect.poll(view.heading).toBe('Edited behind it')

    await app.writeFile('copies/text.ts', "export const text = 'Linked file'\n")
    await symlink(join(app.dir, 'copies/text.ts'), join(source, 'frontend/src/text.ts'))
    await app.writeFile('copies/of/chained/frontend/src/pages/index.tsx', importing('{text}'))
    await expect.poll(view.heading).toBe('Linked file')
    await app.writeFile('copies/text.ts', "export const text = 'Edited file'\n")
    await expect.poll(view.heading).toBe('Edited file')
    await app.remove('plugins/chained')
    await expect.poll(view.navLabels).not.toContain('chained')
  })

  test('an installed plugin: its pages and its manifest are live below node_modules', async () => {
    const view = viewPlatform(app.page)
    await app.open('/plugins/installed')
    await expect.poll(view.heading).toBe('Installed')
    await using _error = expectNoPageError(app.page)
    await using _reload = await expectNoReload(app.page)
    await view.count(3)
    const folder = 'node_modules/@acme/plugin-installed'

    await app.editFile(`${folder}/frontend/src/pages/index.tsx`, (text) =>
      text.replace('Installed', 'Edited where it is'),
    )
    await expect.poll(view.heading).toBe('Edited where it is')
    await app.editFile(`${folder}/plugin.yaml`, (text) => text.replace('label: installed', 'label: Package'))
    await expect.poll(view.navLabels).toContain('Package')
    await app.writeFile(`${folder}/frontend/src/pages/second.tsx`, page('Second'))
    await expect
      .poll(async () => {
        await show('/plugins/installed/second')
        return view.heading()
      })
      .toBe('Second')
    expect(await view.counted()).toBe('3')
  })

  test('a root that comes, is removed, and comes again', async () => {
    const view = viewPlatform(app.page)
    await app.open('/')
    await expect.poll(view.heading).toBe('Overview')
    await using _error = expectNoPageError(app.page)
    await using _reload = await expectNoReload(app.page)
    for (const heading of ['First', 'Again']) {
      await writePlugin('later/tidal', heading)
      await expect.poll(view.navLabels).toContain('tidal')
      await view.follow('tidal')
      await expect.poll(view.heading).toBe(heading)
      await app.remove('later')
      await expect.poll(view.navLabels).not.toContain('tidal')
    }
  })
})

describe('broken and repaired', () => {
  test('a file that two pages import', async () => {
    const view = viewPlatform(app.page)
    await writePlugin('plugins/common', 'unused')
    await app.writeFile('plugins/common/frontend/src/text.ts', "export const text = 'whole'\n")
    await app.writeFile('plugins/common/frontend/src/pages/index.tsx', importing('One {text}'))
    await app.writeFile('plugins/common/frontend/src/pages/two.tsx', importing('Two {text}'))
    await app.open('/plugins/common/two')
    await expect.poll(view.heading).toBe('Two whole')
    await using _reload = await expectNoReload(app.page)

    await app.writeFile('plugins/common/frontend/src/text.ts', 'export const text = \n')
    await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('failed')
    await view.follow('common')
    await expect.poll(() => view.card.innerText()).toContain('text.ts')
    expect(await app.page.locator('vite-error-overlay').count()).toBe(0)
    await app.writeFile('plugins/common/frontend/src/text.ts', "export const text = 'mended'\n")
    await expect.poll(view.heading).toBe('One mended')
    await app.page.goBack()
    await expect.poll(view.heading).toBe('Two mended')
  })

  test('package.json', async () => {
    const view = viewPlatform(app.page)
    await writePlugin('plugins/packaged', 'Packaged')
    await app.writeFile('plugins/packaged/package.json', '{ "name": "packaged", "version": "1.0.0" }')
    await app.open('/plugins/packaged')
    await expect.poll(view.heading).toBe('Packaged')
    await using _error = expectNoPageError(app.page)
    await using _reload = await expectNoReload(app.page)
    await app.writeFile('plugins/packaged/package.json', '{ "name": "packaged", "version": ')
    await app.editFile('plugins/packaged/plugin.yaml', (text) =>
      text.replace('label: packaged', 'label: Parcel'),
    )
    await expect.poll(view.navLabels).toContain('Parcel')
    await app.writeFile('plugins/packaged/package.json', '{ "name": "packaged", "version": "1.0.1" }')
    expect(await view.heading()).toBe('Packaged')
  })

  test('a plugin that cannot be read', async () => {
    const view = viewPlatform(app.page)
    await writePlugin('plugins/closed', 'Readable')
    await app.open('/plugins/closed')
    await expect.poll(view.heading).toBe('Readable')
    await using _error = expectNoPageError(app.page)
    await using _reload = await expectNoReload(app.page)
    const file = join(app.dir, 'plugins/closed/plugin.yaml')
    const text = await readFile(file, 'utf8')

    // A folder in place of the file: what no permission makes readable.
    await rm(file)
    await mkdir(file)
    await expect.poll(view.navLabels).not.toContain('closed')
    await rm(file, { recursive: true })
    await writeFile(file, text)
    await expect.poll(view.navLabels).toContain('closed')
    await expect.poll(view.heading).toBe('Readable')
  })
})

describe('packages of plugins', () => {
  test('one that package.json names is there before its page opens', async () => {
    const view = viewPlatform(app.page)
    await app.open('/')
    await expect.poll(view.heading).toBe('Overview')
    await using _error = expectNoPageError(app.page)
    await using _reload = await expectNoReload(app.page)
    const printed = app.serverOutput().length
    await view.follow('bringing')
    await expect.poll(view.heading).toBe('named')
    expect(app.serverOutput().slice(printed)).not.toMatch(/optimized|VITE_LATE_DEPENDENCY/)
  })

  test('one that nobody names is reported with the line to add', async () => {
    const view = viewPlatform(app.page)
    await app.open('/plugins/bringing/forgotten')
    await expect.poll(view.heading).toBe('forgotten')
    const output = app.serverOutput()
    expect(output).toMatch(
      /plugins\/bringing\/frontend\/src\/pages\/forgotten\.tsx:1:\d+ {2}VITE_LATE_DEPENDENCY/,
    )
    expect(output).toContain('The plugin bringing imports "forgotten"')
    expect(output).toContain('add "forgotten": "^2.0.0" to dependencies in plugins/bringing/package.json.')
  })
})

describe('a burst', () => {
  const names = Array.from({ length: 100 }, (_, index) => `mass-${index}`)
  /** At once: a process that has to wait for its turn in between makes two changes of it. */
  const move = (from: string, to: string): void => {
    for (const name of names) renameSync(join(app.dir, from, name), join(app.dir, to, name))
  }

  beforeAll(async () => {
    for (const name of names) await writePlugin(`prepared/${name}`, name)
  })

  // The plugins are read once more a moment after they came; where a busy machine puts the move back into that, it is seen half done.
  test('a hundred plugins that come, and go, are one update each', async () => {
    const updates = await countUpdates()
    await using _error = expectNoPageError(app.page)
    await using _reload = await expectNoReload(app.page)
    const printed = app.serverOutput().length

    move('prepared', 'plugins')
    await expect.poll(mass).toBe(100)
    const came = updates.count()
    move('plugins', 'prepared')
    await expect.poll(mass).toBe(0)
    expect({ came, went: updates.count() - came }).toEqual({ came: 1, went: 1 })
    const lines = (): readonly string[] =>
      app
        .serverOutput()
        .slice(printed)
        .match(/plugwright {2}.*/g) ?? []
    await expect.poll(lines).toHaveLength(2)
    for (const line of lines()) expect(line).toContain('100 plugins changed')
  })

  test('a hundred plugins that are copied in file by file are a few updates, however slow the disk is', async () => {
    const updates = await countUpdates()
    await using _error = expectNoPageError(app.page)
    await using _reload = await expectNoReload(app.page)

    await app.copyFolder('prepared', 'plugins')
    await expect.poll(mass).toBe(100)
    await Promise.all(names.map((name) => app.remove(`plugins/${name}`)))
    await expect.poll(mass).toBe(0)
    expect(updates.count()).toBeLessThanOrEqual(12)
  })
})

test('nothing was reloaded or restarted', () => {
  expect(app.serverOutput()).not.toMatch(/server restarted|page reload|Internal server error/)
})

/** How many plugins of the burst have a nav entry. */
async function mass(): Promise<number> {
  const labels = await viewPlatform(app.page).navLabels()
  return labels.filter((label) => label.startsWith('mass-')).length
}

/** Opens the app and counts what the server sends to it. */
async function countUpdates(): Promise<{ readonly count: () => number }> {
  let count = 0
  app.page.once('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      if (payload.toString().startsWith('{"type":"update"')) count++
    })
  })
  await app.open('/')
  await expect.poll(viewPlatform(app.page).heading).toBe('Overview')
  return { count: () => count }
}

/** Goes to an address that no nav entry has, without loading the document anew. */
async function show(path: string): Promise<void> {
  await app.page.evaluate((to) => {
    history.pushState(undefined, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
}

async function writePlugin(folder: string, heading: string): Promise<void> {
  const name = folder.split('/').at(-1) ?? ''
  await app.writeFile(`${folder}/frontend/src/pages/index.tsx`, page(heading))
  await app.writeFile(`${folder}/plugin.yaml`, manifest(name))
}

async function writeAt(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

function manifest(name: string): string {
  return `name: ${name}\nversion: 1.0.0\nnav: [{ label: ${name}, path: /${name} }]\n`
}

function page(heading: string): string {
  return `export default function Page() {\n  return <h1 data-testid="page-heading">${heading}</h1>\n}\n`
}

/** A page with a text of another file. */
function importing(heading: string): string {
  return `import { text } from '../text.ts'\n${page(heading)}`
}
