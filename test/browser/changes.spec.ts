import { expect, test } from 'vitest'
import { useApp } from './app.ts'
import { expectNoPageError, expectNoReload } from './page-guards.ts'
import { viewPlatform } from './platform-view.ts'
import { createRandomPlugins } from './random-changes.ts'
import type { ExpectedPage } from './random-changes.ts'

const app = useApp({ mode: 'dev' })
const CHANGES = 200

test('200 changes at random: no reload, no restart, and always what the disk says', async () => {
  const view = viewPlatform(app.page)
  await app.open('/')
  await expect.poll(view.heading).toBe('Overview')
  // A plugin may move away while the browser asks for its page.
  await using _error = expectNoPageError(app.page, {
    allow: [/404 \(Not Found\).*\/rnd-/, /Failed to reload \S*\/rnd-/],
  })
  await using _reload = await expectNoReload(app.page)
  await view.count(9)

  const plugins = createRandomPlugins(app.dir, 20_261_129)
  const history: string[] = []
  let open: string | undefined
  for (let step = 0; step < CHANGES; step++) {
    history.push(await plugins.change())
    const told = (): string => `after ${history.slice(-6).join(' · ')}`
    await expect.poll(labels, { message: told() }).toEqual(plugins.labels())
    if (open !== undefined) await expect.poll(shownPage, { message: told() }).toEqual(plugins.page(open))

    expect(await view.counted(), told()).toBe('9')
    const next = step % 3 === 0 ? plugins.pick() : undefined
    if (next === undefined) continue
    open = next.name
    history.push(`open ${open}`)
    await view.follow(next.label)
    await expect.poll(shownPage, { message: told() }).toEqual(plugins.page(open))
  }
  expect(app.serverOutput()).not.toMatch(
    /server restarted|page reload|error while updating|Internal server error/,
  )

  async function labels(): Promise<readonly string[]> {
    return (await view.navLabels()).filter((label) => label.startsWith('rnd ')).toSorted()
  }

  /** Without waiting: what stands there may be replaced at any moment. */
  async function shownPage(): Promise<ExpectedPage | undefined> {
    const [card] = await view.card.evaluateAll((found) =>
      found.map((element) => element.getAttribute('data-plugwright-card')),
    )
    if (card !== undefined) return { kind: card === 'failed' ? 'failed' : 'absent' }
    const [heading] = await app.page.getByTestId('page-heading').allInnerTexts()
    return heading === undefined ? undefined : { kind: 'page', heading }
  }
}, 180_000)
