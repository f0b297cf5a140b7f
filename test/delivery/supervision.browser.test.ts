/** What the office does shows on pages that stand open, without a reload. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { HOUR } from '../../src/clock.ts'
import { listProblems } from '../../src/delivery/problem-queries.ts'
import { getAttempt } from '../../src/delivery/queries.ts'
import { signed } from '../../src/http/session.ts'
import { sessionCookie } from '../../src/identity/auth.ts'
import { openSession } from '../support/app.ts'
import { startBrowser } from '../support/browser.ts'
import { aStaffMember } from '../support/grading.ts'
import { setStage } from '../support/sitting-stage.ts'
import type { Stage } from '../support/sitting-stage.ts'

const started = await startBrowser()
if (typeof started === 'string') console.warn(`browser tests skipped: ${started}`)

const PATIENT = { timeout: 15_000, interval: 100 }

const inBrowser = test.runIf(typeof started !== 'string')

let stage: Stage
let office: (path: string, form: Record<string, string>) => Promise<Response>
let staff: { id: string }
beforeEach(async () => {
  if (typeof started === 'string') return
  stage = await setStage(started)
  staff = await aStaffMember(stage.db, 'Marieke Bureau')
  office = (path, form) => stage.as(staff)(path, { form })
})
afterEach(async () => {
  if (typeof started !== 'string') await stage.stop()
})
afterAll(async () => {
  if (typeof started !== 'string') await started.close()
})

/** The attempt on the stage, for staff. */
const onStage = async () => (await getAttempt(stage.db.read, stage.attemptId)).attempt

/** What the page asks every minute, asked now: as when somebody looks at the window again. */
const askTheClock = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))

inBrowser('extra time moves the countdown and the deadline in words on an open page, and an answer of the office comes by itself', async () => {
  const { page, answer, status } = await stage.window(await stage.context())
  await answer.fill('Ik vraag door.')
  await expect.poll(() => status.textContent(), PATIENT).toContain('Opgeslagen')
  await office(`/staff/attempts/${stage.attemptId}/extra-time`, { minutes: '90', reason: 'Scherm kapot' })
  await askTheClock(page)
  await expect.poll(() => page.locator('[data-due]').textContent(), PATIENT).toContain('zondag 8 november 2026, 11:30 uur')
  await expect.poll(async () => Number((await page.locator('[data-countdown]').textContent())?.split(':')[0]), PATIENT).toBe(73)

  await page.getByRole('button', { name: 'Meld een probleem' }).click()
  await page.getByLabel('Wat is er aan de hand?').fill('De casus laadt niet')
  await page.getByRole('button', { name: 'Verstuur de melding' }).click()
  await page.getByText('Je melding is verstuurd').waitFor()
  await page.getByRole('link', { name: 'Terug naar de toets' }).first().click()
  expect(await answer.inputValue()).toBe('Ik vraag door.')
  const [problem] = await listProblems(stage.db.read, stage.attemptId)
  await answer.fill('Ik vraag door en luister.')
  await office(`/staff/problems/${problem?.id}/answer`, { text: 'Laad de bladzijde opnieuw.' })
  await askTheClock(page)
  await page.getByText('Laad de bladzijde opnieuw.').waitFor()
  expect(await answer.inputValue()).toBe('Ik vraag door en luister.')
})

inBrowser('what is typed while staff move the start waits on the device, and is the answer once the clock starts', async () => {
  const { page, answer } = await stage.window(await stage.context())
  await answer.fill('eerste zin')
  await expect.poll(async () => (await stage.standing())?.text, PATIENT).toBe('eerste zin')
  const { enrolmentId } = await onStage()
  await office(`/staff/enrolments/${enrolmentId}/start`, { startsOn: '2026-11-05', startsTime: '12:00', reason: 'Ziek' })
  await answer.fill('eerste zin en nog een')
  await page.getByText('telt nog niet mee').waitFor()
  expect((await stage.standing())?.text).toBe('eerste zin')
  await page.goto(`${stage.base}/attempts/${stage.attemptId}`)
  await page.getByText('Je toetsen zijn nog niet begonnen').waitFor()
  stage.clock.forward(3 * HOUR)
  await page.goto(`${stage.base}/attempts/${stage.attemptId}`)
  await expect.poll(async () => (await stage.standing())?.text, PATIENT).toBe('eerste zin en nog een')
})

inBrowser('the board refreshes itself, and asks for nothing it shows already', async () => {
  const context = await stage.context()
  const value = encodeURIComponent(signed(await openSession(stage.db, staff.id), stage.config.authSecret))
  await context.addCookies([{ name: sessionCookie(stage.base), value, url: stage.base }])
  const page = await context.newPage()
  const { roundId } = await onStage()
  await page.goto(`${stage.base}/staff/rounds/${roundId}/board`)
  const refresh = async () => {
    const answered = page.waitForResponse((response) => response.url().includes('/board?'))
    await page.evaluate(() => document.querySelector('#board')?.dispatchEvent(new Event('every')))
    return (await answered).status()
  }
  const row = page.getByRole('row', { name: /Roos van Dam Nog nooit|Roos van Dam/ }).first()
  await row.getByRole('link', { name: 'Casustoets' }).focus()
  expect(await refresh()).toBe(304)
  await stage.window(await stage.context())
  expect(await refresh()).toBe(200)
  await page.getByText('Loopt', { exact: true }).waitFor()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Casustoets')
  expect(await refresh()).toBe(304)
})

inBrowser('a report reaches the office on whichever page stands open, and the notice goes on by itself', { timeout: 60_000 }, async () => {
  const report = (text: string) => stage.as({ id: stage.personId })(`/attempts/${stage.attemptId}/problems`, { form: { text } })
  await report('De casus laadt niet')
  const context = await stage.context()
  const token = await openSession(stage.db, staff.id)
  await context.addCookies([{ name: sessionCookie(stage.base), value: encodeURIComponent(signed(token, stage.config.authSecret)), url: stage.base }])
  const page = await context.newPage()
  await page.goto(`${stage.base}/staff/rounds`)
  await page.getByText('Eén melding van een kandidaat wacht op antwoord').waitFor()
  await report('En nu ook de vragen niet')
  await page.getByText('2 meldingen van kandidaten wachten op antwoord').waitFor({ timeout: 25_000 })
})
