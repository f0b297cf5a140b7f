import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { auditEvent } from '../../db/schema/audit.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { setAccommodation, voidAttempt } from '../../src/delivery/exceptions.ts'
import { listInterventions } from '../../src/delivery/intervention-queries.ts'
import { acceptLate, closeByStaff, giveExtraTime, moveStart, reopenAttempt } from '../../src/delivery/interventions.ts'
import { lastSealOf, listAnswers, listRevisions, listSeals, listUncounted } from '../../src/delivery/queries.ts'
import { digestOf, readSnapshot } from '../../src/delivery/sealing.ts'
import { chooseStart, endEnrolment, startNow } from '../../src/enrolment/actions.ts'
import { NOW } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { aResult, aSitter, attemptRow, dueAtOfAttempt, mailsOf, sealDue } from '../support/supervision.ts'
import type { Sitter } from '../support/supervision.ts'

const dueAt = NOW + 72 * HOUR
const reason = 'De stroom viel uit bij mevrouw Van Dam'
let db: Database
let one: Sitter
beforeEach(async () => {
  db = await freshDatabase()
  one = await aSitter(db)
})
afterEach(() => db.close())

const extra = (minutes: number, now: number) => db.write((tx) => giveExtraTime(tx, { attemptId: one.attemptId, minutes, reason }, 'staff', now))
const reopen = (now: number) => db.write((tx) => reopenAttempt(tx, { attemptId: one.attemptId, reason }, 'staff', now))
const close = (now: number) => db.write((tx) => closeByStaff(tx, { attemptId: one.attemptId, reason }, 'staff', now))
const accept = (revisionId: string, now: number) => db.write((tx) => acceptLate(tx, { attemptId: one.attemptId, revisionId, reason }, 'staff', now))
const move = (startsAt: number, now: number) => db.write((tx) => moveStart(tx, { enrolmentId: one.enrolmentId, startsAt, reason }, 'staff', now))
const standing = async () => (await listAnswers(db.read, one.attemptId)).find(({ questionId }) => questionId === one.questionId)
const lastEvent = async (subject: string) => (await listEvents(db.read, { subject }, 1))[0]

/** The audit log holds ids and values; the reason is in a column of its own. */
async function expectReasonBesideLog() {
  const events = await db.read.select().from(auditEvent)
  expect(JSON.stringify(events)).not.toContain('Van Dam')
  expect((await listInterventions(db.read, one.attemptId))[0]?.intervention).toMatchObject({ reason, by: 'staff' })
  expect(await checkChains(db.read)).toEqual([])
}

describe('extra time for one test', () => {
  test('moves its deadline at once, on top of an accommodation, logged and mailed with the old and the new one', async () => {
    await db.write((tx) => setAccommodation(tx, { personId: one.person.id, extraPercent: 25, extraMinutes: 10 }, 'staff', NOW))
    await extra(90, NOW + HOUR)
    expect(await dueAtOfAttempt(db, one.attemptId)).toBe(dueAt + 18 * HOUR + 100 * MINUTE)
    expect(await dueAtOfAttempt(db, one.reflectionId)).toBe(dueAt + 18 * HOUR + 10 * MINUTE)
    const [told] = await mailsOf(db, 'deadlineMoved')
    expect(told?.body).toContain('Was: maandag 9 november 2026, 04:10 uur\nIs nu: maandag 9 november 2026, 05:40 uur')
    expect(told?.body).toContain(reason)
    expect(await lastEvent(one.attemptId)).toMatchObject({ what: 'attempt.extraTimeGiven', actor: 'staff', before: { extraMinutes: 0 }, after: { extraMinutes: 90 } })
    await expectReasonBesideLog()
  })

  test('a save in the minutes that were given counts', async () => {
    await extra(60, NOW + HOUR)
    expect((await one.save('in de extra tijd', dueAt + 59 * MINUTE)).outcome).toBe('saved')
    await sealDue(db, dueAt + 50 * MINUTE)
    expect((await attemptRow(db, one.attemptId)).sealedAt).toBeNull()
  })

  test('opens a test again that its deadline had closed; the next seal supersedes, and the first receipt still verifies', async () => {
    await one.save('eerste', NOW + HOUR)
    await sealDue(db, dueAt + 2 * MINUTE)
    await extra(120, dueAt + 5 * MINUTE)
    expect((await attemptRow(db, one.attemptId)).sealedAt).toBeNull()
    expect((await mailsOf(db, 'deadlineMoved'))[0]?.body).toContain('weer open')
    expect((await one.save('tweede', dueAt + HOUR, { baseRevision: 1 })).outcome).toBe('saved')
    await sealDue(db, dueAt + 3 * HOUR)
    const seals = await listSeals(db.read, one.attemptId)
    expect(seals.map(({ sequence, at }) => [sequence, at])).toEqual([[2, dueAt + 2 * HOUR], [1, dueAt]])
    expect(seals.every(({ snapshot, sha256 }) => digestOf(snapshot) === sha256)).toBe(true)
    expect(seals.map(({ snapshot }) => readSnapshot(snapshot).answers[0]?.text)).toEqual(['tweede', 'eerste'])
  })

  test('a test that opens again counts the accommodation as it is by then, and the mail says the deadline that follows from it', async () => {
    await sealDue(db, dueAt + 2 * MINUTE)
    await db.write((tx) => setAccommodation(tx, { personId: one.person.id, extraPercent: 0, extraMinutes: 30 }, 'staff', dueAt + 3 * MINUTE))
    expect(await dueAtOfAttempt(db, one.attemptId)).toBe(dueAt)
    await extra(60, dueAt + 5 * MINUTE)
    expect(await dueAtOfAttempt(db, one.attemptId)).toBe(dueAt + 90 * MINUTE)
    expect((await mailsOf(db, 'deadlineMoved'))[0]?.body).toContain('Was: zondag 8 november 2026, 10:00 uur\nIs nu: zondag 8 november 2026, 11:30 uur')
  })

  test('what was given too much can be taken back, never below nothing, and never into the past', async () => {
    await extra(600, NOW + HOUR)
    await extra(-540, NOW + HOUR)
    expect(await dueAtOfAttempt(db, one.attemptId)).toBe(dueAt + HOUR)
    await expect(extra(-61, NOW + HOUR)).rejects.toMatchObject({ reason: 'extraOutOfRange', field: 'minutes' })
    await expect(extra(-60, dueAt + 30 * MINUTE)).rejects.toMatchObject({ reason: 'extraTooShort' })
    await expect(extra(0, NOW + HOUR)).rejects.toMatchObject({ reason: 'extraOutOfRange' })
    await expect(extra(43_201, NOW + HOUR)).rejects.toMatchObject({ reason: 'extraOutOfRange' })
  })

  test('is refused for a test that was handed in, is void, or has its result', async () => {
    await one.handIn(NOW + HOUR)
    await expect(extra(60, NOW + 2 * HOUR)).rejects.toMatchObject({ reason: 'handedInOtherwise' })
    await aResult(db, one.attemptId)
    await expect(extra(60, NOW + 2 * HOUR)).rejects.toMatchObject({ reason: 'resultReleased' })
    await db.write((tx) => voidAttempt(tx, { attemptId: one.reflectionId, reason }, 'staff', NOW + HOUR))
    await expect(db.write((tx) => giveExtraTime(tx, { attemptId: one.reflectionId, minutes: 5, reason }, 'staff', NOW + 2 * HOUR))).rejects.toMatchObject({ reason: 'attemptVoided' })
  })
})

describe('a test that was handed in by mistake', () => {
  test('opens again until its deadline, and is handed in anew; both receipts verify', async () => {
    await one.save('te vroeg', NOW + HOUR)
    const { receiptCode } = await one.handIn(NOW + 2 * HOUR)
    await reopen(NOW + 3 * HOUR)
    expect((await mailsOf(db, 'attemptReopened'))[0]?.body).toContain('zondag 8 november 2026, 10:00 uur')
    expect((await one.save('af', NOW + 4 * HOUR, { baseRevision: 1 })).outcome).toBe('saved')
    const again = await one.handIn(NOW + 5 * HOUR)
    expect(again.first).toBe(true)
    expect(again.receiptCode).not.toBe(receiptCode)
    expect((await listSeals(db.read, one.attemptId)).map((seal) => seal.by)).toEqual(['candidate', 'candidate'])
    await expectReasonBesideLog()
  })

  test('is not opened again where the accommodation that gave it time is gone', async () => {
    const accommodate = (extraMinutes: number, now: number) => db.write((tx) => setAccommodation(tx, { personId: one.person.id, extraPercent: 0, extraMinutes }, 'staff', now))
    await accommodate(120, NOW)
    await one.handIn(NOW + 2 * HOUR)
    await db.write((tx) => voidAttempt(tx, { attemptId: one.reflectionId, reason }, 'staff', NOW + 3 * HOUR))
    await accommodate(0, NOW + 4 * HOUR)
    expect(await dueAtOfAttempt(db, one.attemptId)).toBe(dueAt + 2 * HOUR)
    await expect(reopen(dueAt + HOUR)).rejects.toMatchObject({ reason: 'reopenTooLate' })
    await reopen(dueAt - 1)
    expect((await mailsOf(db, 'attemptReopened'))[0]?.body).toContain('zondag 8 november 2026, 10:00 uur')
  })

  test('reopened and left, it is handed in by itself at its deadline, once', async () => {
    await one.handIn(NOW + 2 * HOUR)
    await reopen(NOW + 3 * HOUR)
    expect(await sealDue(db, dueAt + 2 * MINUTE)).toBe(2)
    expect(await sealDue(db, dueAt + 3 * MINUTE)).toBe(0)
    expect(await lastSealOf(db.read, one.attemptId)).toMatchObject({ sequence: 2, by: 'deadline', at: dueAt })
  })

  test('is not opened after its deadline, when it is open, or when its result is out; of two at once one is refused', async () => {
    await expect(reopen(NOW + HOUR)).rejects.toMatchObject({ reason: 'reopenOpen' })
    await one.handIn(NOW + 2 * HOUR)
    await expect(reopen(dueAt)).rejects.toMatchObject({ reason: 'reopenTooLate' })
    const tries = await Promise.allSettled([reopen(NOW + 3 * HOUR), reopen(NOW + 3 * HOUR)])
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await one.handIn(NOW + 4 * HOUR)
    await aResult(db, one.attemptId)
    await expect(reopen(NOW + 5 * HOUR)).rejects.toMatchObject({ reason: 'resultReleased' })
  })
})

describe('closing by staff', () => {
  test('seals what was saved as of now, and mails the receipt; later text is kept and does not count', async () => {
    await one.save('wat er was', NOW + HOUR)
    await close(NOW + 2 * HOUR)
    const seal = await lastSealOf(db.read, one.attemptId)
    expect(seal).toMatchObject({ by: 'staff', at: NOW + 2 * HOUR, sequence: 1 })
    expect((await mailsOf(db, 'closedByStaff'))[0]?.body).toContain(seal?.receiptCode)
    expect((await one.arrive('daarna', NOW + 3 * HOUR)).outcome).toBe('late')
    expect(await standing()).toMatchObject({ text: 'wat er was' })
    await expect(close(NOW + 3 * HOUR)).rejects.toMatchObject({ reason: 'closeClosed' })
    await expectReasonBesideLog()
  })

  test('is left to the clock once the time is up', async () => {
    await expect(close(dueAt)).rejects.toMatchObject({ reason: 'closeTimeIsUp' })
  })
})

describe('a text that came too late', () => {
  const late = async () => {
    await one.save('op tijd', NOW + HOUR)
    await sealDue(db, dueAt + 2 * MINUTE)
    await one.arrive('vijf minuten te laat', dueAt + 5 * MINUTE)
    return (await listUncounted(db.read, one.attemptId))[0]?.id ?? ''
  }

  test('counts once staff accept it with a reason: a new seal by staff with the same end of writing, and earlier receipts still verify', async () => {
    const revisionId = await late()
    expect(await standing()).toMatchObject({ text: 'op tijd' })
    await accept(revisionId, dueAt + HOUR)
    expect(await standing()).toMatchObject({ text: 'vijf minuten te laat', revision: 2, savedAt: dueAt + 5 * MINUTE, historyId: revisionId })
    const seals = await listSeals(db.read, one.attemptId)
    expect(seals.map(({ sequence, by, at, madeAt }) => [sequence, by, at, madeAt])).toEqual([[2, 'staff', dueAt, dueAt + HOUR], [1, 'deadline', dueAt, dueAt + 2 * MINUTE]])
    expect(seals.every(({ snapshot, sha256 }) => digestOf(snapshot) === sha256)).toBe(true)
    expect(seals.map(({ snapshot }) => readSnapshot(snapshot).answers[0]?.text)).toEqual(['vijf minuten te laat', 'op tijd'])
    expect((await listRevisions(db.read, one.attemptId, one.questionId)).map(({ text }) => text).toSorted()).toEqual(['op tijd', 'vijf minuten te laat'])
    expect((await mailsOf(db, 'lateAccepted'))[0]?.body).toContain(seals[0]?.receiptCode)
    expect((await attemptRow(db, one.attemptId)).sealedAt).toBe(dueAt)
    await expectReasonBesideLog()
  })

  test('is counted anew once it is accepted: what assessing made of the earlier seal holds no longer', async () => {
    const revisionId = await late()
    await db.write((tx) => tx.update(attempt).set({ openLeft: 3, points: 500 }).where(eq(attempt.id, one.attemptId)))
    await accept(revisionId, dueAt + HOUR)
    expect(await attemptRow(db, one.attemptId)).toMatchObject({ openLeft: null, points: null })
  })

  test('is accepted once, and not while the test is open, of another test, or when the result is out', async () => {
    const revisionId = await late()
    const other = await aSitter(db, { forms: one.forms, roundId: one.roundId })
    await expect(db.write((tx) => acceptLate(tx, { attemptId: other.attemptId, revisionId, reason }, 'staff', dueAt + HOUR))).rejects.toMatchObject({ reason: 'notFound' })
    const tries = await Promise.allSettled([accept(revisionId, dueAt + HOUR), accept(revisionId, dueAt + HOUR)])
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await listSeals(db.read, one.attemptId)).toHaveLength(2)
    await one.arrive('nog later', dueAt + 2 * HOUR)
    const second = (await listUncounted(db.read, one.attemptId)).find(({ acceptedAt }) => acceptedAt === null)?.id ?? ''
    await aResult(db, one.attemptId)
    await expect(accept(second, dueAt + 3 * HOUR)).rejects.toMatchObject({ reason: 'resultReleased' })
  })

  test('a test whose late text counts was still closed by its deadline: extra time opens it again', async () => {
    await accept(await late(), dueAt + HOUR)
    await extra(180, dueAt + HOUR)
    expect((await attemptRow(db, one.attemptId)).sealedAt).toBeNull()
    await expect(accept((await listUncounted(db.read, one.attemptId))[0]?.id ?? '', dueAt + HOUR)).rejects.toMatchObject({ reason: 'lateAccepted' })
  })
})

describe('a start that has begun', () => {
  const startsAt = NOW + 3 * DAY

  test('moves to another moment with the whole time, and what was written stays', async () => {
    await one.save('alvast iets', NOW + HOUR)
    await move(startsAt, NOW + 2 * HOUR)
    expect(await dueAtOfAttempt(db, one.attemptId)).toBe(startsAt + 72 * HOUR)
    expect(await dueAtOfAttempt(db, one.reflectionId)).toBe(startsAt + 72 * HOUR)
    expect((await db.read.select().from(enrolment).where(eq(enrolment.id, one.enrolmentId)))[0]).toMatchObject({ startsAt })
    expect(await standing()).toMatchObject({ text: 'alvast iets' })
    expect((await mailsOf(db, 'startMoved'))[0]?.body).toContain('woensdag 11 november 2026, 10:00 uur')
    await expectReasonBesideLog()
  })

  test('until then a text is kept and does not count; afterwards writing goes on where it was', async () => {
    await one.save('alvast iets', NOW + HOUR)
    await move(startsAt, NOW + 2 * HOUR)
    expect((await one.arrive('te vroeg', NOW + 3 * HOUR)).outcome).toBe('early')
    expect((await listUncounted(db.read, one.attemptId)).map(({ text, outcome }) => [text, outcome])).toEqual([['te vroeg', 'early']])
    await expect(one.handIn(NOW + 3 * HOUR)).rejects.toMatchObject({ reason: 'notStarted' })
    expect((await one.save('verder', startsAt + HOUR, { baseRevision: 1 })).outcome).toBe('saved')
    await sealDue(db, dueAt + HOUR)
    expect((await attemptRow(db, one.attemptId)).sealedAt).toBeNull()
  })

  test('leaves a test that was handed in as it is; with nothing open there is nothing to move', async () => {
    await one.handIn(NOW + HOUR)
    await move(startsAt, NOW + 2 * HOUR)
    expect((await attemptRow(db, one.attemptId)).startsAt).toBe(NOW)
    expect((await attemptRow(db, one.reflectionId)).startsAt).toBe(startsAt)
    await sealDue(db, startsAt + 73 * HOUR)
    await expect(move(startsAt + 5 * DAY, startsAt + 74 * HOUR)).rejects.toMatchObject({ reason: 'startNothingOpen' })
  })

  test('is a quarter of the window, still to come; the candidate cannot choose again, and nobody moves or cancels the place', async () => {
    await expect(move(NOW - HOUR, NOW + HOUR)).rejects.toMatchObject({ reason: 'startPast' })
    await expect(move(startsAt + MINUTE, NOW + HOUR)).rejects.toMatchObject({ reason: 'startNoQuarter' })
    await expect(move(NOW + 30 * DAY, NOW + HOUR)).rejects.toMatchObject({ reason: 'startOutsideWindow' })
    await move(startsAt, NOW + HOUR)
    const chosen = { enrolmentId: one.enrolmentId, personId: one.person.id }
    await expect(db.write((tx) => chooseStart(tx, { ...chosen, startsAt: startsAt + DAY }, NOW + 2 * HOUR))).rejects.toMatchObject({ reason: 'startSetByOffice' })
    await expect(db.write((tx) => startNow(tx, chosen, NOW + 2 * HOUR))).rejects.toMatchObject({ reason: 'startSetByOffice' })
    await expect(db.write((tx) => endEnrolment(tx, one.enrolmentId, 'cancelled', 'staff', NOW + 2 * HOUR))).rejects.toMatchObject({ reason: 'clockStarted' })
  })
})
