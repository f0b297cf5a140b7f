/** An assessor leaves an answer half way. */
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { assignAssessors, setPassMark } from '../../src/grading/actions.ts'
import { signed } from '../../src/http/session.ts'
import { sessionCookie } from '../../src/identity/auth.ts'
import { openSession, startApp } from '../support/app.ts'
import { startBrowser } from '../support/browser.ts'
import { AFTER, anAssessor, aRoundToAssess, aStaffMember } from '../support/grading.ts'
import { freePort } from '../support/server.ts'

const started = await startBrowser()
if (typeof started === 'string') console.warn(`browser tests skipped: ${started}`)
const inBrowser = test.runIf(typeof started !== 'string')

let page: Page
/** How often the browser asked whether to leave; somebody who is asked stays. */
let asked: number
let stop: () => Promise<void>

beforeEach(async () => {
  if (typeof started === 'string') return
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const running = await startApp({ now: AFTER, config: readConfig({ NODE_ENV: 'test', BASE_URL: base, DEMO: 'false' }) })
  const { app, db, config } = running
  const [staff, me] = [await aStaffMember(db, 'Toetsbureau'), await anAssessor(db, 'Beoordelaar')]
  const { round, forms } = await aRoundToAssess(db, 2)
  for (const form of forms) await db.write((tx) => setPassMark(tx, { roundId: round.id, formId: form.id, points: 2000, reason: null }, staff.id, AFTER))
  await db.write((tx) => assignAssessors(tx, { roundId: round.id, assessorIds: [me.id] }, staff.id, AFTER))
  const server = await new Promise<Server>((ready) => {
    const opened = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => ready(opened as Server))
  })
  const context = await started.newContext({ locale: 'nl-NL' })
  await context.addCookies([{ name: sessionCookie(base), value: encodeURIComponent(signed(await openSession(db, me.id), config.authSecret)), url: base }])
  stop = async () => {
    await context.close()
    server.closeAllConnections()
    await new Promise<void>((done) => void server.close(() => done()))
    await running.stop()
  }
  page = await context.newPage()
  page.setDefaultTimeout(15_000)
  asked = 0
  page.on('dialog', (dialog) => {
    asked += 1
    void dialog.dismiss()
  })
  await page.goto(`${base}/assessor`)
  await page.locator('.next-step a').click()
  await page.getByText('Beoordelingsmodel').waitFor()
})
afterEach(async () => {
  if (typeof started !== 'string') await stop()
})
afterAll(async () => {
  if (typeof started !== 'string') await started.close()
})

const comment = () => page.getByLabel('Toelichting voor de kandidaat')
const leave = () => page.getByRole('link', { name: 'Volgende antwoord' }).click({ noWaitAfter: true })

inBrowser('an assessor who goes on with a comment that is not kept is asked first, and who stays still has it', async () => {
  const here = page.url()
  await comment().pressSequentially('Helder verhaal.')
  await leave()
  await expect.poll(() => asked).toBe(1)
  expect(page.url()).toBe(here)
  expect(await comment().inputValue()).toBe('Helder verhaal.')
  // Keeping it is no leaving, and what is kept can be left.
  await page.getByRole('button', { name: 'Opslaan als concept' }).click()
  await page.getByText('Concept opgeslagen op').waitFor()
  await leave()
  await expect.poll(() => page.url()).not.toBe(here)
  expect(asked).toBe(1)
})

inBrowser('what was refused comes back unkept: leaving it is asked about too', async () => {
  await comment().pressSequentially('Zonder niveaus.')
  await page.getByRole('button', { name: 'Afronden' }).click()
  await page.getByText('Er klopt iets niet').first().waitFor()
  expect(asked).toBe(0)
  await page.getByRole('heading', { level: 1 }).click()
  await leave()
  await expect.poll(() => asked).toBe(1)
  expect(await comment().inputValue()).toBe('Zonder niveaus.')
})
