/** Goes along the sights, several people at a time, each in a window of their own. */
import type { Browser, Page } from 'playwright-core'
import { arrive } from './sight.ts'
import type { Sight } from './sight.ts'

export interface Seen {
  readonly page: Page
  readonly sight: Sight
  /** What the browser complained about since this sight was gone to. */
  readonly complaints: readonly string[]
}

export const LAPTOP = { width: 1280, height: 800 }
export const PHONE = { width: 390, height: 844 }

interface Walk {
  readonly browser: Browser
  readonly base: string
  /** How many windows at a time. */
  readonly abreast: number
  readonly visit: (seen: Seen) => Promise<void>
}

/** @returns what went wrong, after all has been seen that can be: a line for each sight that was not */
export async function walkAlong(sights: readonly Sight[], walk: Walk): Promise<string[]> {
  const whose = ({ door, english = false }: Sight) => `${door} ${english}`
  const everybody = [...new Set(sights.map(whose))].map((one) => sights.filter((sight) => whose(sight) === one))
  const whoseTurn = everybody.toSorted((one, other) => other.length - one.length)
  const wrong: string[] = []
  const lane = async () => {
    for (let own = whoseTurn.shift(); own !== undefined; own = whoseTurn.shift()) wrong.push(...(await seeAll(own, walk)))
  }
  await Promise.all(Array.from({ length: walk.abreast }, lane))
  return wrong
}

/** Everything that one person sees. */
async function seeAll(sights: readonly Sight[], { browser, base, visit }: Walk): Promise<string[]> {
  const [first] = sights
  if (first === undefined) return []
  const context = await browser.newContext({ locale: 'nl-NL', timezoneId: 'Europe/Amsterdam', viewport: LAPTOP, reducedMotion: 'reduce' })
  const wrong: string[] = []
  try {
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (line) => {
      // The status of the page itself is not a complaint: 404 is what the page says.
      if (line.type() === 'error' && line.location().url !== page.url()) complaints.push(line.text())
    })
    try {
      await arrive(page, base, first)
    } catch (error) {
      return [`${first.door} does not come in: ${reasonOf(error)}`]
    }
    for (const sight of sights) {
      complaints.length = 0
      try {
        await page.setViewportSize(LAPTOP)
        await page.emulateMedia({ colorScheme: 'light', media: 'screen' })
        await sight.go(page, base)
        mustBeAt(page, sight)
        await page.evaluate(() => document.fonts.ready)
        await visit({ page, sight, complaints })
      } catch (error) {
        wrong.push(`${sight.name} (${page.url()}): ${reasonOf(error)}`)
      }
    }
  } finally {
    await context.close()
  }
  return wrong
}

/** Without the long account of what was tried. */
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\nCall log')[0] ?? ''

/** That the page is the one it is said to be. @throws when it is not */
function mustBeAt(page: Page, { route }: Sight): void {
  const { pathname } = new URL(page.url())
  if (route !== null && !new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`).test(pathname)) throw new Error(`is not at ${route}`)
}
