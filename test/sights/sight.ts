/** A page in a state worth looking at, and how to get there in the demonstration. */
import type { Page } from 'playwright-core'
import { follow, signInAs } from '../journeys/ways.ts'
import type { Go } from '../journeys/ways.ts'

export interface Sight {
  /** Of the picture, without its ending. */
  readonly name: string
  /** The address as the application writes it; `null` for a page that has none, as 404 has. */
  readonly route: string | null
  /** Who looks, by the name of their button at /demo; `null` for nobody signed in. */
  readonly door: string | null
  readonly go: Go
  /** In the other language. Nobody looks in both: the language is remembered. */
  readonly english?: boolean
  /** Also wide, printed and at 200 %. */
  readonly closer?: boolean
}

/** Follows links from an address, each by how its text begins. */
export const from = (path: string, ...texts: readonly string[]): Go => async (page, base) => {
  await page.goto(base + path)
  for (const text of texts) await follow(page, text)
}

/** First one way, then the other. */
export const inTurn = (...ways: readonly Go[]): Go => async (page, base) => {
  for (const way of ways) await way(page, base)
}

/** Sends the form whose button begins so as it stands, whatever the browser thinks of it. */
export const send = (button: string): Go => async (page) => {
  await page.evaluate(() => {
    for (const form of document.forms) form.noValidate = true
  })
  await follow(page, button)
}

/** Types into the fields with these names. */
export const typed = (fields: Readonly<Record<string, string>>): Go => async (page) => {
  for (const [name, value] of Object.entries(fields)) await page.locator(`main [name="${name}"]`).first().fill(value)
}

/** To the address of the first link or form in the main part that ends so. */
export const to = (ending: string): Go => async (page, base) => {
  const link = page.locator(`main a[href$="${ending}"], main form[action$="${ending}"]`).first()
  const path = (await link.getAttribute('href', { timeout: 2_000 }).catch(() => null)) ?? (await link.getAttribute('action'))
  await page.goto(base + path)
}

export async function arrive(page: Page, base: string, { door, english = false }: Sight): Promise<void> {
  if (door === null) await page.goto(base)
  else await signInAs(page, base, door)
  if (english) await page.locator('header button[lang="en"]').click()
  await page.waitForLoadState('load')
}
