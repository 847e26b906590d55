import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../repository.ts'

test('pnpm start lists the packages and serves the platform', { timeout: 120_000 }, async () => {
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', CI: '1' },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const ended = once(child, 'close')
  try {
    const isReady = expect.poll(() => output, { timeout: 100_000, interval: 100 }).toMatch(/Try: /)
    await Promise.race([isReady, ended.then(() => expect.fail(`it ended:\n${output}`))])
    expect(output).toMatch(/^target +file +size +sha256$/m)
    expect(output).toMatch(
      /^plugwright +examples\/platform\/plugins\/crm\/dist\/crm-0\.1\.0\.plug +.*\d.* +[0-9a-f]{12}$/m,
    )

    const pages = [...output.matchAll(/^ {2}\w+ +(?<url>http:\S+)$/gm)].map(
      (match) => match.groups?.['url'] ?? '',
    )
    expect(pages).toHaveLength(3)
    for (const page of pages) {
      const response = await fetch(page, { headers: { accept: 'text/html' } })
      expect(await response.text(), page).toContain('<div id="root">')
    }
  } finally {
    child.kill('SIGTERM')
    await ended
  }
  expect(child.exitCode).toBe(0)
})
