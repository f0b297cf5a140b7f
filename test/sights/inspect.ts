/** What a page must be for everybody, besides what axe looks at. */
import type { Page } from 'playwright-core'

/** How the page is built: headings, landmarks, language, texts for pictures. */
export const flawsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const flaws: string[] = []
    const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter((one) => one.checkVisibility()).map(({ tagName }) => Number(tagName.slice(1)))
    if (levels.filter((level) => level === 1).length !== 1) flaws.push(`${levels.filter((level) => level === 1).length} headings of the first level`)
    for (const [index, level] of levels.entries()) {
      if (level > (levels[index - 1] ?? 1) + 1) flaws.push(`a heading of level ${level} after one of level ${levels[index - 1]}`)
    }
    for (const landmark of ['header', 'main', 'footer']) {
      const count = document.querySelectorAll(`body > ${landmark}`).length
      if (count !== 1) flaws.push(`${count} of ${landmark}`)
    }
    if (document.title.trim() === '') flaws.push('no title')
    for (const image of document.querySelectorAll('img:not([alt])')) flaws.push(`no alt: ${image.outerHTML.slice(0, 120)}`)
    return flaws
  })

/**
 * What is smaller than 24 by 24 points and can be pressed.
 *
 * @source WCAG 2.2, 2.5.8, with its exceptions for links in a sentence and for what a label makes larger
 */
export const smallTargetsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const small: string[] = []
    for (const target of document.querySelectorAll<HTMLElement>('a[href], button, input:not([type="hidden"]), select, textarea, summary')) {
      if (!target.checkVisibility({ visibilityProperty: true }) || target.tabIndex < 0) continue
      const parts = [target, ...(target instanceof HTMLInputElement ? (target.labels ?? []) : [])].map((one) => one.getBoundingClientRect())
      const width = Math.max(...parts.map((one) => one.width))
      const height = Math.max(...parts.map((one) => one.height))
      if (width >= 24 && height >= 24) continue
      const sentence = target.closest('p, li, td, dd, th, figcaption, label, legend')?.textContent.trim() ?? ''
      const inline = getComputedStyle(target).display === 'inline' && sentence.length > target.innerText.trim().length
      if (!inline) small.push(`${Math.round(width)} x ${Math.round(height)}: ${target.outerHTML.slice(0, 160)}`)
    }
    return small
  })

/** How many points the page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
