/** Writing without a mouse: nothing that the page does by itself takes the focus away. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { reach } from '../support/keyboard-visitor.ts'
import { setStage } from '../support/sitting-stage.ts'
import type { Stage } from '../support/sitting-stage.ts'

const started = await startBrowser()
if (typeof started === 'string') console.warn(`browser tests skipped: ${started}`)

const PATIENT = { timeout: 15_000, interval: 100 }

const inBrowser = test.runIf(typeof started !== 'string')

let stage: Stage
beforeEach(async () => {
  if (typeof started !== 'string') stage = await setStage(started)
})
afterEach(async () => {
  if (typeof started !== 'string') await stage.stop()
})
afterAll(async () => {
  if (typeof started !== 'string') await started.close()
})

const windowOf = async () => stage.window(await stage.context({ reducedMotion: 'reduce' }))

/** What has the focus, and where in its text one is. */
const whereIsFocus = (page: Page) =>
  page.evaluate(() => {
    const active = document.activeElement
    return { id: active?.id, name: active?.getAttribute('name'), caret: active instanceof HTMLTextAreaElement ? active.selectionStart : null }
  })

inBrowser('a save leaves the focus and the caret where they are', async () => {
  const { page, answer, status } = await windowOf()
  await reach(page, answer)
  await page.keyboard.type('Ik vraag door.')
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowLeft')
  await expect.poll(() => status.textContent(), PATIENT).toContain('Opgeslagen om')
  expect(await whereIsFocus(page)).toMatchObject({ id: `answer-${stage.questionId}`, caret: 9 })
})

inBrowser('a question is marked with Space, and the focus stays on the box', async () => {
  const { page } = await windowOf()
  const mark = page.locator(`[name="mark-${stage.questionId}"]`)
  await reach(page, mark)
  const answered = page.waitForResponse((response) => response.url().includes('/bookmarks/'))
  await page.keyboard.press('Space')
  expect((await answered).status()).toBeLessThan(400)
  expect(await mark.isChecked()).toBe(true)
  expect(await whereIsFocus(page)).toMatchObject({ name: `mark-${stage.questionId}` })
})

inBrowser.each(['Gebruik mijn tekst', 'Gebruik de tekst uit het andere venster'])('of two texts one is chosen by keyboard (%s), and the focus goes to the answer', async (choice) => {
  const [old, newer] = [await windowOf(), await windowOf()]
  await reach(newer.page, newer.answer)
  await newer.page.keyboard.type('Uit het nieuwe venster.')
  await expect.poll(async () => (await stage.standing())?.text, PATIENT).toBe('Uit het nieuwe venster.')
  await reach(old.page, old.answer)
  await old.page.keyboard.type('Uit het oude venster.')
  const button = old.page.locator('button').filter({ hasText: choice }).first()
  await button.waitFor()
  await reach(old.page, button)
  await old.page.keyboard.press('Enter')
  await button.waitFor({ state: 'detached' })
  expect(await whereIsFocus(old.page)).toMatchObject({ id: `answer-${stage.questionId}` })
})
