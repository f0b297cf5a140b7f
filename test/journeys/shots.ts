/** What the pictures of the guides and of the README show, and how to get there. */
import type { Locator, Page } from 'playwright-core'
import { at, confirmStart, declaration, follow, person, reported, round, stay, through } from './ways.ts'
import type { Go } from './ways.ts'

export interface Shot {
  /** Of the file, without `.png`. */
  readonly name: string
  /** Who looks, by the name of their button at /demo; `null` for nobody signed in. */
  readonly door: string | null
  /** Candidates often have a phone in their hand; typing and the office happen on a laptop. */
  readonly size: 'phone' | 'laptop' | 'wide'
  /** From the page after signing in to what is to be seen. */
  readonly go: Go
  /** Where the picture begins: the first that matches; else at the top of the page. */
  readonly of?: string
  /** Points, if not as high as the window. */
  readonly tall?: number
  /** Where the page was scrolled to, not from its top. */
  readonly asItStands?: boolean
  readonly dark?: boolean
  /** For the README, not for a guide. */
  readonly readme?: boolean
}

const candidate: readonly Shot[] = [
  { name: 'kandidaat-account', door: null, size: 'phone', go: at('/register'), tall: 760 },
  { name: 'kandidaat-start', door: 'mayEnrol', size: 'phone', go: stay, tall: 650 },
  { name: 'kandidaat-inschrijven', door: 'mayEnrol', size: 'phone', go: through('Naar inschrijven', 'Inschrijven'), of: 'main', tall: 860 },
  { name: 'kandidaat-betalen', door: 'unpaid', size: 'phone', go: through('Naar betalen'), of: 'main', tall: 640 },
  { name: 'kandidaat-startmoment', door: 'choosing', size: 'phone', go: through('Startmoment kiezen'), of: 'main', tall: 800 },
  { name: 'kandidaat-bevestigen', door: 'choosing', size: 'phone', go: confirmStart, of: 'main', tall: 640 },
  { name: 'kandidaat-regels', door: 'choosing', size: 'phone', go: declaration, of: 'main', tall: 680 },
  { name: 'kandidaat-oefentoets', door: 'choosing', size: 'phone', go: at('/practice'), of: 'main', tall: 640 },
  { name: 'kandidaat-toetsen', door: 'writing', size: 'phone', go: through('Naar je toetsen'), of: 'main' },
  { name: 'kandidaat-toets', door: 'writing', size: 'wide', go: openQuestion, asItStands: true },
  { name: 'kandidaat-opgeslagen', door: 'writing', size: 'laptop', go: typing, asItStands: true },
  { name: 'kandidaat-versies', door: 'writing', size: 'laptop', go: history, of: 'main', tall: 560 },
  { name: 'kandidaat-inleveren', door: 'hurry', size: 'laptop', go: handIn, of: 'main', tall: 560 },
  { name: 'kandidaat-ontvangstbewijs', door: 'handedIn', size: 'laptop', go: through('Ontvangstbewijs casustoets'), of: 'main' },
  { name: 'kandidaat-uitslag', door: 'mayRetake', size: 'phone', go: through('Uitslag van de casustoets'), of: 'main' },
  { name: 'kandidaat-herkansen', door: 'mayRetake', size: 'phone', go: through('Naar herkansen'), of: 'main', tall: 810 },
  { name: 'kandidaat-certificaten', door: 'passed', size: 'phone', go: stay, of: 'section:has(> .panel-head h2:text("certificaten"))', tall: 560 },
]

/** @param below points from the top of the window */
const scrollTo = (thing: Locator, below: number) =>
  thing.evaluate((one, room) => window.scrollBy({ top: one.getBoundingClientRect().top - room, behavior: 'instant' }), below)

/** The first question of the case test that has to be written and was. */
const written = (page: Page) => page.locator('.question:has(textarea:not(:empty))').first()

/** The case test of somebody who is half way, at a question that was answered. */
async function openQuestion(page: Page): Promise<void> {
  await follow(page, 'Ga verder met de casustoets')
  await scrollTo(written(page), 150)
}

async function typing(page: Page): Promise<void> {
  await follow(page, 'Ga verder met de casustoets')
  const question = written(page)
  const field = question.locator('textarea')
  await field.press('Control+End')
  await field.pressSequentially(' Daarna bel ik haar.')
  await page.locator('.sitting-bar').getByText('Bezig met opslaan').waitFor()
  await page.locator('.sitting-bar').getByText('Alles is opgeslagen').waitFor()
  await scrollTo(question.locator('text=/Opgeslagen om/'), 480)
}

/** After `typing`, so that there is an earlier one. */
async function history(page: Page): Promise<void> {
  await follow(page, 'Ga verder met de casustoets')
  await written(page).locator('a').filter({ hasText: 'Eerdere versies' }).click()
  await page.waitForLoadState('load')
}

async function handIn(page: Page): Promise<void> {
  await follow(page, 'Ga verder met de casustoets')
  await follow(page, 'Inleveren')
  await page.waitForURL(/hand-in$/)
}

/** An answer and its rubric, without the question above them. */
async function assessing(page: Page): Promise<void> {
  await follow(page, 'Ga verder met beoordelen')
  const details = page.locator('.assessing details[open]')
  if ((await details.count()) > 0) await details.first().locator('summary').click()
  await scrollTo(page.locator('.assessing'), 24)
}

const assessor: readonly Shot[] = [
  { name: 'beoordelaar-werk', door: 'assessorTwo', size: 'laptop', go: stay, tall: 580 },
  { name: 'beoordelaar-antwoord', door: 'assessorTwo', size: 'laptop', go: assessing, asItStands: true },
  { name: 'beoordelaar-stapel', door: 'assessorTwo', size: 'laptop', go: through('Vraag 3'), of: 'main', tall: 560 },
  { name: 'beoordelaar-kennen', door: 'assessorTwo', size: 'laptop', go: through('Ga verder met beoordelen', 'Ik ken deze persoon'), of: 'main', tall: 480 },
]

const office: readonly Shot[] = [
  { name: 'toetsbureau-overzicht', door: 'staffOne', size: 'laptop', go: stay },
  { name: 'toetsbureau-nieuwe-ronde', door: 'staffOne', size: 'laptop', go: at('/staff/rounds/new'), of: 'main' },
  { name: 'toetsbureau-ronde', door: 'staffOne', size: 'laptop', go: round('Startperiode loopt'), tall: 900 },
  { name: 'toetsbureau-kandidaten', door: 'staffOne', size: 'laptop', go: round('Startperiode loopt', 'Kandidaten'), of: 'main', tall: 470 },
  { name: 'toetsbureau-live', door: 'staffOne', size: 'laptop', go: round('Startperiode loopt', 'Live'), of: 'main', tall: 680 },
  { name: 'toetsbureau-meldingen', door: 'staffOne', size: 'laptop', go: reported, of: 'main', tall: 480 },
  { name: 'toetsbureau-storing', door: 'staffOne', size: 'laptop', go: at('/staff/incidents'), of: 'main' },
  { name: 'toetsbureau-persoon', door: 'staffOne', size: 'laptop', go: person('Ilse Maas'), of: 'main' },
  { name: 'toetsbureau-toets', door: 'staffOne', size: 'laptop', go: at('/staff/papers'), of: 'main', tall: 480 },
  { name: 'toetsbureau-beoordelen', door: 'staffOne', size: 'laptop', go: round('Beoordelen', 'Beoordelen'), of: 'main' },
  { name: 'toetsbureau-uitslag', door: 'staffOne', size: 'laptop', go: round('Beoordelen', 'Uitslag'), of: 'main' },
  { name: 'toetsbureau-betalingen', door: 'staffTwo', size: 'laptop', go: at('/staff/payments'), of: 'main', tall: 480 },
  { name: 'toetsbureau-accounts', door: 'administrator', size: 'laptop', go: at('/admin/accounts'), of: 'main', tall: 480 },
  { name: 'toetsbureau-logboek', door: 'staffOne', size: 'laptop', go: at('/staff/audit'), of: 'main', tall: 480 },
]

const readme: readonly Shot[] = [
  { name: 'sitting', door: 'writing', size: 'wide', go: openQuestion, asItStands: true, readme: true },
  { name: 'assessing', door: 'assessorTwo', size: 'wide', go: assessing, asItStands: true, readme: true },
  { name: 'round', door: 'staffOne', size: 'wide', go: round('Startperiode loopt'), dark: true, tall: 640, readme: true },
]

/** Those of the README first: later on a report of a candidate stands above the pages of the office. */
export const shots: readonly Shot[] = [...readme, ...candidate, ...assessor, ...office]
