/** What axe finds wrong with a page, in a real Chromium. */
import axe from 'axe-core'
import type { RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

declare global {
  interface Window {
    /** Where `readyForAxe` puts it. */
    readonly axe: typeof axe
  }
}

/**
 * Puts axe into the page and its frames, once for everything that is asked of it there: it is more than a megabyte. It
 * goes over the protocol, so no policy is in its way.
 */
export async function readyForAxe(page: Page): Promise<void> {
  for (const frame of page.frames()) await frame.evaluate(axe.source)
}

/**
 * A line for each element that breaks a rule. They are written out in the page: all that axe has to say, of what is right
 * too, takes longer to bring over than to find.
 */
export const violationsOf = (page: Page, options: RunOptions): Promise<string[]> =>
  page.evaluate(async (asked) => {
    const { violations } = await window.axe.run(document, { ...asked, resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id} at ${target.join(' ')} ${html.slice(0, 200)}`))
  }, options)
