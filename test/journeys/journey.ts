/** The whole mission, from enrolment to retake, step by step: the same steps by plain form posts and in a browser. */
import assert from 'node:assert/strict'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { expectNoText, expectText } from '../support/visitor.ts'
import type { Visitor } from '../support/visitor.ts'
import type { World } from './world.ts'

const PASSWORD = 'een lange zin die ik onthoud'

const PEOPLE = {
  admin: ['Anneke de Wit', 'anneke@bcmb.test'],
  staff: ['Bram Visser', 'bram@bcmb.test'],
  colleague: ['Carla Jansen', 'carla@bcmb.test'],
  assessor: ['Dirk Peeters', 'dirk@bcmb.test'],
  second: ['Els Mulder', 'els@bcmb.test'],
  candidate: ['Fatima Bouali', 'fatima@voorbeeld.test'],
} as const

type Who = keyof typeof PEOPLE

/** What one step leaves for the next. */
interface Memory {
  readonly who: Partial<Record<Who, Visitor>>
  roundPath: string
  personPath: string
  certificate: string
}

export interface Step {
  readonly name: string
  run(world: World, memory: Memory): Promise<void>
}

export const newMemory = (): Memory => ({ who: {}, roundPath: '', personPath: '', certificate: '' })

const visitorOf = ({ who }: Memory, name: Who): Visitor => who[name] ?? assert.fail(`${name} has not signed in`)

/** Follows the link in the invitation, chooses a password and signs in with it. */
async function acceptInvitation(world: World, memory: Memory, name: Who): Promise<Visitor> {
  const visitor = await world.visitor()
  const [, email] = PEOPLE[name]
  await visitor.open(await world.mailedPath(email, 'invitation'))
  await visitor.fill('Nieuw wachtwoord', PASSWORD)
  await visitor.press('Wachtwoord bewaren')
  await visitor.fill('E-mailadres', email)
  await visitor.fill('Wachtwoord', PASSWORD)
  await visitor.press('Inloggen')
  await expectText(visitor, PEOPLE[name][0])
  memory.who[name] = visitor
  return visitor
}

async function makeRound(visitor: Visitor, world: World, round: { name: string; first: string; last: string; order: readonly number[] }): Promise<string> {
  await visitor.open('/staff/rounds/new')
  await visitor.fill('Naam', round.name)
  await visitor.fill('Eerste dag', round.first)
  await visitor.fill('Laatste dag', round.last)
  await visitor.fill('Maximum aantal kandidaten', '20')
  for (const [index, formId] of world.forms.entries()) {
    const { title } = await getPublishedForm(world.db.read, formId)
    await visitor.select(`${title}, versie 1`, `Keus ${round.order[index]}`)
  }
  await visitor.press('Toetsronde maken')
  await expectText(visitor, round.name)
  const path = /\/staff\/rounds\/[\w-]+/.exec(visitor.where())?.[0] ?? assert.fail(`no round at ${visitor.where()}`)
  await visitor.open(path)
  await visitor.press('Inschrijving openen')
  return path
}

async function pay(visitor: Visitor, outcome: 'Betaald' | 'Mislukt' = 'Betaald'): Promise<void> {
  await visitor.press(outcome === 'Betaald' && (await visitor.read()).includes('Opnieuw betalen') ? 'Opnieuw betalen' : 'Betalen met iDEAL')
  await visitor.press('Ga naar de betaalpagina')
  await visitor.press(outcome)
}

/** Chooses the day and the quarter, looks at the deadline, confirms. */
async function chooseStart(visitor: Visitor, day: string, time: string, deadline: string): Promise<void> {
  await visitor.select('Dag', day)
  await visitor.select('Tijd', time)
  await visitor.press('Verder')
  await expectText(visitor, day, deadline)
  await visitor.press('Ja, dit wordt mijn startmoment')
}

/** Answers this question in words, or chooses its first option. */
async function answerAll(visitor: Visitor, world: World, formId: string, well: boolean): Promise<void> {
  const form = await getPublishedForm(world.db.read, formId)
  for (const question of form.questions) {
    if (question.type === 'open') {
      await visitor.fill(`Jouw antwoord Vraag ${question.number}`, well ? `Ik vraag eerst wat er speelt, leg mijn rol uit en laat de keuze bij de cliënt. (${question.number})` : `Weet ik niet. (${question.number})`)
    } else {
      for (const option of question.options.filter(({ correct }) => correct === well).slice(0, question.several ? 9 : 1)) await visitor.tick(option.text)
    }
  }
}

const enrolling: Step[] = [
  {
    name: 'the first administrator accepts the invitation and makes accounts for staff and assessors',
    async run(world, memory) {
      await world.invited(...PEOPLE.admin, ['staff', 'administrator'])
      const admin = await acceptInvitation(world, memory, 'admin')
      for (const [name, role] of [['staff', 'Toetsbureau'], ['colleague', 'Toetsbureau'], ['assessor', 'Beoordelaar'], ['second', 'Beoordelaar']] as const) {
        await admin.open('/admin/accounts/new')
        await admin.fill('Naam', PEOPLE[name][0])
        await admin.fill('E-mailadres', PEOPLE[name][1])
        await admin.tick('Nederlands')
        await admin.tick(role)
        await admin.tick('Stuur meteen een uitnodiging')
        await admin.press('Toevoegen')
        await acceptInvitation(world, memory, name)
      }
    },
  },
  {
    name: 'staff make a round and open it; an inverted window is refused and keeps what was typed',
    async run(world, memory) {
      const staff = visitorOf(memory, 'staff')
      await staff.open('/staff/rounds/new')
      await staff.fill('Naam', 'Zesde toetsronde 2026')
      await staff.fill('Eerste dag', '2026-11-20')
      await staff.fill('Laatste dag', '2026-11-10')
      await staff.press('Toetsronde maken')
      await expectText(staff, 'De laatste dag van de startperiode ligt voor de eerste')
      memory.roundPath = await makeRound(staff, world, { name: 'Zesde toetsronde 2026', first: '2026-11-12', last: '2026-11-23', order: [1, 2, 1, 2] })
      await expectText(staff, 'Inschrijving open')
    },
  },
  {
    name: 'staff add a person, record three masterclasses and an exemption, and invite',
    async run(world, memory) {
      const staff = visitorOf(memory, 'staff')
      await staff.open('/staff/people/new')
      await staff.fill('Naam', PEOPLE.candidate[0])
      await staff.fill('E-mailadres', PEOPLE.candidate[1])
      await staff.tick('Nederlands')
      await staff.tick('Stuur meteen een uitnodiging')
      await staff.press('Persoon toevoegen')
      memory.personPath = staff.where().split('?')[0] ?? ''
      for (const masterclass of [1, 2, 3]) {
        await staff.open(`${memory.personPath}/masterclasses`)
        await staff.select('Masterclass', `Masterclass ${masterclass}`)
        await staff.tick(masterclass === 2 ? 'Vrijstelling: mantelzorgmakelaar' : 'Certificaat, A-programma')
        await staff.fill('Datum van het certificaat', '2026-03-12')
        await staff.press('Vastleggen')
      }
      await expectText(staff, 'Vrijstelling als mantelzorgmakelaar')
    },
  },
  {
    name: 'the candidate is told that masterclass 4 is missing and cannot enrol; once it is there, she can',
    async run(world, memory) {
      const candidate = await acceptInvitation(world, memory, 'candidate')
      await expectText(candidate, 'masterclass 4')
      await candidate.open('/enrolments')
      await expectText(candidate, 'Je kunt je nog niet inschrijven')
      const staff = visitorOf(memory, 'staff')
      await staff.open(`${memory.personPath}/masterclasses`)
      await staff.select('Masterclass', 'Masterclass 4')
      await staff.tick('Certificaat, B-programma')
      await staff.fill('Datum van het certificaat', '2026-05-21')
      await staff.press('Vastleggen')
      await candidate.open('/enrolments')
      await expectNoText(candidate, 'Je kunt je nog niet inschrijven')
    },
  },
  {
    name: 'she agrees, enrols, and pays € 125 by iDEAL at the second try',
    async run(world, memory) {
      const candidate = visitorOf(memory, 'candidate')
      await candidate.press('Inschrijven')
      await candidate.open(`/rounds/${memory.roundPath.split('/').at(-1)}/enrolment`)
      await candidate.press('Inschrijven en naar betalen')
      await expectText(candidate, 'Zet een vinkje om verder te gaan.')
      await candidate.tick('Ik ga akkoord')
      await candidate.press('Inschrijven en naar betalen')
      await expectText(candidate, '€ 125,00')
      await pay(candidate, 'Mislukt')
      await expectText(candidate, 'Er is niet betaald')
      await pay(candidate)
      await expectText(candidate, 'Je betaling is binnen')
      await world.runJobs()
      assert.ok((await world.mails()).some((mail) => mail.kind === 'enrolmentConfirmed' && mail.sentAt !== null))
    },
  },
  {
    name: 'she chooses a start moment, sees the deadline before confirming, and changes it once',
    async run(world, memory) {
      const candidate = visitorOf(memory, 'candidate')
      await candidate.open('/candidate')
      await candidate.press('Startmoment kiezen')
      await chooseStart(candidate, 'donderdag 12 november 2026', '09:00', 'zondag 15 november 2026, 09:00 uur')
      await candidate.press('Wijzig')
      await chooseStart(candidate, 'vrijdag 13 november 2026', '19:30', 'maandag 16 november 2026, 19:30 uur')
      await expectText(candidate, 'vrijdag 13 november 2026, 19:30 uur')
    },
  },
]

const sitting: Step[] = [
  {
    name: 'she declares own work; the tests open at the start moment and not before',
    async run(world, memory) {
      const candidate = visitorOf(memory, 'candidate')
      await candidate.open('/candidate')
      await candidate.press('Naar de regels')
      await candidate.tick('Ik heb de regels gelezen')
      await candidate.press('Verklaren')
      await world.later(8 * DAY + 9 * HOUR + 29 * MINUTE)
      await candidate.open('/candidate')
      await expectNoText(candidate, 'Open de casustoets')
      await world.later(MINUTE)
      await candidate.open('/candidate')
      await expectText(candidate, 'Casustoets', 'Reflectietoets')
    },
  },
  {
    name: 'she writes the case test well, saves, sees what is empty, and hands it in',
    async run(world, memory) {
      const candidate = visitorOf(memory, 'candidate')
      await candidate.press('Open de casustoets')
      await expectText(candidate, 'Inleveren voor maandag 16 november 2026, 19:30 uur')
      await answerAll(candidate, world, world.forms[0], true)
      await candidate.press('Opslaan')
      await expectText(candidate, 'Opgeslagen om')
      await candidate.press('Inleveren')
      await expectText(candidate, 'Je hebt alle vragen beantwoord')
      await candidate.press('Ja, lever de casustoets in')
      await expectText(candidate, 'Ontvangstbewijs casustoets', 'Code van het ontvangstbewijs')
    },
  },
  {
    name: 'the reflection test is handed in by itself at the deadline, with what was saved last',
    async run(world, memory) {
      const candidate = visitorOf(memory, 'candidate')
      await candidate.press('Terug naar je toetsen')
      await candidate.press('Open de reflectietoets')
      await answerAll(candidate, world, world.forms[2], false)
      await candidate.press('Opslaan')
      await expectText(candidate, 'Opgeslagen om')
      await candidate.open('/candidate')
      await world.later(3 * DAY + 2 * MINUTE)
      await candidate.open('/candidate')
      await expectText(candidate, 'Tijd voorbij')
      await candidate.press('Ontvangstbewijs reflectietoets')
      await expectText(candidate, 'De tijd was om', 'maandag 16 november 2026, 19:30 uur')
      const kinds = (await world.mails()).map((mail) => mail.kind)
      assert.ok(kinds.includes('handedIn') && kinds.includes('handedInByItself'))
    },
  },
]

const assessing: Step[] = [
  {
    name: 'staff set the pass marks and assign two assessors, who are told by mail',
    async run(world, memory) {
      const staff = visitorOf(memory, 'staff')
      for (const formId of [world.forms[0], world.forms[2]]) {
        await staff.open(`${memory.roundPath}/assessing`)
        await setPassMark(staff, world, formId)
      }
      await staff.open(`${memory.roundPath}/assessing`)
      await staff.tick(PEOPLE.assessor[0])
      await staff.tick(PEOPLE.second[0])
      await staff.press('Beoordelaars opslaan')
      await world.runJobs()
      assert.ok((await world.mails()).some((mail) => mail.kind === 'workAssigned'))
    },
  },
  {
    name: 'the assessors score every open answer without seeing whose it is; one declares a conflict',
    async run(world, memory) {
      const first = visitorOf(memory, 'assessor')
      await first.open('/assessor')
      await expectNoText(first, PEOPLE.candidate[0])
      await first.press('Ga verder met beoordelen')
      await expectNoText(first, PEOPLE.candidate[0], PEOPLE.candidate[1])
      await first.press('Ik ken deze persoon')
      await first.press('Ja, geef het werk aan iemand anders')
      const second = visitorOf(memory, 'second')
      await second.open('/assessor')
      for (let scored = 0; (await second.read()).includes('Ga verder met beoordelen'); scored += 1) {
        assert.ok(scored < 40, 'the pile does not get smaller')
        await second.press('Ga verder met beoordelen')
        await scoreOne(second, world)
        await second.open('/assessor')
      }
      await expectText(second, 'Er ligt nu niets voor je klaar')
    },
  },
]

async function setPassMark(staff: Visitor, world: World, formId: string): Promise<void> {
  const form = await getPublishedForm(world.db.read, formId)
  await staff.press(form.title)
}

/** Gives the best level on every criterion of a good answer, the lowest on a poor one. */
async function scoreOne(visitor: Visitor, world: World): Promise<void> {
  const page = await visitor.read()
  const well = !page.includes('Weet ik niet.')
  for (const formId of world.forms) {
    const form = await getPublishedForm(world.db.read, formId)
    for (const question of form.questions) {
      if (question.type !== 'open' || !question.criteria.every(({ title }) => page.includes(title))) continue
      for (const { levels } of question.criteria) {
        const level = well ? levels.at(-1) : levels[0]
        if (level) await visitor.tick(level.label)
      }
    }
  }
  await visitor.press('Afronden')
}

export const steps: readonly Step[] = [...enrolling, ...sitting, ...assessing]
