/** The clock of a test on the page and on the pages beside it: the deadline, sleep, extra time, and what is said aloud. In a real Chromium. */
import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/clock.ts'
import { giveExtraTime } from '../../src/delivery/interventions.ts'
import { announced, overall, PATIENT, stages, waitingOn } from '../support/sitting-stage.ts'

const { inBrowser, stage, untilSaved, history } = await stages()

/** Time goes by, here and at the server: the timers of the page that were due run once. */
async function pass(page: Page, ms: number) {
  stage().clock.forward(ms)
  await page.clock.fastForward(ms)
}

/** A browser whose own clock can be moved. */
async function context(): Promise<BrowserContext> {
  const made = await stage().context()
  await made.clock.install()
  return made
}

inBrowser('offline across the deadline the page stays, with the text in sight; when the connection is back it shows the work as it was handed in', async () => {
  const offline = await context()
  const { page, answer } = await stage().window(offline)
  await answer.fill('Op tijd.')
  await untilSaved('Op tijd.')
  await expect.poll(() => overall(page), PATIENT).toBe('Alles is opgeslagen')
  await offline.setOffline(true)
  await answer.fill('Op tijd. In de tunnel.')
  await expect.poll(() => waitingOn(page), PATIENT).toEqual(['Op tijd. In de tunnel.'])
  await pass(page, 72 * HOUR + 2 * MINUTE)
  await expect.poll(() => overall(page), PATIENT).toContain('De tijd is om, maar er is nu geen verbinding.')
  expect(await overall(page)).toContain('wacht op dit apparaat')
  await pass(page, MINUTE)
  expect(await answer.inputValue()).toBe('Op tijd. In de tunnel.')
  await offline.setOffline(false)
  await page.getByText('Deze toets is ingeleverd.').first().waitFor()
  expect(await page.getByText('Op tijd. In de tunnel.').isVisible()).toBe(true)
  expect(await history()).toEqual([['late', 'Op tijd. In de tunnel.'], ['saved', 'Op tijd.']])
})

inBrowser('a server that is down at the deadline does not take the page away either', async () => {
  const { page, answer } = await stage().window(await context())
  await answer.fill('Op tijd.')
  await untilSaved('Op tijd.')
  await page.route('**/attempts/**', (route) => route.fulfill({ status: 502, body: 'proxy' }))
  await pass(page, 72 * HOUR + 2 * MINUTE)
  await expect.poll(() => overall(page), PATIENT).toContain('De tijd is om')
  expect(await answer.inputValue()).toBe('Op tijd.')
  await page.unroute('**/attempts/**')
  await pass(page, 10 * SECOND)
  await page.getByText('Deze toets is ingeleverd.').first().waitFor()
})

inBrowser('the deadline passes in the middle of typing: all that stands in the field is kept, and what came in time counts', async () => {
  const { page, answer } = await stage().window(await stage().context())
  await answer.pressSequentially('Voor de bel. ', { delay: 20 })
  await untilSaved('Voor de bel. ')
  // The field closes at the first answer that says so, and the page goes on to the work as it was handed in.
  const typing = answer.pressSequentially('En nog een hele zin na de bel.', { delay: 90 }).catch(() => undefined)
  stage().clock.forward(72 * HOUR + 2 * MINUTE)
  await page.getByText('Te laat: wat je nu typte').first().waitFor()
  const shown = await answer.inputValue()
  await typing
  expect(shown).toContain('Voor de bel. E')
  await expect.poll(async () => (await history())[0], PATIENT).toEqual(['late', shown])
  await untilSaved('Voor de bel. ')
})

inBrowser('extra time reaches whoever reads back what the deadline closed: the page becomes the test again by itself', async () => {
  const made = await context()
  stage().clock.forward(72 * HOUR + 2 * MINUTE)
  const { page, answer } = await stage().window(made)
  await page.getByText('Deze toets is ingeleverd.').first().waitFor()
  const given = { attemptId: stage().attemptId, minutes: 120, reason: 'Storing in het gebouw' }
  await stage().db.write((tx) => giveExtraTime(tx, given, 'staff', stage().clock.now()))
  expect(await answer.count()).toBe(0)
  await page.clock.fastForward(MINUTE)
  await answer.waitFor()
  await answer.fill('In de extra tijd.')
  await untilSaved('In de extra tijd.')
})

inBrowser('the receipt, the tests and the page that hands in follow the clock too', async () => {
  const made = await context()
  const { page } = await stage().window(made)
  await page.goto(`${stage().base}/attempts/${stage().attemptId}/hand-in`)
  await pass(page, 72 * HOUR + 2 * MINUTE)
  await page.getByText('Ontvangstbewijs casustoets').first().waitFor()
  const tests = await made.newPage()
  await tests.goto(await page.getByRole('link', { name: 'Terug naar je toetsen' }).evaluate((link: HTMLAnchorElement) => link.href))
  await tests.getByText('Tijd voorbij').first().waitFor()
  const given = { attemptId: stage().attemptId, minutes: 120, reason: 'Storing in het gebouw' }
  await stage().db.write((tx) => giveExtraTime(tx, given, 'staff', stage().clock.now()))
  await Promise.all([page, tests].map((one) => one.clock.fastForward(MINUTE)))
  await page.getByRole('button', { name: 'Ja, lever de casustoets in' }).waitFor()
  await tests.getByText('Loopt').first().waitFor()
})

inBrowser('a day, four hours, an hour, a quarter and five minutes before the end it is said in a sentence, and nothing in between', async () => {
  const { page } = await stage().window(await context())
  let left = 72 * HOUR
  const until = async (next: number) => {
    const ms = left - next
    left = next
    stage().clock.forward(ms)
    await page.clock.fastForward(ms)
  }
  for (const [mark, said] of [[DAY, '1 dag'], [4 * HOUR, '4 uur'], [HOUR, '1 uur'], [15 * MINUTE, '15 minuten'], [5 * MINUTE, '5 minuten']] as const) {
    // Up to the mark in a step that is no sleep, and over it.
    await until(mark + 10 * SECOND)
    await expect.poll(() => announced(page), PATIENT).not.toBe('')
    await page.locator('[data-announce]').evaluate((line) => (line.textContent = ''))
    await until(mark + 6 * SECOND)
    expect(await announced(page)).toBe('')
    await until(mark + 2 * SECOND)
    await until(mark - SECOND)
    await expect.poll(() => announced(page), PATIENT).toBe(`Je hebt nog ${said}.`)
  }
})

inBrowser('a page that nobody looks at ticks once a minute: that is no sleep, and says nothing', async () => {
  const { page } = await stage().window(await context())
  await page.evaluate(() => Object.defineProperty(document, 'visibilityState', { value: 'hidden' }))
  for (let minute = 0; minute < 3; minute += 1) {
    const asked = page.waitForResponse('**/clock')
    await pass(page, MINUTE)
    await asked
  }
  await expect.poll(() => page.locator('[data-countdown]').textContent(), PATIENT).toMatch(/^71:5[67]:/)
  expect(await announced(page)).toBe('')
})

inBrowser('the time that loading took is not given away: the page asks the clock when it starts', async () => {
  const made = await stage().context()
  await made.route(`**/attempts/${stage().attemptId}`, async (route) => {
    const response = await route.fetch()
    stage().clock.forward(30 * SECOND)
    await route.fulfill({ response })
  })
  const { page } = await stage().window(made)
  await expect.poll(() => page.locator('[data-countdown]').textContent(), PATIENT).toMatch(/^71:59:(30|2\d)$/)
})

inBrowser('what was sent in leaving, and taken, is not said to be missing: not where one hands in, and not afterwards', async () => {
  const { page, answer } = await stage().window(await stage().context())
  await answer.fill('Vlak voor het weggaan.')
  await page.goto(`${stage().base}/attempts/${stage().attemptId}/hand-in`)
  await untilSaved('Vlak voor het weggaan.')
  await page.reload()
  await expect.poll(() => waitingOn(page), PATIENT).toEqual([])
  expect(await page.getByText('Niet alles is opgeslagen').first().isVisible()).toBe(false)
  await page.goto(`${stage().base}/attempts/${stage().attemptId}`)
  await answer.fill('Vlak voor het einde.')
  await page.goto(`${stage().base}/candidate`)
  await untilSaved('Vlak voor het einde.')
  stage().clock.forward(73 * HOUR)
  await page.goto(`${stage().base}/attempts/${stage().attemptId}`)
  await expect.poll(() => waitingOn(page), PATIENT).toEqual([])
  expect(await page.getByText('Er stond nog tekst op dit apparaat').first().isVisible()).toBe(false)
  expect((await history()).map(([outcome]) => outcome)).not.toContain('late')
})

inBrowser('what waited on this device is sent from the receipt as well', async () => {
  const made = await stage().context()
  const { page, answer, status } = await stage().window(made)
  await made.route('**/answers/*', (route) => route.abort())
  await answer.fill('In de tunnel getypt.')
  await expect.poll(() => status.textContent(), PATIENT).toContain('Nog niet opgeslagen')
  stage().clock.forward(73 * HOUR)
  await made.unroute('**/answers/*')
  await page.goto(`${stage().base}/attempts/${stage().attemptId}/receipt`)
  await page.getByText('Er stond nog tekst op dit apparaat').first().waitFor()
  await expect.poll(history, PATIENT).toEqual([['late', 'In de tunnel getypt.']])
})
