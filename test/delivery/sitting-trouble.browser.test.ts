/** What goes wrong with browsers, networks and laptops while somebody sits a test, in a real Chromium. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { HOUR, SECOND } from '../../src/clock.ts'
import { setAccommodation } from '../../src/delivery/exceptions.ts'
import { readyForAxe, violationsOf } from '../support/axe.ts'
import { startBrowser } from '../support/browser.ts'
import { answerOn, setStage } from '../support/sitting-stage.ts'
import type { Stage } from '../support/sitting-stage.ts'

const started = await startBrowser()
if (typeof started === 'string') console.warn(`browser tests skipped: ${started}`)

const PATIENT = { timeout: 15_000, interval: 100 }
const PHONE = { viewport: { width: 390, height: 844 } }

const inBrowser = test.runIf(typeof started !== 'string')

let browser: Browser
let stage: Stage

beforeAll(() => {
  if (typeof started !== 'string') browser = started
})
afterAll(async () => {
  if (typeof started !== 'string') await started.close()
})
beforeEach(async () => {
  if (typeof started !== 'string') stage = await setStage(browser)
})
afterEach(async () => {
  if (typeof started !== 'string') await stage.stop()
})

const savedText = () => stage.standing().then((answer) => answer?.text)
const announced = (page: Page) => page.locator('[data-announce]').textContent()

/** Saves go nowhere: a proxy that is broken for posts alone. */
const breakSaves = (context: BrowserContext) => context.route('**/answers/*', (route) => route.abort())

inBrowser('a server that refuses for a while is asked again, no sooner than it said', async () => {
  const context = await stage.context()
  const { page, answer, status } = await stage.window(context)
  const asked: number[] = []
  await page.route('**/answers/*', (route) => {
    asked.push(performance.now())
    return asked.length > 2 ? route.continue() : route.fulfill({ status: 503, headers: { 'Retry-After': '3' }, body: 'vol' })
  })
  await answer.fill('Ook in de drukte getypt.')
  await expect.poll(() => status.textContent(), PATIENT).toContain('Nog niet opgeslagen')
  await expect.poll(() => announced(page), PATIENT).toContain('Nog niet alles is opgeslagen')
  await expect.poll(savedText, PATIENT).toBe('Ook in de drukte getypt.')
  await expect.poll(() => announced(page), PATIENT).toBe('Alles is opgeslagen')
  expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThan(2_900)
})

inBrowser('what the server will never take is said in its own words, and sent again only when it has changed', async () => {
  const { answer, status } = await stage.window(await stage.context())
  await answer.fill('a'.repeat(50_001))
  await expect.poll(() => status.textContent(), PATIENT).toContain('langer dan')
  await answer.fill('a'.repeat(40))
  await expect.poll(savedText, PATIENT).toBe('a'.repeat(40))
})

inBrowser('back from another page, and out of the back/forward cache: the newest text, and what was not sent yet', async () => {
  const context = await stage.context()
  const { page, answer } = await stage.window(context)
  await answer.fill('Voor het terugbladeren.')
  await expect.poll(savedText, PATIENT).toBe('Voor het terugbladeren.')
  await page.goto(`${stage.base}/candidate`)
  const other = await stage.window(context)
  await other.answer.fill('Intussen in een ander venster.')
  await expect.poll(savedText, PATIENT).toBe('Intussen in een ander venster.')
  await page.goBack()
  await expect.poll(() => answerOn(page, stage.questionId).inputValue(), PATIENT).toBe('Intussen in een ander venster.')
  // A page that was kept as it was knows nothing of the rest: it asks again.
  const load = page.waitForEvent('load')
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
  await load
  expect(await answerOn(page, stage.questionId).inputValue()).toBe('Intussen in een ander venster.')
})

inBrowser('a tab that was duplicated is a window of its own: the older of the two overwrites nothing', async () => {
  const context = await stage.context()
  const first = await stage.window(context)
  await first.answer.fill('Uit het eerste tabblad.')
  await expect.poll(savedText, PATIENT).toBe('Uit het eerste tabblad.')
  const [double] = await Promise.all([context.waitForEvent('page'), first.page.evaluate(() => void open(location.href))])
  await double.waitForLoadState()
  await answerOn(double, stage.questionId).fill('Verder in het tweede tabblad.')
  await expect.poll(savedText, PATIENT).toBe('Verder in het tweede tabblad.')
  await first.answer.fill('Toch nog in het eerste.')
  await first.page.getByText('In een ander venster staat nieuwere tekst').first().waitFor()
  expect(await savedText()).toBe('Verder in het tweede tabblad.')
  expect(await first.page.locator('.difference ins').last().textContent()).toContain('eerste')
})

inBrowser('a last send in leaving that overtakes the one before it is no other window: there is nothing to choose', async () => {
  const { page, answer } = await stage.window(await stage.context())
  let letGo = () => {}
  const held = new Promise<void>((done) => (letGo = done))
  let saves = 0
  await page.route('**/answers/*', async (route) => {
    saves += 1
    if (saves === 1) await held
    await route.continue()
  })
  await answer.fill('Onderweg.')
  await expect.poll(() => saves, PATIENT).toBe(1)
  await answer.fill('Onderweg, en weg.')
  await page.evaluate(() => dispatchEvent(new Event('pagehide')))
  await expect.poll(savedText, PATIENT).toBe('Onderweg, en weg.')
  letGo()
  await expect.poll(() => page.locator('[data-overall]').textContent(), PATIENT).toBe('Alles is opgeslagen')
  expect(await page.getByText('In een ander venster staat nieuwere tekst').count()).toBe(0)
  await answer.fill('En weer verder.')
  await expect.poll(savedText, PATIENT).toBe('En weer verder.')
})

inBrowser('a laptop that slept across the deadline wakes to the work as it was handed in', async () => {
  const { page, answer } = await stage.window(await stage.context())
  await answer.fill('Voor het slapen.')
  await expect.poll(savedText, PATIENT).toBe('Voor het slapen.')
  stage.clock.forward(73 * HOUR)
  // All that a page notices of sleep: its timers go on where they were, and the clock on the wall has jumped.
  await page.evaluate(() => {
    const awake = Date.now.bind(Date)
    Date.now = () => awake() + 73 * 3_600_000
  })
  await page.getByText('Deze toets is ingeleverd.').first().waitFor()
  expect(await page.getByText('Voor het slapen.').count()).toBe(1)
})

inBrowser('text that waited on this device when the time was up is sent after all, kept, and said not to count', async () => {
  const context = await stage.context()
  const { page, answer, status } = await stage.window(context)
  await breakSaves(context)
  await answer.fill('In de tunnel getypt.')
  await expect.poll(() => status.textContent(), PATIENT).toContain('Nog niet opgeslagen')
  stage.clock.forward(73 * HOUR)
  await context.unroute('**/answers/*')
  await page.goto(`${stage.base}/attempts/${stage.attemptId}`)
  await page.getByText('Er stond nog tekst op dit apparaat').first().waitFor()
  await expect.poll(async () => (await stage.history()).map(({ outcome, text }) => [outcome, text]), PATIENT).toEqual([['late', 'In de tunnel getypt.']])
  await page.reload()
  await page.getByText('In de tunnel getypt.').waitFor()
  expect(await page.getByText('Er stond nog tekst op dit apparaat').first().isVisible()).toBe(false)
})

inBrowser('the page that hands in names what is only on this device, and says to wait', async () => {
  const context = await stage.context()
  const { page, answer, status } = await stage.window(context)
  await breakSaves(context)
  await answer.fill('Nog niet verstuurd.')
  await expect.poll(() => status.textContent(), PATIENT).toContain('Nog niet opgeslagen')
  await page.goto(`${stage.base}/attempts/${stage.attemptId}/hand-in`)
  await page.getByText('Niet alles is opgeslagen').first().waitFor()
  expect(await page.locator('[data-unsent] li:visible').allInnerTexts()).toEqual(['Vraag 3'])
})

inBrowser('extra time shows on a page that is open, in words too', async () => {
  const { page } = await stage.window(await stage.context())
  await stage.db.write((tx) => setAccommodation(tx, { personId: stage.personId, extraPercent: 0, extraMinutes: 120 }, 'staff', stage.clock.now()))
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect.poll(() => page.locator('[data-due]').textContent(), PATIENT).toContain('12:00')
  expect(await announced(page)).toContain('Je hebt nog 3 dagen en 2 uur.')
})

inBrowser('an hour before the end it is said once, in a sentence; the seconds are not', async () => {
  stage.clock.forward(71 * HOUR - 4 * SECOND)
  const { page } = await stage.window(await stage.context())
  expect(await announced(page)).toBe('')
  await expect.poll(() => announced(page), PATIENT).toBe('Je hebt nog 1 uur.')
  expect(await page.locator('[data-countdown]').getAttribute('aria-hidden')).toBe('true')
})

inBrowser.each([true, false])('on a phone the case and the questions are tabs, and the list of questions is always there (JavaScript: %s)', async (javaScriptEnabled) => {
  const { page, answer } = await stage.window(await stage.context({ ...PHONE, javaScriptEnabled }))
  const theCase = page.locator('.sitting-case')
  expect([await theCase.isVisible(), await answer.isVisible()]).toEqual([false, true])
  await page.locator('[data-tab="case"]').click()
  await theCase.waitFor()
  expect(await answer.isVisible()).toBe(false)
  await page.locator(`[data-jump="${stage.questionId}"]`).click()
  await answer.waitFor()
  expect([await theCase.isVisible(), await page.locator('.question-list').isVisible()]).toEqual([false, true])
})

inBrowser('the Enter key in a choice saves, and never hands in', async () => {
  const { page } = await stage.window(await stage.context())
  const radio = page.locator('input[type=radio]').first()
  await radio.check()
  await radio.press('Enter')
  await expect.poll(() => announced(page), PATIENT).toBe('Alles is opgeslagen')
  expect(new URL(page.url()).pathname).toBe(`/attempts/${stage.attemptId}`)
})

inBrowser('a mark shows in the list in words too, and is there after a reload', async () => {
  const { page } = await stage.window(await stage.context())
  const state = () => page.locator(`[data-jump="${stage.questionId}"] [data-jump-state]`).textContent()
  expect(await state()).toBe('leeg')
  await Promise.all([page.waitForResponse('**/bookmarks/*'), page.locator(`[name="mark-${stage.questionId}"]`).check()])
  expect(await state()).toBe('leeg, gemarkeerd')
  await page.reload()
  expect((await state())?.trim()).toBe('leeg, gemarkeerd')
})

inBrowser('everything on the page can be had as a file at any time', async () => {
  const { page, answer } = await stage.window(await stage.context())
  await answer.fill('Voor mezelf bewaard.')
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download wat ik heb' }).click()])
  expect(file.suggestedFilename()).toBe('casustoets.txt')
  let text = ''
  for await (const piece of await file.createReadStream()) text += String(piece)
  expect(text).toContain('Vraag 3\n\nVoor mezelf bewaard.')
})

inBrowser('the practice test saves by itself on the same page, and shows the explanation when it is handed in', async () => {
  const page = await (await stage.context()).newPage()
  await page.goto(`${stage.base}/practice`)
  await page.locator('textarea').first().fill('Even oefenen.')
  await page.locator('.saved[data-state="saved"]').filter({ hasText: 'Opgeslagen om' }).first().waitFor()
  await page.locator('.sitting-bar button').click()
  await page.getByRole('button', { name: 'Ja, lever de oefentoets in' }).click()
  await page.getByText('Je oefentoets is ingeleverd').first().waitFor()
  expect(await page.getByText('Even oefenen.').count()).toBe(1)
})

inBrowser.each(['light', 'dark'] as const)('the page of a test, with two texts to choose from, is accessible as far as axe can tell (%s)', async (colorScheme) => {
  const context = await stage.context({ colorScheme })
  const old = await stage.window(context)
  const newer = await stage.window(context)
  await newer.answer.fill('Ik vraag eerst door.')
  await expect.poll(savedText, PATIENT).toBe('Ik vraag eerst door.')
  await old.answer.fill('Ik luister eerst.')
  await old.page.getByText('In een ander venster staat nieuwere tekst').first().waitFor()
  await readyForAxe(old.page)
  expect(await violationsOf(old.page, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })).toEqual([])
})
