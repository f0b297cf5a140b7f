import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/clock.ts'
import { startBrowser } from '../support/browser.ts'
import { answerOn, setStage } from '../support/sitting-stage.ts'
import type { Stage } from '../support/sitting-stage.ts'

const started = await startBrowser()
if (typeof started === 'string') console.warn(`browser tests skipped: ${started}`)

const PATIENT = { timeout: 15_000, interval: 100 }

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

inBrowser('what is typed is saved by itself, and the page says when', async () => {
  const { page, answer, status } = await stage.window(await stage.context())
  await answer.pressSequentially('Ik vraag eerst door.')
  await expect.poll(savedText, PATIENT).toBe('Ik vraag eerst door.')
  await expect.poll(() => status.textContent(), PATIENT).toContain('Opgeslagen om')
  await page.reload()
  expect(await answerOn(page, stage.questionId).inputValue()).toBe('Ik vraag eerst door.')
})

inBrowser('offline for a while: the page says so plainly, and everything is sent when the connection is back', async () => {
  const context = await stage.context()
  const { answer, status } = await stage.window(context)
  await context.setOffline(true)
  await answer.pressSequentially('In de trein getypt.')
  await expect.poll(() => status.textContent(), PATIENT).toContain('Nog niet opgeslagen')
  expect(await stage.standing()).toBeUndefined()
  await context.setOffline(false)
  await expect.poll(savedText, PATIENT).toBe('In de trein getypt.')
  await expect.poll(() => status.textContent(), PATIENT).toContain('Opgeslagen om')
})

inBrowser('text that could not be sent waits on the device through a closed window, and is sent at the next visit', async () => {
  const context = await stage.context()
  const first = await stage.window(context)
  await stage.goDown()
  await first.answer.pressSequentially('Bewaard op dit apparaat.')
  await expect.poll(() => first.status.textContent(), PATIENT).toContain('Nog niet opgeslagen')
  await first.page.close()
  await stage.comeBack()
  const second = await stage.window(context)
  await expect.poll(() => second.answer.inputValue(), PATIENT).toBe('Bewaard op dit apparaat.')
  await expect.poll(savedText, PATIENT).toBe('Bewaard op dit apparaat.')
})

inBrowser('the server goes down and comes back while typing goes on: nothing is lost', async () => {
  const { answer } = await stage.window(await stage.context())
  await answer.pressSequentially('Voor de storing. ')
  await expect.poll(savedText, PATIENT).toBe('Voor de storing. ')
  await stage.goDown()
  await answer.pressSequentially('Tijdens de storing. ')
  await stage.comeBack()
  await answer.pressSequentially('Na de storing.')
  await expect.poll(savedText, PATIENT).toBe('Voor de storing. Tijdens de storing. Na de storing.')
})

inBrowser('two windows: the old one overwrites nothing, shows both texts, and the candidate chooses', async () => {
  const context = await stage.context()
  const old = await stage.window(context)
  const newer = await stage.window(context)
  await newer.answer.fill('Uit het nieuwe venster.')
  await expect.poll(savedText, PATIENT).toBe('Uit het nieuwe venster.')
  await old.answer.fill('Uit het oude venster.')
  const conflict = old.page.getByText('In een ander venster staat nieuwere tekst').first()
  await conflict.waitFor()
  expect(await savedText()).toBe('Uit het nieuwe venster.')
  expect(await old.answer.inputValue()).toBe('Uit het oude venster.')
  const aloud = old.page.locator('[data-announce]')
  await aloud.evaluate((element) => (element.textContent = ''))
  await old.page.getByRole('button', { name: 'Inleveren' }).first().click()
  await expect.poll(() => aloud.textContent(), PATIENT).toBe('Kies eerst welke tekst je wilt houden')
  await old.page.getByRole('button', { name: 'Gebruik mijn tekst van dit venster' }).click()
  await expect.poll(savedText, PATIENT).toBe('Uit het oude venster.')
  expect((await stage.history()).map(({ text }) => text)).toContain('Uit het nieuwe venster.')
})

inBrowser('of two windows the other text can be chosen too; mine stays in the history', async () => {
  const context = await stage.context()
  const old = await stage.window(context)
  const newer = await stage.window(context)
  await newer.answer.fill('Uit het nieuwe venster.')
  await expect.poll(savedText, PATIENT).toBe('Uit het nieuwe venster.')
  await old.answer.fill('Uit het oude venster.')
  await old.page.getByRole('button', { name: 'Gebruik de tekst uit het andere venster' }).click()
  await expect.poll(() => old.answer.inputValue(), PATIENT).toBe('Uit het nieuwe venster.')
  expect(await savedText()).toBe('Uit het nieuwe venster.')
  expect((await stage.history()).map(({ text }) => text)).toContain('Uit het oude venster.')
})

inBrowser('a session that ends in mid-sentence: sign in again beside it, and the text goes through', async () => {
  const context = await stage.context()
  const { answer, status } = await stage.window(context)
  await stage.endSessions()
  await answer.pressSequentially('Midden in een zin', { delay: 300 })
  await expect.poll(() => status.textContent(), PATIENT).toContain('Je bent uitgelogd')
  expect(await answer.inputValue()).toBe('Midden in een zin')
  await stage.signIn(context)
  await expect.poll(savedText, { ...PATIENT, timeout: 40_000 }).toBe('Midden in een zin')
})

inBrowser('the deadline passes while typing: the page says it is too late, and the text is kept', async () => {
  const { page, answer } = await stage.window(await stage.context())
  await answer.fill('Op tijd.')
  await expect.poll(savedText, PATIENT).toBe('Op tijd.')
  stage.clock.forward(72 * HOUR + 2 * MINUTE)
  await answer.fill('Op tijd. En dit te laat.')
  await page.getByText('Te laat: wat je nu typte, is bewaard, maar telt niet mee.').first().waitFor()
  expect(await savedText()).toBe('Op tijd.')
  expect((await stage.history())[0]).toMatchObject({ outcome: 'late', text: 'Op tijd. En dit te laat.' })
})

inBrowser('after sleep across the deadline the page asks the server for the time', async () => {
  const { page } = await stage.window(await stage.context())
  stage.clock.forward(71 * HOUR)
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect.poll(() => page.locator('[data-countdown]').textContent(), PATIENT).toMatch(/^(1:00:00|0:59:\d\d)$/)
})

inBrowser('handing in waits for the text that is still under way', async () => {
  const { page, answer } = await stage.window(await stage.context())
  await answer.fill('Vlak voor het inleveren getypt.')
  await page.locator('.sitting-bar button').click()
  await page.getByRole('button', { name: 'Ja, lever de casustoets in' }).click()
  await page.getByText('Ontvangstbewijs casustoets').first().waitFor()
  expect(await savedText()).toBe('Vlak voor het inleveren getypt.')
})

inBrowser('after handing in, the back button brings back no test that can be written', async () => {
  const { page, answer } = await stage.window(await stage.context())
  await answer.fill('Ingeleverd werk.')
  await page.locator('.sitting-bar button').click()
  await page.getByRole('button', { name: 'Ja, lever de casustoets in' }).click()
  await page.getByText('Ontvangstbewijs casustoets').first().waitFor()
  await page.goBack()
  await page.goBack()
  await page.waitForLoadState('networkidle')
  const area = answerOn(page, stage.questionId)
  if ((await area.count()) > 0) {
    await area.fill('Toch nog iets anders.')
    await page.getByText('Te laat').first().waitFor()
  }
  expect(await savedText()).toBe('Ingeleverd werk.')
})

inBrowser('40,000 characters pasted at once are saved, on a phone', async () => {
  const { answer } = await stage.window(await stage.context({ viewport: { width: 390, height: 844 } }))
  const long = 'Een lange alinea over onafhankelijke ondersteuning. '.repeat(800).slice(0, 40_000)
  await answer.fill(long)
  await expect.poll(savedText, PATIENT).toBe(long)
})

inBrowser('on a phone nothing runs off the side of the page', async () => {
  const { page } = await stage.window(await stage.context({ viewport: { width: 390, height: 844 } }))
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})

inBrowser('without JavaScript the Save button saves every answer on the page', async () => {
  const { page, answer } = await stage.window(await stage.context({ javaScriptEnabled: false }))
  await answer.fill('Zonder JavaScript.')
  await page.locator('main').getByRole('button', { name: 'Opslaan' }).first().click()
  await page.getByText('Je antwoorden zijn opgeslagen.').waitFor()
  expect(await savedText()).toBe('Zonder JavaScript.')
})
