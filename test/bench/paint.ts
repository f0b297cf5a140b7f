/** `paint`: how soon a page stands on a slow phone that has nothing of it yet, and whether it moves after that. */
import type { Browser } from 'playwright-core'
import { open } from '../../db/open.ts'
import { MINUTE, wallClock } from '../../src/clock.ts'
import { seedDemo } from '../../src/demo/seed/seed.ts'
import { paths } from '../../views/paths.ts'
import { startBrowser } from '../support/browser.ts'
import { freshPlace } from '../support/database.ts'
import { median, rounded } from './load.ts'
import { cookiesOf, placesOf } from './paint-world.ts'
import { startProgram } from './program.ts'

/** As Lighthouse measures a phone: a quarter of this processor, 1.6 Mbit/s down, 150 ms there and back. */
const SLOWER = 4
const NETWORK = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 }
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'nl-NL' }
const LOADS = 5

const GOALS = { lcp: 2_000, cls: 0.005 }

interface Painted {
  readonly lcp: number
  readonly cls: number
  readonly bytes: number
}

/** Listens in the page from its very first moment. */
const LISTENING = `
  window.painted = { lcp: 0, cls: 0 }
  new PerformanceObserver((list) => { for (const one of list.getEntries()) window.painted.lcp = one.startTime }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.painted.cls += one.value }).observe({ type: 'layout-shift', buffered: true })`

/** One load in a window of its own, with nothing kept. */
async function load(browser: Browser, url: string, cookie: string | undefined): Promise<Painted> {
  const context = await browser.newContext(PHONE)
  if (cookie !== undefined) await context.addCookies([{ name: cookie.slice(0, cookie.indexOf('=')), value: cookie.slice(cookie.indexOf('=') + 1), url }])
  await context.addInitScript(LISTENING)
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  let bytes = 0
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', NETWORK)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  const response = await page.goto(url, { waitUntil: 'networkidle', timeout: 60_000 })
  if (response?.status() !== 200) throw new Error(`${url}: ${response?.status()}`)
  await page.evaluate('document.fonts.ready.then(() => new Promise((next) => setTimeout(next, 500)))')
  const { lcp, cls } = await page.evaluate<{ lcp: number; cls: number }>('window.painted')
  await context.close()
  return { lcp, cls, bytes }
}

export async function paint() {
  const browser = await startBrowser()
  if (typeof browser === 'string') throw new Error(`no browser: ${browser}`)
  const place = await freshPlace()
  const db = await open(place.url)
  await seedDemo(db, { graceMs: MINUTE, baseUrl: 'http://127.0.0.1' }, { now: wallClock.now() })
  const places = await placesOf(db)
  const cookies = await cookiesOf(db, places)
  await db.close()
  const program = await startProgram('src/main.ts', { DATABASE_URL: place.url, DEMO: 'true' })
  try {
    return await paintAll(browser, `http://127.0.0.1:${program.port}`, [{ who: 'visitor', path: paths.signIn() }, ...places], cookies)
  } finally {
    await browser.close()
    await program.stop()
    await place.remove()
  }
}

async function paintAll(browser: Browser, base: string, pages: readonly { who: string; path: string }[], cookies: ReadonlyMap<string, string>) {
  const missed: string[] = []
  for (const { who, path } of pages) {
    const loads: Painted[] = []
    for (let turn = 0; turn < LOADS; turn += 1) loads.push(await load(browser, base + path, cookies.get(who)))
    const [lcp, cls, bytes] = [median(loads.map((one) => one.lcp)), Math.max(...loads.map((one) => one.cls)), median(loads.map((one) => one.bytes))]
    const misses = [...(lcp < GOALS.lcp ? [] : ['lcp']), ...(cls < GOALS.cls ? [] : ['cls'])]
    missed.push(...misses.map((goal) => `${who}: ${goal}`))
    const all = loads.map((one) => rounded(one.lcp, 0))
    console.log(JSON.stringify({ page: path.replace(/[\w-]{36}/, ':id'), who, lcp: rounded(lcp, 0), lcpOfEach: all, cls: rounded(cls, 4), bytes, misses }))
  }
  return { bench: 'paint', slower: SLOWER, network: NETWORK, goals: GOALS, missed }
}
