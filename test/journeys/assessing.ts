/** Pass marks, and the assessors' work. */
import assert from 'node:assert/strict'
import { getPublishedForm } from '../../src/papers/queries.ts'
import { expectNoText, expectText } from '../support/visitor.ts'
import type { Visitor } from '../support/visitor.ts'
import { PEOPLE, visitorOf } from './cast.ts'
import type { Step } from './cast.ts'
import type { World } from './world.ts'

export const assessing: readonly Step[] = [
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
      await scoreAll(second, world)
      await expectText(second, '12 van 12 klaar')
    },
  },
]

export async function setPassMark(staff: Visitor, world: World, formId: string): Promise<void> {
  const { title, suggestedPassMark } = await getPublishedForm(world.db.read, formId)
  await staff.fill('Cesuur in punten', String(suggestedPassMark / 100), title)
  await staff.press('Cesuur vaststellen', title)
  await expectText(staff, `Cesuur: ${suggestedPassMark / 100}`)
}

/** Scores everything in the pile, one answer after another. */
export async function scoreAll(assessor: Visitor, world: World): Promise<void> {
  await assessor.open('/assessor')
  for (let scored = 0; (await assessor.read()).includes('Ga verder met beoordelen'); scored += 1) {
    assert.ok(scored < 40, 'the pile does not get smaller')
    await assessor.press('Ga verder met beoordelen')
    await scoreOne(assessor, world)
    await assessor.open('/assessor')
  }
}

/** Gives the best level on every criterion of a good answer, the lowest on a poor one. */
async function scoreOne(visitor: Visitor, world: World): Promise<void> {
  const page = await visitor.read()
  const well = !page.includes('Weet ik niet.')
  for (const formId of world.forms) {
    const form = await getPublishedForm(world.db.read, formId)
    for (const question of form.questions) {
      if (question.type !== 'open' || !question.criteria.every(({ title }) => page.includes(title))) continue
      for (const { title, levels } of question.criteria) {
        const level = well ? levels.at(-1) : levels[0]
        if (level) await visitor.tick(level.label, title)
      }
    }
  }
  await visitor.press('Afronden')
}
