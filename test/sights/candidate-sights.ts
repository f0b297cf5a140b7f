/** What candidates see, before, during and after their tests. */
import { at, confirmStart, declaration, follow } from '../journeys/ways.ts'
import { from, inTurn, send, to } from './sight.ts'
import type { Sight } from './sight.ts'

/** The front page answers "what must I do now?" for everybody. */
const fronts: readonly Sight[] = [
  'mayEnrol', 'missing', 'unpaid', 'choosing', 'planned', 'writing', 'hurry', 'extraTime', 'handedInOne', 'handedIn', 'waiting', 'lapsed',
  'passed', 'mayRetake', 'retaking', 'failedTwice', 'calledOff',
].map((door) => ({ name: `kandidaat-${door}`, route: '/candidate', door, go: at('/candidate'), closer: door === 'planned' || door === 'passed' }))

const enrolling: readonly Sight[] = [
  { name: 'inschrijven', route: '/enrolments', door: 'mayEnrol', go: at('/enrolments') },
  { name: 'inschrijven-mag-niet', route: '/enrolments', door: 'missing', go: at('/enrolments') },
  { name: 'inschrijven-ronde', route: '/rounds/:id/enrolment', door: 'mayEnrol', go: from('/enrolments', 'Inschrijven') },
  { name: 'inschrijving', route: '/enrolments/:id', door: 'planned', go: from('/candidate', 'Bekijk je inschrijving'), closer: true },
  { name: 'inschrijving-betalen', route: '/orders/:id', door: 'unpaid', go: from('/candidate', 'Naar betalen') },
  { name: 'betaling-onderweg', route: '/orders/:id/payments/:paymentId', door: 'unpaid', go: from('/candidate', 'Naar betalen', 'Betalen met iDEAL') },
  { name: 'betaalpagina', route: '/demo/checkout/:ref', door: 'unpaid', go: from('/candidate', 'Naar betalen', 'Betalen met iDEAL', 'Ga naar de betaalpagina') },
  { name: 'betaling-mislukt', route: '/orders/:id/return', door: 'unpaid', go: from('/candidate', 'Naar betalen', 'Betalen met iDEAL', 'Ga naar de betaalpagina', 'Mislukt') },
  { name: 'betaling-binnen', route: '/orders/:id/return', door: 'unpaid', go: from('/candidate', 'Naar betalen', 'Betalen met iDEAL', 'Ga naar de betaalpagina', 'Betaald') },
  { name: 'bestelling-afgelast', route: '/orders/:id', door: 'calledOff', go: from('/candidate', 'TR-') },
  { name: 'bestelling-betaald', route: '/orders/:id', door: 'waiting', go: from('/candidate', 'TR-'), closer: true },
  { name: 'startmoment', route: '/enrolments/:id/start', door: 'choosing', go: from('/candidate', 'Startmoment kiezen'), closer: true },
  { name: 'startmoment-fout', route: '/enrolments/:id/start', door: 'choosing', go: inTurn(from('/candidate', 'Startmoment kiezen'), send('Verder')) },
  { name: 'startmoment-bevestigen', route: '/enrolments/:id/start/confirmation', door: 'choosing', go: inTurn(at('/candidate'), confirmStart) },
  { name: 'nu-beginnen', route: '/enrolments/:id/start/now', door: 'choosing', go: from('/candidate', 'Startmoment kiezen', 'Nu beginnen') },
  { name: 'regels', route: '/enrolments/:id/declaration', door: 'choosing', go: inTurn(at('/candidate'), declaration) },
  { name: 'regels-fout', route: '/enrolments/:id/declaration', door: 'choosing', go: inTurn(at('/candidate'), declaration, send('Verklaren')) },
]

const sitting: readonly Sight[] = [
  { name: 'oefentoets', route: '/practice', door: 'choosing', go: at('/practice') },
  { name: 'oefentoets-inleveren', route: '/practice/hand-in', door: 'choosing', go: at('/practice/hand-in') },
  { name: 'oefentoets-nagekeken', route: '/practice', door: 'lapsed', go: inTurn(at('/practice/hand-in'), async (page) => follow(page, 'Ja, lever')) },
  { name: 'toetsen', route: '/enrolments/:id/tests', door: 'writing', go: from('/candidate', 'Naar je toetsen') },
  { name: 'toets', route: '/attempts/:id', door: 'writing', go: from('/candidate', 'Ga verder met de casustoets'), closer: true },
  { name: 'toets-casus', route: '/attempts/:id', door: 'writing', go: async (page, base) => {
    await from('/candidate', 'Ga verder met de casustoets')(page, base)
    await page.goto(`${page.url()}#case`)
  } },
  { name: 'toets-reflectie', route: '/attempts/:id', door: 'writing', go: from('/candidate', 'Ga verder met de reflectietoets') },
  { name: 'toets-engels', route: '/attempts/:id', door: 'extraTime', go: from('/candidate', 'Continue the case'), english: true },
  { name: 'versies', route: '/attempts/:id/answers/:questionId/history', door: 'handedInOne', go: inTurn(from('/candidate', 'Ga verder'), to('/history')) },
  { name: 'versie', route: '/attempts/:id/answers/:questionId/history/:revisionId', door: 'handedInOne', go: inTurn(from('/candidate', 'Ga verder'), async (page, base) => {
    for (const link of await page.locator('main a[href$="/history"]').evaluateAll((links) => links.map((one) => one.getAttribute('href') ?? ''))) {
      await page.goto(base + link)
      if ((await page.locator('main a[href*="/history/"]').count()) === 0) continue
      return follow(page, 'Vergelijk')
    }
  }) },
  { name: 'weer-ingelogd', route: '/signed-in-again', door: 'writing', go: at('/signed-in-again') },
  { name: 'probleem', route: '/attempts/:id/problem', door: 'writing', go: from('/candidate', 'Ga verder met de casustoets', 'Meld een probleem') },
  { name: 'inleveren', route: '/attempts/:id/hand-in', door: 'hurry', go: from('/candidate', 'Ga verder met de casustoets', 'Inleveren'), closer: true },
  { name: 'ontvangstbewijs', route: '/attempts/:id/receipt', door: 'handedIn', go: from('/candidate', 'Ontvangstbewijs casustoets'), closer: true },
  { name: 'ingeleverd-werk', route: '/attempts/:id', door: 'handedIn', go: from('/candidate', 'Ontvangstbewijs casustoets', 'Het werk zoals') },
]

const afterwards: readonly Sight[] = [
  { name: 'uitslag-onvoldoende', route: '/results/:attemptId', door: 'mayRetake', go: from('/candidate', 'Uitslag van de casustoets') },
  { name: 'uitslag', route: '/results/:attemptId', door: 'passed', go: from('/candidate', 'Uitslag van de casustoets'), closer: true },
  { name: 'herkansen', route: '/retakes', door: 'mayRetake', go: at('/retakes') },
  { name: 'herkansen-niet', route: '/retakes', door: 'passed', go: at('/retakes') },
  { name: 'mijn-account', route: '/account', door: 'waiting', go: at('/account') },
  { name: 'mijn-account-fout', route: '/account', door: 'waiting', go: inTurn(at('/account'), async (page, base) => {
    await page.locator('main [name="name"]').first().fill('')
    await send('Opslaan')(page, base)
  }) },
]

export const candidateSights: readonly Sight[] = [...fronts, ...enrolling, ...sitting, ...afterwards]
