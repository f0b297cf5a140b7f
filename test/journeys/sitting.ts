/** The 72 hours. */
import assert from 'node:assert/strict'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { expectNoText, expectText } from '../support/visitor.ts'
import type { Visitor } from '../support/visitor.ts'
import { visitorOf } from './cast.ts'
import type { Step } from './cast.ts'
import type { World } from './world.ts'

/** Answers this question in words, or chooses its first option. */
export async function answerAll(visitor: Visitor, world: World, formId: string, well: boolean): Promise<void> {
  const form = await getPublishedForm(world.db.read, formId)
  for (const question of form.questions) {
    if (question.type === 'open') {
      await visitor.fill(`Jouw antwoord Vraag ${question.number}`, well ? `Ik vraag eerst wat er speelt, leg mijn rol uit en laat de keuze bij de cliënt. (${question.number})` : `Weet ik niet. (${question.number})`)
    } else {
      for (const option of question.options.filter(({ correct }) => correct === well).slice(0, question.several ? 9 : 1)) await visitor.tick(option.text)
    }
  }
}

export const sitting: readonly Step[] = [
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
      await expectText(candidate, 'Uiterlijk inleveren: maandag 16 november 2026, 19:30 uur')
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
