import { and, eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { passMark } from '../../db/schema/grading.ts'
import { round } from '../../db/schema/rounds.ts'
import { releaseRound } from '../../src/certificates/actions.ts'
import { DAY } from '../../src/clock.ts'
import { voidAttempt } from '../../src/delivery/exceptions.ts'
import { listNotFresh, listReleasable } from '../../src/overview/decision-queries.ts'
import { endHoldOut, holdOut, proposeRelease } from '../../src/results/actions.ts'
import { readRelease } from '../../src/results/release-view.ts'
import { aPerson, aRound, anEnrolment, NOW } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { AFTER, aCandidate, anAssessor, anAttempt, aRoundToAssess, assessAll, aStaffMember } from '../support/grading.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

/** Two rounds over the same papers with a candidate in each; both assessed with pass marks. */
async function twoRounds() {
  const { round: first, forms, people: [one] } = await aRoundToAssess(db, 1)
  const second = await aRound(db, forms.map(({ id }) => id), { name: 'Zomerronde' })
  await aCandidate(db, { name: 'Kandidaat Zomer', roundId: second.id, forms })
  const [staff, colleague] = [await aStaffMember(db, 'Bureau Een'), await aStaffMember(db, 'Bureau Twee')]
  const assessor = await anAssessor(db, 'Beoordelaar')
  for (const assessed of [first, second]) await assessAll(db, { round: assessed, forms, staffId: staff.id, assessorId: assessor.id })
  if (one === undefined) throw new Error('nobody')
  return { first, second, forms, one, staff, colleague }
}

const releasable = async (now = AFTER) => (await listReleasable(db.read, now)).map(({ roundId, tests }) => ({ roundId, tests }))

test('every round that is ready shows with its own tests, and none before its window is over', async () => {
  const { first, second } = await twoRounds()
  expect(await releasable()).toEqual(expect.arrayContaining([{ roundId: first.id, tests: 2 }, { roundId: second.id, tests: 2 }]))
  expect(await releasable(NOW)).toEqual([])
})

test('a round with a test that somebody writes, or that is not assessed, keeps no other round waiting', async () => {
  const { first, second, forms: [form] } = await twoRounds()
  const third = await aPerson(db)
  const place = await anEnrolment(db, third.id, first.id, { startsAt: NOW, testsMadeAt: NOW })
  await anAttempt(db, { enrolmentId: place.id, personId: third.id, roundId: first.id, form })
  expect(await releasable()).toEqual([{ roundId: second.id, tests: 2 }])
})

test('a test that was declared void or is held out keeps its round waiting no longer', async () => {
  const { first, forms, staff } = await twoRounds()
  const open = []
  for (const form of forms) {
    const { id: personId } = await aPerson(db)
    const { id: enrolmentId } = await anEnrolment(db, personId, first.id, { startsAt: NOW, testsMadeAt: NOW })
    open.push((await anAttempt(db, { enrolmentId, personId, roundId: first.id, form })).id)
  }
  const [voided = '', late = ''] = open
  const waits = async () => !(await releasable()).some(({ roundId }) => roundId === first.id)
  await db.write((tx) => voidAttempt(tx, { attemptId: voided, reason: 'ziek' }, staff.id, AFTER))
  expect(await waits()).toBe(true)
  await db.write((tx) => holdOut(tx, { roundId: first.id, attemptId: late, reason: 'klacht' }, staff.id, AFTER))
  expect(await waits()).toBe(false)
})

test('a round waits for the pass mark of each of its own papers', async () => {
  const { first, second, forms: [form] } = await twoRounds()
  await db.write((tx) => tx.delete(passMark).where(and(eq(passMark.roundId, first.id), eq(passMark.formId, form.id))))
  expect(await releasable()).toEqual([{ roundId: second.id, tests: 2 }])
})

test('a round waits for whoever’s clock has begun and whose tests no job has made yet', async () => {
  const { first, second } = await twoRounds()
  await anEnrolment(db, (await aPerson(db)).id, first.id, { startsAt: NOW })
  expect(await releasable()).toEqual([{ roundId: second.id, tests: 2 }])
})

test('nobody waits for who never chose a moment, or whose place ended before their tests were made', async () => {
  const { first, second } = await twoRounds()
  await anEnrolment(db, (await aPerson(db)).id, first.id, { startsAt: null })
  await anEnrolment(db, (await aPerson(db)).id, first.id, { startsAt: NOW, endedAt: NOW, endReason: 'cancelled' })
  expect(await releasable()).toEqual(expect.arrayContaining([{ roundId: first.id, tests: 2 }, { roundId: second.id, tests: 2 }]))
})

test('a round waits for a test that was handed in and that assessing has not counted yet', async () => {
  const { first, second, one } = await twoRounds()
  await db.write((tx) => tx.update(attempt).set({ openLeft: null }).where(eq(attempt.id, one.attempts[0]?.id ?? '')))
  expect(await releasable()).toEqual([{ roundId: second.id, tests: 2 }])
  const { missing } = await readRelease(db.read, first.id, { text: '', page: 1, releasedPage: 1 }, AFTER)
  expect(missing).toMatchObject({ notSealed: 0, notAssessed: 1 })
})

test('what is held out shows with its own round alone', async () => {
  const { first, second, one, staff } = await twoRounds()
  const held = { roundId: first.id, attemptId: one.attempts[0]?.id ?? '' }
  await db.write((tx) => holdOut(tx, { ...held, reason: 'klacht' }, staff.id, AFTER))
  const heldOut = async (roundId: string) => (await readRelease(db.read, roundId, { text: '', page: 1, releasedPage: 1 }, AFTER)).heldOut.map(({ attemptId }) => attemptId)
  expect(await heldOut(first.id)).toEqual([held.attemptId])
  expect(await heldOut(second.id)).toEqual([])
})

test('a test whose paper was sat before is told of until it is void, or its round is out', async () => {
  const { first, one } = await twoRounds()
  const known = async () => (await listNotFresh(db.read, 10)).map(({ attemptId }) => attemptId)
  const [attemptId = ''] = one.attempts.map(({ id }) => id)
  expect(await known()).toEqual([])
  await db.write((tx) => tx.update(attempt).set({ satBefore: true }).where(eq(attempt.id, attemptId)))
  expect(await known()).toEqual([attemptId])
  await db.write((tx) => tx.update(round).set({ releasedAt: AFTER }).where(eq(round.id, first.id)))
  expect(await known()).toEqual([])
  await db.write((tx) => tx.update(round).set({ releasedAt: null }))
  await db.write((tx) => tx.update(attempt).set({ voidedAt: AFTER }))
  expect(await known()).toEqual([])
})

test('of a round that is out no more than what was held out shows, once it is held out no longer', async () => {
  const { first, second, one, staff, colleague } = await twoRounds()
  const held = { roundId: first.id, attemptId: one.attempts[0]?.id ?? '' }
  await db.write((tx) => holdOut(tx, { ...held, reason: 'klacht' }, staff.id, AFTER))
  expect(await releasable()).toEqual(expect.arrayContaining([{ roundId: first.id, tests: 1 }, { roundId: second.id, tests: 2 }]))
  const releaseId = await db.write((tx) => proposeRelease(tx, first.id, staff.id, AFTER))
  expect(await releasable()).toEqual([{ roundId: second.id, tests: 2 }])
  await db.write((tx) => releaseRound(tx, releaseId, colleague.id, AFTER))
  expect(await releasable()).toEqual([{ roundId: second.id, tests: 2 }])
  await db.write((tx) => endHoldOut(tx, held, staff.id, AFTER + DAY))
  expect(await releasable(AFTER + DAY)).toEqual(expect.arrayContaining([{ roundId: first.id, tests: 1 }, { roundId: second.id, tests: 2 }]))
})
