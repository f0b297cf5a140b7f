/** Ways through the demonstration, by what people read. */
import type { Page } from 'playwright-core'

/** From where one is to what is to be seen. */
export type Go = (page: Page, base: string) => Promise<void>

/** Signs in as the person with this button at /demo. */
export async function signInAs(page: Page, base: string, door: string): Promise<void> {
  await page.goto(`${base}/demo`)
  await page.locator(`form:has(input[name="door"][value="${door}"]) button`).first().click()
  await page.waitForLoadState('load')
}

/** Follows the first link or presses the first button in the page's main part that begins so. */
export async function follow(page: Page, text: string): Promise<void> {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  await page.locator('main').locator('a, button').filter({ hasText: new RegExp(`^\\s*${escaped}`) }).first().click()
  await page.waitForLoadState('load')
}

export const at = (path: string): Go => async (page, base) => void (await page.goto(base + path))
export const stay: Go = async () => undefined
export const through = (...texts: readonly string[]): Go => async (page) => {
  for (const text of texts) await follow(page, text)
}

/** The page of a round, by something in its line: its name, or how it stands. */
export const round = (line: string, ...texts: readonly string[]): Go => async (page, base) => {
  await page.goto(`${base}/staff/rounds`)
  await page.locator('main tbody tr').filter({ hasText: line }).first().locator('a').first().click()
  await page.waitForLoadState('load')
  for (const text of texts) await page.locator('.subnav a').filter({ hasText: text }).first().click()
  await page.waitForLoadState('load')
}

export const person = (name: string): Go => async (page, base) => {
  await page.goto(`${base}/staff/people?text=${encodeURIComponent(name)}`)
  await follow(page, name)
}

export async function confirmStart(page: Page): Promise<void> {
  await follow(page, 'Startmoment kiezen')
  for (const list of await page.locator('main select').all()) {
    const values = await list.locator('option').evaluateAll((options) => options.map((option) => option.getAttribute('value') ?? ''))
    await list.selectOption(values.at(Math.floor(values.length / 2)) ?? '')
  }
  await follow(page, 'Verder')
}

export async function declaration(page: Page): Promise<void> {
  await page.goto(`${page.url().replace(/\/candidate.*/, '')}/enrolments`)
  const own = await page.locator('main a[href^="/enrolments/"]').first().getAttribute('href')
  await page.goto(`${new URL(page.url()).origin}${own}/declaration`)
}

/** Somebody reports a problem first, and the office sees it. */
export async function reported(page: Page, base: string): Promise<void> {
  const candidate = await page.context().browser()?.newPage()
  if (candidate === undefined) throw new Error('a browser was expected')
  await signInAs(candidate, base, 'hurry')
  await follow(candidate, 'Ga verder met de casustoets')
  await candidate.locator('a, button').filter({ hasText: 'Meld een probleem' }).first().click()
  await candidate.locator('main textarea').fill('Bij vraag 14 opent de bijlage niet op mijn telefoon. Op mijn laptop lukt het wel.')
  await follow(candidate, 'Verstuur de melding')
  await candidate.close()
  await page.goto(`${base}/staff/problems`)
}

