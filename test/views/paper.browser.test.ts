/** What only a browser shows: a test on paper, calm for whoever asked for it, and an explanation that opens. */
import type { Browser } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { Term } from '../../views/ui/term.tsx'
import { startBrowser } from '../support/browser.ts'
import { setStage } from '../support/sitting-stage.ts'
import type { Stage } from '../support/sitting-stage.ts'

const started = await startBrowser()
if (typeof started === 'string') console.warn(`browser tests skipped: ${started}`)
afterAll(async () => {
  if (typeof started !== 'string') await started.close()
})

const inBrowser = (name: string, body: (browser: Browser) => Promise<void>) =>
  test.runIf(typeof started !== 'string')(name, () => (typeof started === 'string' ? undefined : body(started)))

async function onStage(browser: Browser, body: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await setStage(browser)
  await body(stage).finally(() => stage.stop())
}

inBrowser('a test that is printed after looking at its case on a telephone has the case and the questions on paper', (browser) =>
  onStage(browser, async (stage) => {
    const page = await (await stage.context({ viewport: { width: 390, height: 844 } })).newPage()
    await page.goto(`${stage.base}/attempts/${stage.attemptId}#case`)
    const question = page.locator('.question').first()
    expect(await question.isVisible(), 'on the screen the case is a tab of its own').toBe(false)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.sitting-case').isVisible()).toBe(true)
    expect(await question.isVisible()).toBe(true)
    expect(await page.locator('.question .button').first().isVisible()).toBe(false)
    await page.goto(`${stage.base}/attempts/${stage.attemptId}`)
    expect(await page.locator('.sitting-case').isVisible(), 'also without having looked at it').toBe(true)
  }),
)

inBrowser('whoever asked for less motion gets none', (browser) =>
  onStage(browser, async (stage) => {
    const page = await (await stage.context()).newPage()
    await page.goto(`${stage.base}/attempts/${stage.attemptId}`)
    const moving = () =>
      page.evaluate(() => [...document.querySelectorAll('*')].filter((one) => getComputedStyle(one).transitionDuration.split(', ').some((time) => time !== '0s')).length)
    expect(await moving()).toBeGreaterThan(0)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    expect(await moving()).toBe(0)
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior)).toBe('auto')
  }),
)

inBrowser('a word of the trade is explained with the keyboard, and Escape brings one back to it', async (browser) => {
  const page = await browser.newPage()
  await page.setContent(String(Term({ id: 'what', word: 'Cesuur', children: 'Zoveel punten heb je nodig.' })))
  const explanation = page.locator('#what')
  expect(await explanation.isVisible()).toBe(false)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await explanation.isVisible()).toBe(true)
  const { nodes } = await (await page.context().newCDPSession(page)).send('Accessibility.getFullAXTree')
  const button = nodes.find(({ role }) => role?.value === 'button')
  expect(button?.properties?.find(({ name }) => name === 'expanded')?.value.value, 'a screen reader hears that it is open').toBe(true)
  await page.keyboard.press('Escape')
  expect(await explanation.isVisible()).toBe(false)
  expect(await page.getByRole('button', { name: 'Cesuur' }).evaluate((one) => one === document.activeElement)).toBe(true)
  await page.close()
})
