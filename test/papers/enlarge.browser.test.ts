/** A picture that goes with a case, enlarged over the page it stands in. In a real Chromium. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { readyForAxe, violationsOf } from '../support/axe.ts'
import { PATIENT, stages } from '../support/sitting-stage.ts'

const { inBrowser, stage } = await stages()

/** What stands around the first picture of the case. */
function pictureOn(page: Page) {
  const figure = page.locator('figure.attachment').first()
  return { link: figure.locator('a'), hint: figure.locator('.hint'), dialog: figure.locator('dialog'), large: figure.locator('dialog img') }
}

const widthOf = async (page: Page, of: ReturnType<typeof page.locator>) => (await of.boundingBox())?.width ?? 0

inBrowser('a picture opens over the page, larger and without a violation, and closing leads back to where one was', async () => {
  const { page } = await stage().window(await stage().context())
  const { link, hint, dialog, large } = pictureOn(page)
  await expect.poll(() => hint.textContent(), PATIENT).toBe('(klik op de afbeelding om die groter te zien)')
  const small = await widthOf(page, link.locator('img'))
  const isBack = () => link.evaluate((element) => element === document.activeElement)
  for (const close of [() => page.keyboard.press('Escape'), () => dialog.getByRole('button').click(), () => page.mouse.click(5, 5)]) {
    await link.focus()
    await page.keyboard.press('Enter')
    expect(await dialog.isVisible()).toBe(true)
    await expect.poll(() => widthOf(page, large), PATIENT).toBeGreaterThan(small)
    await readyForAxe(page)
    expect(await violationsOf(page, {})).toEqual([])
    await close()
    await expect.poll(() => dialog.isVisible(), PATIENT).toBe(false)
    expect(await isBack()).toBe(true)
  }
})

inBrowser('on a phone all of an enlarged picture is within reach of the arrow keys', async () => {
  const { page } = await stage().window(await stage().context({ viewport: { width: 390, height: 844 } }))
  const { link, dialog, large } = pictureOn(page)
  await page.locator('a[href$="#case"]').first().click()
  await link.click()
  await expect.poll(() => widthOf(page, large), PATIENT).toBeGreaterThan(390)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => dialog.locator('[role="group"]').evaluate((part) => part.scrollLeft), PATIENT).toBeGreaterThan(0)
})

inBrowser('without the module the picture opens in a window of its own', async () => {
  const context = await stage().context({ javaScriptEnabled: false })
  const { page } = await stage().window(context)
  const { link, hint, dialog } = pictureOn(page)
  expect(await hint.textContent()).toBe('(opent groot in een nieuw venster)')
  expect(await dialog.isVisible()).toBe(false)
  const [opened] = await Promise.all([context.waitForEvent('page'), link.click()])
  expect(new URL(opened.url()).pathname).toBe(await link.getAttribute('href'))
})
