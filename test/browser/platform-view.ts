import type { Locator, Page } from 'playwright-core'

/** What a person reads on the example platform, by its test ids. */
export interface PlatformView {
  /** The heading of the page, once there is one. */
  readonly heading: () => Promise<string>
  /** The labels of the plugins' nav entries that are visible, in order. */
  readonly navLabels: () => Promise<readonly string[]>
  /** Follows a nav entry without loading the document anew. */
  readonly follow: (label: string) => Promise<void>
  readonly viewAs: (group: string) => Promise<void>
  /** The group switch knows its groups only when the server has answered. */
  readonly groups: () => Promise<readonly string[]>
  /** Presses the host's counter, which lives in memory only. */
  readonly count: (times: number) => Promise<void>
  readonly counted: () => Promise<string>
  /** The lines of the administration page: `finance 0.0.9 data shadowed PLUGIN_SHADOWED`. */
  readonly pluginLines: () => Promise<readonly string[]>
  /** The card that stands for a page or block that cannot be shown. */
  readonly card: Locator
}

/** Reads and works the platform that a page shows. */
export function viewPlatform(page: Page): PlatformView {
  // The drawer for narrow windows repeats the sidebar.
  const navItems = page.locator('.shell > .sidebar [data-testid=nav-item]')
  const counter = page.getByTestId('host-counter')
  return {
    heading: () => page.getByTestId('page-heading').first().innerText(),
    navLabels: () => navItems.allInnerTexts(),
    follow: (label) => navItems.filter({ hasText: label }).click(),
    async viewAs(group) {
      await page.getByTestId('role-switch').selectOption(group)
    },
    groups: () =>
      page
        .getByTestId('role-switch')
        .locator('option')
        .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value)),
    async count(times) {
      for (let press = 0; press < times; press++) await counter.click()
    },
    counted: () => counter.locator('output').innerText(),
    async pluginLines() {
      const lines = await page.getByTestId('admin-plugin').evaluateAll((bodies) =>
        bodies.map((body) => {
          const headings = [...(body.closest('table')?.querySelectorAll('thead th') ?? [])]
          const cells = [...body.querySelectorAll('tr:first-child > *')]
          const cellOf = (heading: string): string | null | undefined =>
            cells[headings.findIndex((cell) => cell.textContent === heading)]?.textContent
          const codes = [...body.querySelectorAll('[data-testid=admin-problem]')].map((problem) =>
            problem.getAttribute('data-code'),
          )
          const { plugin, status } = (body as HTMLElement).dataset
          return [plugin, cellOf('Version'), cellOf('Source'), status, ...new Set(codes)].join(' ')
        }),
      )
      return lines
    },
    card: page.locator('[data-plugwright-card]'),
  }
}
