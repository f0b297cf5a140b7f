/** Looks at pages on a laptop and on a phone, light and dark. Each is loaded once; the window and the theme change around it. */
import type { Browser } from 'playwright-core'
import { readyForAxe, violationsOf } from '../support/axe.ts'
import { flawsOf, overflowOf, smallTargetsOf } from './inspect.ts'
import type { Sight } from './sight.ts'
import { PHONE, walkAlong } from './walk.ts'
import type { Seen } from './walk.ts'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Everything that a page must be. */
export const WHOLE = { runOnly: TAGS, rules: { 'target-size': { enabled: true } } }

/** What a theme can break. */
const COLOURS = { runOnly: { type: 'rule' as const, values: ['color-contrast', 'link-in-text-block'] } }

/** The narrowest window that must do (WCAG 1.4.10). */
export const NARROW = { width: 320, height: 640 }

/** What is wrong with pages: a line each. */
export interface Findings {
  /** Pages that could not be gone to. */
  readonly unseen: string[]
  readonly axe: string[]
  readonly build: string[]
  readonly small: string[]
  readonly wide: string[]
  readonly complaints: string[]
  readonly language: string[]
  /** Which addresses somebody saw under one title: who and title, and the addresses. */
  readonly titles: Map<string, Set<string>>
  /** The names of what was seen. */
  readonly seen: string[]
}

export async function lookAt(sights: readonly Sight[], where: { readonly browser: Browser; readonly base: string }): Promise<Findings> {
  const findings: Findings = { unseen: [], axe: [], build: [], small: [], wide: [], complaints: [], language: [], titles: new Map(), seen: [] }
  findings.unseen.push(...(await walkAlong(sights, { ...where, abreast: 3, visit: (seen) => visit(seen, findings) })))
  return findings
}

async function visit({ page, sight: { name, route, door, english = false }, complaints }: Seen, found: Findings): Promise<void> {
  found.seen.push(name)
  const told = (look: string, lines: readonly string[]) => lines.map((line) => `${name}, ${look}: ${line}`)
  const language = await page.locator('html').getAttribute('lang')
  if (language !== (english ? 'en' : 'nl')) found.language.push(...told('language', [String(language)]))
  const title = `${door}: ${await page.title()}`
  if (route !== null) found.titles.set(title, (found.titles.get(title) ?? new Set<string>()).add(route))

  await readyForAxe(page)
  found.axe.push(...told('laptop, light', await violationsOf(page, WHOLE)))
  await page.emulateMedia({ colorScheme: 'dark' })
  found.axe.push(...told('laptop, dark', await violationsOf(page, COLOURS)))
  found.build.push(...told('laptop', await flawsOf(page)))
  found.small.push(...told('laptop', await smallTargetsOf(page)))

  await page.setViewportSize(PHONE)
  found.axe.push(...told('phone, dark', await violationsOf(page, WHOLE)))
  await page.emulateMedia({ colorScheme: 'light' })
  found.axe.push(...told('phone, light', await violationsOf(page, COLOURS)))
  found.build.push(...told('phone', await flawsOf(page)))
  found.small.push(...told('phone', await smallTargetsOf(page)))

  for (const window of [PHONE, NARROW]) {
    await page.setViewportSize(window)
    const overflow = await overflowOf(page)
    if (overflow > 0) found.wide.push(...told(`${window.width} points`, [`${overflow} too wide`]))
  }
  found.complaints.push(...told('console', complaints))
}
