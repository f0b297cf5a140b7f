/**
 * Somebody without a mouse: Tab, Enter, Space, arrows and typing, nothing else. At every stop the focus must show and
 * the thing that has it must be in sight, and every Tab must lead on.
 */
import assert from 'node:assert/strict'
import type { Browser, Locator, Page } from 'playwright-core'
import { browserVisitor, finderOn } from './browser.ts'
import { folded } from './visitor.ts'
import type { Visitor } from './visitor.ts'

/** More than any page has. */
const MOST_STOPS = 400

/** How long a press may take to lead to another page. */
const LEADS_WITHIN = 4_000

export async function keyboardVisitor(browser: Browser, base: string): Promise<Visitor & { page: Page }> {
  const walking = await browserVisitor(browser, base)
  const { page } = walking
  // Where one lands must not depend on how far a page has scrolled by then.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const { control, pressable } = finderOn(page)
  return {
    ...walking,
    async fill(text, value, inside) {
      const field = await control(text, inside)
      await reach(page, field)
      if ((await field.getAttribute('type')) === 'date') return typeDate(page, field, value)
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.type(value)
    },
    async tick(text, inside) {
      const choice = await control(text, inside)
      await reach(page, choice)
      for (let tries = 0; !(await hasFocus(choice)); tries += 1) {
        assert.ok(tries < 20, `the arrows do not lead to "${text}"`)
        await page.keyboard.press('ArrowDown')
      }
      if (!(await choice.isChecked())) await page.keyboard.press('Space')
      assert.ok(await choice.isChecked(), `"${text}" is not chosen`)
    },
    async select(text, option) {
      const list = await control(text)
      await reach(page, list)
      const labels = (await list.locator('option').allTextContents()).map(folded)
      const wanted = labels.findIndex((label) => label.includes(option))
      const current = await list.evaluate((one) => (one instanceof HTMLSelectElement ? one.selectedIndex : 0))
      for (let steps = Math.abs(wanted - current); steps > 0; steps -= 1) await page.keyboard.press(wanted > current ? 'ArrowDown' : 'ArrowUp')
      assert.ok(folded((await list.locator('option:checked').textContent()) ?? '').includes(option), `"${option}" is not chosen`)
    },
    async press(text, inside) {
      const target = await pressable(text, inside)
      await reach(page, target)
      const led = page.waitForEvent('framenavigated', { timeout: LEADS_WITHIN }).catch(() => undefined)
      await page.keyboard.press('Enter')
      await led
      await page.waitForLoadState('load')
    },
  }
}

const hasFocus = (thing: Locator): Promise<boolean> => thing.evaluate((one) => one === document.activeElement)

/** Tabs to this, from wherever the focus is; to a choice of a group, as far as Tab goes. */
export async function reach(page: Page, target: Locator): Promise<void> {
  await target.waitFor({ state: 'attached' })
  if (await page.evaluate(() => document.activeElement === document.body)) await skipToMain(page)
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if (await target.evaluate(isReached)) return
    await tab(page)
  }
  throw new Error(`${await target.evaluate((one) => one.outerHTML.slice(0, 200))} is out of reach of the keyboard`)
}

function isReached(target: Element): boolean {
  const active = document.activeElement
  if (!(active instanceof HTMLInputElement && target instanceof HTMLInputElement) || active.type !== 'radio') return active === target
  return target.type === 'radio' && active.name === target.name
}

/** A page begins with a link past everything that is the same on every page. */
async function skipToMain(page: Page): Promise<void> {
  await tab(page)
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('href')), '#main', `the first stop of ${page.url()} is not the link to the main part`)
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main', 'the link to the main part does not lead there')
}

/** One stop further. @throws when it does not lead on, or one cannot see where one is */
export async function tab(page: Page): Promise<void> {
  await page.evaluate(() => document.activeElement?.setAttribute('data-was-here', ''))
  await page.keyboard.press('Tab')
  const trouble = await page.evaluate(troubleWithFocus)
  assert.equal(trouble, '', `${page.url()}: ${trouble}`)
}

/** What is wrong with where the focus is now; empty when nothing is. */
function troubleWithFocus(): string {
  const active = document.activeElement
  const last = document.querySelector('[data-was-here]')
  last?.removeAttribute('data-was-here')
  // The page was left, at its end: the next Tab comes in again.
  if (active === null || active === document.body) return ''
  const told = active.outerHTML.slice(0, 160)
  // A date and a time have stops of their own inside.
  if (active === last) return active instanceof HTMLInputElement && /^(date|time)$/.test(active.type) ? '' : `Tab does not lead on from ${told}`
  const around = [active, active.parentElement, active.parentElement?.parentElement].filter((one) => one instanceof Element)
  const outlined = around.some((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one)
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
  })
  if (!outlined) return `the focus does not show on ${told}`
  const { top, bottom, left, right } = active.getBoundingClientRect()
  const [from, until] = [Math.max(top, 0), Math.min(bottom, innerHeight)]
  if (until - from < 1) return `the focus is out of sight on ${told}`
  const seen = [0.1, 0.5, 0.9].some((share) => {
    const hit = document.elementFromPoint((Math.max(left, 0) + Math.min(right, innerWidth)) / 2, from + (until - from) * share)
    return hit !== null && (active.contains(hit) || hit.contains(active))
  })
  return seen ? '' : `something lies over ${told}`
}

/** Types a date into the parts of its field, in the order of this browser's language. */
async function typeDate(page: Page, field: Locator, value: string): Promise<void> {
  const [year = '', month = '', day = ''] = value.split('-')
  for (const typed of [`${day}${month}${year}`, `${month}${day}${year}`]) {
    await page.keyboard.type(typed)
    if ((await field.inputValue()) === value) return
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
  }
  throw new Error(`the date ${value} cannot be typed`)
}
