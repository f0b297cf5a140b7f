/** What assessors, the office and administrators see. */
import { at, follow, person, reported, round } from '../journeys/ways.ts'
import { from, inTurn, send, to } from './sight.ts'
import type { Sight } from './sight.ts'

const one = { door: 'assessorOne' }
const two = { door: 'assessorTwo' }
const office = { door: 'staffOne' }
const admin = { door: 'administrator' }

const assessor: readonly Sight[] = [
  { name: 'beoordelen', route: '/assessor', ...two, go: at('/assessor'), closer: true },
  { name: 'beoordelen-engels', route: '/assessor', ...one, go: at('/assessor'), english: true },
  { name: 'stapel', route: '/assessor/rounds/:roundId/questions/:questionId', ...two, go: from('/assessor', 'Vraag 3') },
  { name: 'antwoord', route: '/assessor/tasks/:id', ...two, go: from('/assessor', 'Ga verder met beoordelen'), closer: true },
  { name: 'antwoord-fout', route: null, ...two, go: inTurn(from('/assessor', 'Ga verder met beoordelen'), async (page, base) => {
    for (const button of await page.locator('main input[type="radio"]').all()) await button.evaluate((radio) => radio.removeAttribute('checked'))
    await send('Afronden')(page, base)
  }) },
  { name: 'kennen', route: '/assessor/tasks/:id/conflict', ...two, go: from('/assessor', 'Ga verder met beoordelen', 'Ik ken deze persoon') },
]

const rounds: readonly Sight[] = [
  { name: 'toetsbureau', route: '/staff', ...office, go: at('/staff'), closer: true },
  { name: 'toetsbureau-engels', route: '/staff', door: 'staffTwo', go: at('/staff'), english: true },
  { name: 'rondes', route: '/staff/rounds', ...office, go: at('/staff/rounds') },
  { name: 'ronde-nieuw', route: '/staff/rounds/new', ...office, go: at('/staff/rounds/new') },
  { name: 'ronde-nieuw-fout', route: '/staff/rounds/new', ...office, go: inTurn(at('/staff/rounds/new'), send('Toetsronde maken')), closer: true },
  { name: 'ronde', route: '/staff/rounds/:id', ...office, go: round('Vierde'), closer: true },
  { name: 'ronde-engels', route: '/staff/rounds/:id', door: 'staffTwo', go: round('Vierde'), english: true },
  { name: 'ronde-concept', route: '/staff/rounds/:id', ...office, go: round('Eerste toetsronde 2027') },
  { name: 'ronde-vrijgegeven', route: '/staff/rounds/:id', ...office, go: round('Tweede toetsronde 2026') },
  { name: 'ronde-wijzigen', route: '/staff/rounds/:id/edit', ...office, go: inTurn(round('Eerste toetsronde 2027'), to('/edit')) },
  { name: 'ronde-niet-doorgaan', route: '/staff/rounds/:id/calling-off', ...office, go: inTurn(round('Zesde'), to('/calling-off')) },
  { name: 'ronde-kandidaten', route: '/staff/rounds/:id/candidates', ...office, go: round('Vierde', 'Kandidaten'), closer: true },
  { name: 'ronde-kandidaten-geen', route: '/staff/rounds/:id/candidates', ...office, go: round('Eerste toetsronde 2027', 'Kandidaten') },
  { name: 'ronde-live', route: '/staff/rounds/:id/board', ...office, go: round('Vierde', 'Live'), closer: true },
  { name: 'ronde-live-niemand', route: '/staff/rounds/:id/board', ...office, go: round('Eerste toetsronde 2027', 'Live') },
  { name: 'ronde-beoordelen', route: '/staff/rounds/:id/assessing', ...office, go: round('Derde', 'Beoordelen') },
  { name: 'ronde-uitslag', route: '/staff/rounds/:id/release', ...office, go: round('Derde', 'Uitslag'), closer: true },
  { name: 'ronde-uitslag-vrijgegeven', route: '/staff/rounds/:id/release', ...office, go: round('Tweede toetsronde 2026', 'Uitslag') },
  { name: 'apart-houden', route: '/staff/rounds/:id/holdouts/:attemptId', ...office, go: inTurn(round('Derde', 'Uitslag'), async (page) => follow(page, 'Apart houden')) },
]

/** The test of somebody, by which of their tests it is. */
const attempt = (name: string) => inTurn(person(name), async (page, base) => to((await page.locator('main a[href^="/staff/attempts/"]').first().getAttribute('href')) ?? '')(page, base))

const people: readonly Sight[] = [
  { name: 'personen', route: '/staff/people', ...office, go: at('/staff/people') },
  { name: 'personen-geen', route: '/staff/people', ...office, go: at('/staff/people?text=nergens') },
  { name: 'persoon-nieuw', route: '/staff/people/new', ...office, go: at('/staff/people/new') },
  { name: 'persoon-nieuw-fout', route: '/staff/people/new', ...office, go: inTurn(at('/staff/people/new'), send('Persoon toevoegen')) },
  { name: 'persoon', route: '/staff/people/:id', ...office, go: person('Ilse Maas'), closer: true },
  { name: 'persoon-geslaagd', route: '/staff/people/:id', ...office, go: person('Hanneke Bosch') },
  { name: 'persoon-gegevens', route: '/staff/people/:id/details', ...office, go: inTurn(person('Ilse Maas'), to('/details')) },
  { name: 'persoon-masterclass', route: '/staff/people/:id/masterclasses', ...office, go: inTurn(person('Tim de Ruiter'), to('/masterclasses')) },
  { name: 'persoon-extra-tijd', route: '/staff/people/:id/accommodation', ...office, go: inTurn(person('Ilse Maas'), to('/accommodation')) },
  { name: 'persoon-nieuwe-kans', route: '/staff/people/:id/new-chance', ...office, go: inTurn(person('Rick Vermeulen'), to('/new-chance')) },
  { name: 'verplaatsen', route: '/staff/enrolments/:id/move', ...office, go: inTurn(person('Bram Peeters'), to('/move')) },
  { name: 'annuleren', route: '/staff/enrolments/:id/cancellation', ...office, go: inTurn(person('Tirza Emanuels'), to('/cancellation')) },
  { name: 'start-verzetten', route: '/staff/enrolments/:id/start', ...office, go: inTurn(person('Daan Kuipers'), to('/start')) },
  { name: 'certificaat-intrekken', route: '/staff/certificates/:id/revocation', ...office, go: inTurn(person('Hanneke Bosch'), to('/revocation')) },
  { name: 'werk', route: '/staff/attempts/:id', ...office, go: attempt('Daan Kuipers'), closer: true },
  { name: 'werk-ingeleverd', route: '/staff/attempts/:id', ...office, go: attempt('Lotte Verbeek') },
  { name: 'extra-tijd', route: '/staff/attempts/:id/extra-time', ...office, go: inTurn(attempt('Daan Kuipers'), to('/extra-time')) },
  { name: 'extra-tijd-fout', route: '/staff/attempts/:id/extra-time', ...office, go: inTurn(attempt('Daan Kuipers'), to('/extra-time'), send('Geef deze minuten')) },
  { name: 'heropenen', route: '/staff/attempts/:id/reopening', ...office, go: inTurn(attempt('Lotte Verbeek'), to('/reopening')) },
  { name: 'afsluiten', route: '/staff/attempts/:id/closing', ...office, go: inTurn(attempt('Daan Kuipers'), to('/closing')) },
  { name: 'te-laat-laten-tellen', route: '/staff/attempts/:id/late/:revisionId/acceptance', ...office, go: inTurn(attempt('Lotte Verbeek'), to('/acceptance')) },
]

const desk: readonly Sight[] = [
  { name: 'toetsen-lijst', route: '/staff/papers', ...office, go: at('/staff/papers') },
  { name: 'toetsversie', route: '/staff/papers/:formId', ...office, go: from('/staff/papers', 'Familie Yilmaz') },
  { name: 'toetsversie-afbeelding', route: '/staff/papers/:formId', ...office, go: inTurn(from('/staff/papers', 'Familie Yilmaz'), (page) => page.locator('figure.attachment a').first().click()) },
  { name: 'betalingen', route: '/staff/payments', ...office, go: at('/staff/payments') },
  { name: 'meldingen-geen', route: '/staff/problems', ...office, go: at('/staff/problems') },
  { name: 'meldingen', route: '/staff/problems', ...office, go: reported },
  { name: 'melding', route: '/staff/problems/:id', ...office, go: inTurn(at('/staff/problems'), async (page) => {
    await page.locator('main a[href^="/staff/problems/"]').first().click()
    await page.waitForURL(/problems\/[\w-]{20,}/)
  }) },
  { name: 'storingen', route: '/staff/incidents', ...office, go: at('/staff/incidents') },
  { name: 'storingen-fout', route: null, ...office, go: inTurn(at('/staff/incidents'), send('Bekijk voor wie dit geldt')) },
  { name: 'ontvangstbewijs-controleren', route: '/receipts', ...office, go: at('/receipts') },
  { name: 'ontvangstbewijs-echt', route: '/receipts/:code', ...office, go: inTurn(attempt('Lotte Verbeek'), async (page) => {
    await page.locator('main a[href^="/receipts/"]').first().click()
    await page.waitForURL(/receipts\//)
  }) },
  { name: 'ontvangstbewijs-onbekend', route: '/receipts/:code', ...office, go: at('/receipts/AAAA-AAAA-AAAA') },
  { name: 'logboek', route: '/staff/audit', ...office, go: at('/staff/audit') },
  { name: 'logboek-leeg', route: '/staff/audit', ...office, go: at('/staff/audit?before=0') },
  { name: 'accounts', route: '/admin/accounts', ...admin, go: at('/admin/accounts') },
  { name: 'account-nieuw', route: '/admin/accounts/new', ...admin, go: at('/admin/accounts/new') },
  { name: 'account-nieuw-fout', route: '/admin/accounts/new', ...admin, go: inTurn(at('/admin/accounts/new'), send('Toevoegen')) },
  { name: 'account-rollen', route: '/admin/accounts/:id/roles', ...admin, go: inTurn(at('/admin/accounts'), to('/roles')) },
  { name: 'extra-beveiliging', route: '/account/second-factor', ...admin, go: at('/account/second-factor') },
]

export const officeSights: readonly Sight[] = [...assessor, ...rounds, ...people, ...desk]
