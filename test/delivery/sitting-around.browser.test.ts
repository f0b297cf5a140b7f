/** Around the answers of a test: signing in again beside it, handing in, the real server killed, and what the page shows. In a real Chromium. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { open } from '../../db/open.ts'
import { HOUR, wallClock } from '../../src/clock.ts'
import { listAnswers } from '../../src/delivery/queries.ts'
import { signed } from '../../src/http/session.ts'
import { sessionCookie } from '../../src/identity/auth.ts'
import { getPerson } from '../../src/identity/queries.ts'
import { linkIn, PASSWORD, tokenOf } from '../identity/support.ts'
import { openSession } from '../support/app.ts'
import { aPerson } from '../support/builders.ts'
import { freshPlace } from '../support/database.ts'
import { freePort, spawnServer } from '../support/server.ts'
import { answerOn, overall, PATIENT, stages } from '../support/sitting-stage.ts'
import { aSitter } from '../support/supervision.ts'

const { inBrowser, browser, stage, untilSaved } = await stages()

const SAVES = '**/answers/*'

/** Gives the candidate on the stage a password, by mail. That ends every session. @returns the e-mail address */
async function givePassword(): Promise<string> {
  const { email } = await getPerson(stage().db.read, stage().personId)
  const visitor = stage().visitor()
  await visitor('/forgot-password', { form: { email } })
  const token = tokenOf(await linkIn(stage(), 'passwordReset', email))
  expect((await visitor('/reset-password', { form: { token, password: PASSWORD } })).status).toBe(303)
  return email
}

const comeBack = (page: Page) => page.evaluate(() => dispatchEvent(new Event('focus')))

inBrowser('signed out in mid-sentence: the link keeps the focus while the page goes on trying, signing in ends on a page that says to close it, and the text goes through', async () => {
  const context = await stage().context()
  const { page, answer, status } = await stage().window(context)
  const email = await givePassword()
  let asked = 0
  page.on('response', (response) => (asked += Number(response.url().includes('/answers/'))))
  await answer.fill('Midden in een zin')
  const link = status.getByRole('link', { name: 'Inloggen in een nieuw venster' })
  await link.focus()
  const before = asked
  await expect.poll(() => asked, PATIENT).toBeGreaterThan(before)
  await expect.poll(() => status.getAttribute('data-state'), PATIENT).toBe('waiting')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Inloggen in een nieuw venster')

  const [beside] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Enter')])
  await beside.getByLabel('E-mailadres').fill(email)
  await beside.getByLabel('Wachtwoord', { exact: true }).fill(PASSWORD)
  await beside.locator('main').getByRole('button', { name: 'Inloggen' }).first().click()
  await beside.getByRole('heading', { name: 'Je bent weer ingelogd' }).waitFor()
  expect(new URL(beside.url()).pathname).toBe('/signed-in-again')
  expect(await beside.locator('textarea').count()).toBe(0)
  await beside.close()
  await comeBack(page)
  await untilSaved('Midden in een zin')
  await expect.poll(() => status.textContent(), PATIENT).toContain('Opgeslagen om')
})

inBrowser('signed in again under the wrong account the text is refused; under the right one it is taken', async () => {
  const context = await stage().context()
  const { page, answer, status } = await stage().window(context)
  const other = await aPerson(stage().db)
  const value = encodeURIComponent(signed(await openSession(stage().db, other.id), stage().config.authSecret))
  await context.addCookies([{ name: sessionCookie(stage().base), value, url: stage().base }])
  await answer.fill('Van Roos.')
  await expect.poll(() => status.getAttribute('data-state'), PATIENT).toBe('refused')
  await stage().signIn(context)
  await comeBack(page)
  await untilSaved('Van Roos.')
})

inBrowser('a page that only watches the clock says so too when the session has ended', async () => {
  const { page } = await stage().window(await stage().context())
  await stage().endSessions()
  // A session that ends is remembered for some seconds.
  const ask = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect.poll(async () => [await ask(), await overall(page)].join(''), { ...PATIENT, interval: 500 }).toContain('Je bent uitgelogd.')
  await page.locator('[data-overall]').getByRole('link', { name: 'Inloggen in een nieuw venster' }).waitFor()
})

inBrowser('an answer that is never taken keeps nobody from handing in: the page that asks once more names it', async () => {
  const { page, answer, status } = await stage().window(await stage().context())
  await answer.fill('a'.repeat(50_001))
  await expect.poll(() => status.textContent(), PATIENT).toContain('langer dan')
  await expect.poll(() => overall(page), PATIENT).toContain('kunnen zo niet worden opgeslagen')
  await page.locator('.sitting-bar button').click()
  await page.getByText('Niet alles is opgeslagen').first().waitFor()
  expect(await page.locator('[data-unsent] li:visible').allInnerTexts()).toEqual(['Vraag 3'])
})

inBrowser('while handing in waits for a save under way the page says what it waits for', async () => {
  const { page, answer } = await stage().window(await stage().context())
  let letGo = () => {}
  const held = new Promise<void>((done) => (letGo = done))
  await page.route(SAVES, async (route) => {
    await held
    await route.continue()
  })
  await answer.fill('Nog onderweg.')
  await page.locator('.sitting-bar button').click()
  await expect.poll(() => overall(page), PATIENT).toBe('We slaan eerst je laatste tekst op …')
  letGo()
  await page.getByRole('button', { name: 'Ja, lever de casustoets in' }).waitFor()
  await untilSaved('Nog onderweg.')
})

inBrowser('words are counted beside the advice of the question, one of them in the singular', async () => {
  const { page, answer } = await stage().window(await stage().context())
  const hint = page.locator(`[id="advice-${stage().questionId}"]`)
  expect(await hint.textContent()).toMatch(/^Richtlijn: ongeveer \d+ woorden\. Nu 0 woorden\.$/)
  await answer.fill(' luisteren ')
  expect(await hint.textContent()).toMatch(/ Nu 1 woord\.$/)
  await answer.fill('luisteren\nen doorvragen')
  expect(await hint.textContent()).toMatch(/ Nu 3 woorden\.$/)
})

inBrowser('on a wide screen the case stands beside the questions, and stays in sight while one scrolls through them', async () => {
  const { page, answer } = await stage().window(await stage().context({ viewport: { width: 1440, height: 900 } }))
  const boxes = () => Promise.all([page.locator('.sitting-case').boundingBox(), page.locator('#questions').boundingBox()])
  const [theCase, questions] = await boxes()
  expect((theCase?.x ?? 0) + (theCase?.width ?? 0)).toBeLessThanOrEqual(questions?.x ?? 0)
  await answer.scrollIntoViewIfNeeded()
  await page.locator('textarea').last().scrollIntoViewIfNeeded()
  const [still] = await boxes()
  expect(still?.y).toBeGreaterThan(0)
  expect((still?.y ?? 0) + (still?.height ?? 0)).toBeLessThanOrEqual(900)
})

inBrowser('the real server is killed in the middle of typing: what it had acknowledged is there, and the rest follows when it is back', async () => {
  const place = await freshPlace()
  const db = await open(place.url)
  const sitter = await aSitter(db, { startsAt: wallClock.now() - HOUR })
  const token = await openSession(db, sitter.person.id)
  await db.close()
  const settings = { DATABASE_URL: place.url, DEMO: 'false', AUTH_SECRET: 'b7Jq2xV9kLm4Tn8RwYc3Zf6Hs1Dp5Gu0', PORT: String(await freePort()) }
  let server = await spawnServer(settings)
  const context = await browser().newContext({ locale: 'nl-NL' })
  try {
    await context.addCookies([{ name: sessionCookie(server.base), value: encodeURIComponent(signed(token, settings.AUTH_SECRET)), url: server.base }])
    const page = await context.newPage()
    await page.goto(`${server.base}/attempts/${sitter.attemptId}`)
    const answer = answerOn(page, sitter.questionId)
    const status = page.locator(`[id="status-${sitter.questionId}"]`)
    await answer.pressSequentially('Voor de storing. ')
    await expect.poll(() => status.textContent(), PATIENT).toContain('Opgeslagen om')
    const typing = answer.pressSequentially('Tijdens de storing, en daarna.', { delay: 40 })
    await server.end('SIGKILL')
    await typing
    await expect.poll(() => status.textContent(), PATIENT).toContain('Nog niet opgeslagen')
    server = await spawnServer(settings)
    await comeBack(page)
    await expect.poll(() => status.textContent(), PATIENT).toContain('Opgeslagen om')
  } finally {
    await context.close()
    await server.end('SIGTERM')
  }
  const after = await open(place.url)
  const texts = (await listAnswers(after.read, sitter.attemptId)).map(({ text }) => text)
  await after.close()
  await place.remove()
  expect(texts).toEqual(['Voor de storing. Tijdens de storing, en daarna.'])
})
