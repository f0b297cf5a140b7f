/** A real Chromium, and people who walk in it. */
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { findChromium } from './chromium.ts'
import { folded } from './visitor.ts'
import type { Visitor } from './visitor.ts'

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/**
 * A running browser, or the reason why there is none.
 *
 * @throws with the reason where `CI` is set: what cannot run there must not pass
 */
export async function startBrowser(): Promise<Browser | string> {
  try {
    const { executablePath, env } = await findChromium()
    return await chromium.launch({ executablePath, args: ARGS, env: { ...process.env, ...env } })
  } catch (error) {
    if (process.env['CI']) throw new Error('no Chromium starts here, and CI is set', { cause: error })
    return error instanceof Error ? (error.message.split('\n')[0] ?? 'unknown') : 'unknown'
  }
}

/** Somebody in a browser window of their own. */
export async function browserVisitor(browser: Browser, base: string): Promise<Visitor & { page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ locale: 'nl-NL', timezoneId: 'Europe/Amsterdam', viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const { control, pressable } = finderOn(page)
  return {
    page,
    context,
    open: async (path) => void (await page.goto(base + path)),
    fill: async (text, value, inside) => (await control(text, inside)).fill(value),
    tick: async (text, inside) => (await control(text, inside)).check(),
    select: async (text, option) => {
      const list = await control(text)
      const labels = await list.locator('option').allTextContents()
      await list.selectOption({ label: labels.find((one) => folded(one).includes(option)) ?? option })
    },
    press: async (text, inside) => {
      await (await pressable(text, inside)).click()
      await page.waitForLoadState('load')
    },
    read: async () => folded(await page.locator('body').innerText()),
    where: () => page.url().slice(base.length),
    close: () => context.close(),
  }
}

/** Finds things by what is read, as a `Visitor` names them. */
export function finderOn(page: Page) {
  const starting = (text: string) => new RegExp(`^\\s*${escaped(text)}`)
  const part = (inside?: string): Locator =>
    inside === undefined
      ? page.locator('body')
      : page.locator('section, article, fieldset').filter({ has: page.locator('h1, h2, h3, h4, legend').filter({ hasText: starting(inside) }) }).last()
  const within = (where: Locator, text: string) => where.locator('a, button:not([type="button"])').filter({ hasText: starting(text) })
  return {
    /** The field with this label. */
    async control(text: string, inside?: string): Promise<Locator> {
      const label = part(inside).locator('label').filter({ hasText: starting(text) }).first()
      const id = await label.getAttribute('for')
      return id === null ? label.locator('input') : page.locator(`[id="${id}"]`)
    },
    /** The button or link with this text, in the main part before elsewhere. */
    async pressable(text: string, inside?: string): Promise<Locator> {
      const inMain = within(inside === undefined ? page.locator('main') : part(inside), text)
      return ((await inMain.count()) > 0 ? inMain : within(page.locator('body'), text)).first()
    },
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s+')
