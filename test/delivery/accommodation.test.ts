/** Somebody's own extra time: set once, and every test that is not closed follows. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { setAccommodation, voidAttempt } from '../../src/delivery/exceptions.ts'
import { findAccommodation, listEnrolmentAttempts } from '../../src/delivery/queries.ts'
import { startDueEnrolments } from '../../src/delivery/starting.ts'
import { anEnrolment, aRound, NOW } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { aSitter, attemptRow, dueAtOfAttempt, mailsOf, sealDue } from '../support/supervision.ts'
import type { Sitter } from '../support/supervision.ts'

const dueAt = NOW + 72 * HOUR
let db: Database
let one: Sitter
beforeEach(async () => {
  db = await freshDatabase()
  one = await aSitter(db)
})
afterEach(() => db.close())

const accommodate = (extraPercent: number, extraMinutes: number, now: number) =>
  db.write((tx) => setAccommodation(tx, { personId: one.person.id, extraPercent, extraMinutes }, 'staff', now))

test('who is sitting now is mailed the deadline of each open test as it was and as it is; nothing moved is no mail', async () => {
  await one.handIn(NOW + HOUR)
  await accommodate(0, 0, NOW + HOUR)
  expect(await mailsOf(db, 'extraTimeSet')).toEqual([])
  await accommodate(25, 0, NOW + 2 * HOUR)
  const [told, ...more] = await mailsOf(db, 'extraTimeSet')
  expect(more).toEqual([])
  expect(told).toMatchObject({ personId: one.person.id, recipient: one.person.email })
  expect(told?.body).toContain('- reflectietoets: was zondag 8 november 2026, 10:00 uur, is nu maandag 9 november 2026, 04:00 uur.')
  expect(told?.body).not.toContain('casustoets')
})

test('less of it cannot end the time of a test that is being written: refused, and nothing changes', async () => {
  await accommodate(0, 120, NOW)
  const now = dueAt + HOUR
  await expect(accommodate(0, 60, now)).rejects.toMatchObject({ reason: 'accommodationTooShort' })
  expect(await findAccommodation(db.read, one.person.id)).toMatchObject({ extraMinutes: 120 })
  expect(await dueAtOfAttempt(db, one.attemptId)).toBe(dueAt + 2 * HOUR)
  await accommodate(0, 61, now)
  expect(await dueAtOfAttempt(db, one.attemptId)).toBe(now + MINUTE)
})

test('less of it is no matter for tests that are closed or void, nor for one whose time is up anyway', async () => {
  await accommodate(0, 120, NOW)
  await one.handIn(NOW + HOUR)
  await db.write((tx) => voidAttempt(tx, { attemptId: one.reflectionId, reason: 'r' }, 'staff', NOW + HOUR))
  await accommodate(0, 0, dueAt + HOUR)
  const late = await aSitter(db, { forms: one.forms, roundId: one.roundId })
  const give = (extraMinutes: number, now: number) => db.write((tx) => setAccommodation(tx, { personId: late.person.id, extraPercent: 0, extraMinutes }, 'staff', now))
  // The job that seals it is a second late: more, but not enough, changes nothing for it.
  await give(1, dueAt + 5 * MINUTE)
  await sealDue(db, dueAt + 6 * MINUTE)
  expect((await attemptRow(db, late.attemptId)).sealedAt).toBe(dueAt + MINUTE)
})

test('holds for every later round: a second enrolment counts it without anybody setting it again', async () => {
  await accommodate(25, 30, NOW)
  await one.handIn(NOW + HOUR)
  await db.write((tx) => voidAttempt(tx, { attemptId: one.attemptId, reason: 'r' }, 'staff', NOW + 2 * HOUR))
  await db.write((tx) => voidAttempt(tx, { attemptId: one.reflectionId, reason: 'r' }, 'staff', NOW + 2 * HOUR))
  const startsAt = NOW + 5 * DAY
  const { id: roundId } = await aRound(db, one.forms, { workingHours: 72, reflectionHours: 48 })
  const { id } = await anEnrolment(db, one.person.id, roundId, { startsAt })
  await db.write((tx) => startDueEnrolments(tx, startsAt, 1, id))
  const attempts = await listEnrolmentAttempts(db.read, id)
  const dueOf = async (kind: string) => dueAtOfAttempt(db, attempts.find(({ attempt }) => attempt.kind === kind)?.attempt.id ?? '')
  expect(await dueOf('case')).toBe(startsAt + 90 * HOUR + 30 * MINUTE)
  expect(await dueOf('reflection')).toBe(startsAt + 60 * HOUR + 30 * MINUTE)
})
