/** Results, certificates, and the one retake. */
import assert from 'node:assert/strict'
import { DAY, MINUTE } from '../../src/clock.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { expectNoText, expectText } from '../support/visitor.ts'
import { scoreAll, setPassMark } from './assessing.ts'
import { PEOPLE, visitorOf } from './cast.ts'
import type { Memory, Step } from './cast.ts'
import { chooseStart, makeRound, pay } from './enrolling.ts'
import { answerAll } from './sitting.ts'
import type { World } from './world.ts'

const PROPOSE = 'Stel voor om de uitslag vrij te geven'
const AGREE = 'Akkoord: geef de uitslag vrij'

/** One proposes, another agrees. */
async function release(memory: Memory, path: string): Promise<void> {
  const staff = visitorOf(memory, 'staff')
  await staff.open(`${path}/release`)
  await staff.press(PROPOSE)
  await expectText(staff, 'Jij hebt dit voorgesteld')
  await expectNoText(staff, AGREE)
  const colleague = visitorOf(memory, 'colleague')
  await colleague.open(`${path}/release`)
  await colleague.press(AGREE)
  await expectText(colleague, 'Akkoord van')
}

/** Sits the reflection test of this round again, well. */
async function sitAgain(world: World, memory: Memory, formId: string): Promise<void> {
  const candidate = visitorOf(memory, 'candidate')
  await candidate.press('Open de reflectietoets')
  await answerAll(candidate, world, formId, true)
  await candidate.press('Inleveren')
  await candidate.press('Ja, lever de reflectietoets in')
  await expectText(candidate, 'Ontvangstbewijs reflectietoets')
}

export const releasing: readonly Step[] = [
  {
    name: 'before the release nobody but staff sees a score',
    async run(_world, memory) {
      const candidate = visitorOf(memory, 'candidate')
      await candidate.open('/candidate')
      await expectText(candidate, 'Wacht op je uitslag')
      await expectNoText(candidate, 'Cijfer', 'Uitslag van')
    },
  },
  {
    name: 'staff release: one proposes, a second person agrees to exactly those scores',
    async run(world, memory) {
      await world.later(8 * DAY)
      await release(memory, memory.roundPath)
      await world.runJobs()
      assert.ok((await world.mails()).some((mail) => mail.kind === 'results'))
    },
  },
  {
    name: 'she sees score, mark and feedback, one certificate and one retake to take',
    async run(world, memory) {
      const candidate = visitorOf(memory, 'candidate')
      await candidate.open('/candidate')
      await expectText(candidate, 'Cijfer 10,0', 'Cijfer 1,0', 'Vraag je herkansing aan')
      memory.certificate = /BCMB-\d{4}-\w{4}-\w{4}/.exec(await candidate.read())?.[0] ?? assert.fail('no certificate number')
      await candidate.press('Uitslag van de casustoets')
      await expectText(candidate, 'Cijfer', 'Meerkeuzevragen', 'Open vragen', 'Per onderdeel van het beroep')
      assert.ok((await world.mails()).some((mail) => mail.kind === 'retakeOffer'))
    },
  },
  {
    name: 'anybody verifies the certificate by its number; another number is unknown',
    async run(world, memory) {
      const visitor = await world.visitor()
      await visitor.open('/verify')
      await visitor.fill('Nummer van het certificaat', memory.certificate.toLowerCase())
      await visitor.press('Controleren')
      await expectText(visitor, 'Dit certificaat is echt en geldig', PEOPLE.candidate[0])
      await visitor.open('/verify')
      await visitor.fill('Nummer van het certificaat', 'BCMB-2026-AAAA-AAAA')
      await visitor.press('Controleren')
      await expectText(visitor, 'Dit nummer kennen wij niet')
    },
  },
  {
    name: 'the retake: € 55, that test alone, in a later round, on another paper; a second one is refused',
    async run(world, memory) {
      const staff = visitorOf(memory, 'staff')
      memory.retakeRoundPath = await makeRound(staff, world, { name: 'Eerste toetsronde 2027', first: '2027-01-14', last: '2027-01-26', order: [1, 2, 1, 2] })
      const candidate = visitorOf(memory, 'candidate')
      await candidate.open('/retakes')
      await candidate.tick('Eerste toetsronde 2027')
      await candidate.tick('Ik ga akkoord')
      await candidate.press('Herkansing aanvragen en naar betalen')
      await expectText(candidate, '€ 55,00', 'Herkansing reflectietoets')
      await pay(candidate)
      await expectText(candidate, 'Je betaling is binnen')
      await candidate.open('/retakes')
      await expectText(candidate, 'Herkansing reflectietoets: aangevraagd')
      await expectNoText(candidate, 'Herkansing aanvragen en naar betalen')
    },
  },
  {
    name: 'she chooses a moment for the retake and sits it',
    async run(world, memory) {
      const candidate = visitorOf(memory, 'candidate')
      await candidate.open('/candidate')
      await candidate.press('Startmoment kiezen')
      await chooseStart(candidate, 'donderdag 14 januari 2027', '08:00', 'zondag 17 januari 2027, 08:00 uur')
      await candidate.open('/candidate')
      await candidate.press('Naar de regels')
      await candidate.tick('Ik heb de regels gelezen')
      await candidate.press('Verklaren')
      await world.later(Date.UTC(2027, 0, 14, 7) - world.clock.now() + MINUTE)
      await candidate.open('/candidate')
      await expectNoText(candidate, 'Open de casustoets')
      await sitAgain(world, memory, world.forms[3])
    },
  },
  {
    name: 'the retake is assessed, released and sufficient: the second certificate is there',
    async run(world, memory) {
      const staff = visitorOf(memory, 'staff')
      await staff.open(`${memory.retakeRoundPath}/assessing`)
      await setPassMark(staff, world, world.forms[3])
      await staff.tick(PEOPLE.second[0])
      await staff.press('Beoordelaars opslaan')
      await scoreAll(visitorOf(memory, 'second'), world)
      await staff.open(memory.retakeRoundPath)
      await staff.press('Inschrijving sluiten')
      await release(memory, memory.retakeRoundPath)
      const candidate = visitorOf(memory, 'candidate')
      await candidate.open('/candidate')
      await expectText(candidate, 'Je bent klaar', 'Certificaat casustoets', 'Certificaat reflectietoets')
    },
  },
  {
    name: 'every change stands in the audit log of the person, and every chain is whole',
    async run(world, memory) {
      const staff = visitorOf(memory, 'staff')
      await staff.open('/staff/audit')
      await expectText(staff, 'Logboek')
      assert.deepEqual(await checkChains(world.db.read), [])
    },
  },
]
