/** From the first account to a chosen start moment. */
import assert from 'node:assert/strict'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { expectNoText, expectText } from '../support/visitor.ts'
import type { Visitor } from '../support/visitor.ts'
import { PEOPLE, acceptInvitation, visitorOf } from './cast.ts'
import type { Step } from './cast.ts'
import type { World } from './world.ts'

export async function makeRound(visitor: Visitor, world: World, round: { name: string; first: string; last: string; order: readonly number[] }): Promise<string> {
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

export async function pay(visitor: Visitor, outcome: 'Betaald' | 'Mislukt' = 'Betaald'): Promise<void> {
  await visitor.press(outcome === 'Betaald' && (await visitor.read()).includes('Opnieuw betalen') ? 'Opnieuw betalen' : 'Betalen met iDEAL')
  await visitor.press('Ga naar de betaalpagina')
  await visitor.press(outcome)
}

/** Chooses the day and the quarter, looks at the deadline, confirms. */
export async function chooseStart(visitor: Visitor, day: string, time: string, deadline: string): Promise<void> {
  await visitor.select('Dag', day)
  await visitor.select('Tijd', time)
  await visitor.press('Verder')
  await expectText(visitor, day, deadline)
  await visitor.press('Ja, dit wordt mijn startmoment')
}

export const enrolling: readonly Step[] = [
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
        await staff.select('Masterclass', `${masterclass}. `)
        await staff.select('Hoe is deze masterclass behaald', masterclass === 2 ? 'Vrijstelling: mantelzorgmakelaar' : 'Certificaat, A-programma')
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
      await staff.select('Masterclass', '4. ')
      await staff.select('Hoe is deze masterclass behaald', 'Certificaat, B-programma')
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
