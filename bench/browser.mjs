// Chromium for the measurements: the one the browser tests find, a cold context per visit, what was transferred, when it was painted.
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { runnerImport } from 'vite'

/** Starts Chromium as the browser tests do. */
export async function launchBrowser() {
  const finder = fileURLToPath(new URL('../test/browser/chromium.ts', import.meta.url))
  const { module } = await runnerImport(finder)
  const { executablePath, args, env } = await module.resolveChromium()
  return chromium.launch({ executablePath, args, env })
}

/**
 * Opens a page with an empty cache, whose network has a round trip of `rttMs` per request. The page reports its navigation and
 * heading each time they are painted anew, also after a reload.
 */
export async function openPage(browser, { rttMs = 0 } = {}) {
  const context = await browser.newContext()
  const page = await context.newPage()
  const traffic = await countTraffic(context, page, rttMs)
  const screen = await followScreen(page)
  return { page, traffic, ...screen, close: () => context.close() }
}

async function countTraffic(context, page, rttMs) {
  const cdp = await context.newCDPSession(page)
  const traffic = { requests: 0, bytes: 0, urls: [] }
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: rttMs,
    downloadThroughput: -1,
    uploadThroughput: -1,
  })
  cdp.on('Network.requestWillBeSent', ({ request }) => {
    if (!request.url.startsWith('http')) return
    traffic.requests++
    traffic.urls.push(new URL(request.url).pathname)
  })
  // With the headers, as they went over the wire.
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
    traffic.bytes += encodedDataLength
  })
  return traffic
}

/** Tells when a text is on the screen, by the clock of `Date.now()`, to fractions of a millisecond. */
async function followScreen(page) {
  const waiting = new Set()
  let loads = 0
  let last = { text: '', at: 0 }
  page.on('load', () => loads++)
  await page.exposeFunction('reportScreen', (text, at) => {
    last = { text, at }
    for (const waiter of waiting) waiter(last)
  })
  await page.addInitScript(() => {
    let reported
    const look = () => {
      const text = [...document.querySelectorAll('nav, h1')].map((element) => element.textContent).join('\n')
      if (text === reported) return
      reported = text
      // The frame after next begins when this one is painted.
      requestAnimationFrame(() =>
        setTimeout(() => window.reportScreen(text, performance.timeOrigin + performance.now())),
      )
    }
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true })
  })

  /** When a text was painted first; a text that is there already counts as painted when it came. */
  function whenPainted(text, { timeoutMs = 60_000 } = {}) {
    if (last.text.includes(text)) return Promise.resolve(last.at)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(waiter)
        reject(new Error(`"${text}" does not appear; the page shows:\n${last.text.slice(0, 400)}`))
      }, timeoutMs)
      const waiter = (screen) => {
        if (!screen.text.includes(text)) return
        clearTimeout(timer)
        waiting.delete(waiter)
        resolve(screen.at)
      }
      waiting.add(waiter)
    })
  }
  return { whenPainted, countLoads: () => loads }
}

/** Now, by the clock that {@link openPage} reports in. */
export function now() {
  return performance.timeOrigin + performance.now()
}
