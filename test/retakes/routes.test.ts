import { afterEach, beforeEach, expect, test } from 'vitest'
import { order } from '../../db/schema/payments.ts'
import { HOUR } from '../../src/clock.ts'
import { confirmEnrolment, endEnrolment, giveNewChance } from '../../src/enrolment/actions.ts'
import { findLiveEnrolment } from '../../src/enrolment/queries.ts'
import { listPublishedForms } from '../../src/papers/queries.ts'
import { paths } from '../../views/paths.ts'
import { startApp } from '../support/app.ts'
import { anAttempt } from '../support/enrolment.ts'
import { AFTER } from '../support/grading.ts'
import { aLaterRound, aReleasedRound } from '../support/release.ts'
import type { Passes } from '../support/release.ts'

let app: Awaited<ReturnType<typeof startApp>>
beforeEach(async () => {
  app = await startApp({ now: AFTER + HOUR })
})
afterEach(() => app.stop())

async function failed(passes: Passes) {
  const { people, forms, proposer } = await aReleasedRound(app.db, [passes])
  const person = people[0]?.person
  if (!person) throw new Error('one person was expected')
  const used = new Set<string>(forms.map(({ id }) => id))
  const fresh = (await listPublishedForms(app.db.read)).map(({ id }) => id).filter((id) => !used.has(id))
  const caseId = people[0]?.attempts.find(({ kind }) => kind === 'case')?.id ?? ''
  return { person, staff: proposer, fresh, caseId }
}
const textOf = async (answer: Response) => (await answer.text()).replaceAll('\u00a0', ' ')

test('the page offers case, reflection or both with their fees, and the rounds', async () => {
  const { person, fresh } = await failed('none')
  await aLaterRound(app.db, fresh, { name: 'Ronde van januari' })
  await aLaterRound(app.db, fresh.slice(0, 1), { name: 'Alleen casus' })
  const html = await textOf(await app.as(person)(paths.retakes()))
  for (const text of ['€ 70,00', '€ 55,00', '€ 125,00', 'Ronde van januari', 'Alleen voor de casustoets', 'definitief']) expect(html).toContain(text)
})

test('ordering leads to the order, and the page then says where it stands', async () => {
  const { person, fresh } = await failed('reflection')
  const round = await aLaterRound(app.db, fresh)
  const visit = app.as(person)
  const done = await visit(paths.retakes(), { form: { tests: 'case', roundId: round.id, agree: 'on' } })
  const [made] = await app.db.read.select().from(order)
  expect([done.status, done.headers.get('Location')]).toEqual([303, paths.order(made?.id ?? '')])
  const html = await textOf(await visit(paths.retakes()))
  expect(html).toContain('Herkansing casustoets: aangevraagd')
  const again = await visit(paths.retakes(), { form: { tests: 'case', roundId: round.id, agree: 'on' } })
  expect(again.status).toBe(409)
})

test('the first result speaks of retaking until the retake is ordered, and again when its place was not paid for', async () => {
  const { person, fresh, caseId } = await failed('reflection')
  const round = await aLaterRound(app.db, fresh)
  const visit = app.as(person)
  const first = async () => textOf(await visit(paths.result(caseId)))
  expect(await first()).toContain('Je mag hem één keer herkansen')
  await visit(paths.retakes(), { form: { tests: 'case', roundId: round.id, agree: 'on' } })
  const ordered = await first()
  expect(ordered).toContain('Je hebt je daarna opnieuw voor deze toets ingeschreven')
  expect(ordered).not.toContain('Je mag hem één keer herkansen')
  app.clock.forward(HOUR)
  expect(await first(), 'the place was held for half an hour').toContain('Je mag hem één keer herkansen')
})

test('without a choice or agreement the form comes back with what was chosen', async () => {
  const { person, fresh } = await failed('reflection')
  const round = await aLaterRound(app.db, fresh)
  const answer = await app.as(person)(paths.retakes(), { form: { roundId: round.id } })
  expect(answer.status).toBe(422)
  const html = await textOf(answer)
  expect(html).toMatch(new RegExp(`value="${round.id}"[^>]*checked`))
  expect(html).toContain('Zet een vinkje om verder te gaan.')
  expect(await app.db.read.select().from(order)).toEqual([])
})

test('an insufficient retake is final, and the page leads on where the office gives a new chance', async () => {
  const { person, fresh } = await failed('reflection')
  const round = await aLaterRound(app.db, fresh)
  await app.as(person)(paths.retakes(), { form: { tests: 'case', roundId: round.id, agree: 'on' } })
  const own = await findLiveEnrolment(app.db.read, person.id)
  if (own === undefined) throw new Error('an enrolment was expected')
  await app.db.write((tx) => confirmEnrolment(tx, own.id, 'clock', AFTER))
  await anAttempt(app.db, own, { kind: 'case', sufficient: false })
  await app.db.write((tx) => endEnrolment(tx, own.id, 'released', 'staff', AFTER))
  const final = await textOf(await app.as(person)(paths.retakes()))
  expect(final).toContain('De uitslag van de casustoets is definitief')
  expect(final).toContain('Bel dan het toetsbureau')
  await app.db.write((tx) => giveNewChance(tx, { personId: person.id, reason: 'Ziek geweest' }, 'staff', AFTER))
  const again = await textOf(await app.as(person)(paths.retakes()))
  expect(again).toContain('Het toetsbureau geeft je een nieuwe kans')
  expect(again).toContain(`href="${paths.enrolments()}"`)
})

test('without an open round the right stays, and the page says so; without a fail there is nothing', async () => {
  const { person, staff } = await failed('reflection')
  expect(await textOf(await app.as(person)(paths.retakes()))).toContain('Je recht op een herkansing blijft staan')
  expect((await app.as(staff)(paths.retakes())).status).toBe(403)
  expect((await app.visitor()(paths.retakes())).status).toBe(401)
})
