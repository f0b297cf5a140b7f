import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { enrolment } from '../../db/schema/enrolment.ts'
import { mail } from '../../db/schema/mail.ts'
import { retake } from '../../db/schema/retakes.ts'
import { release, result } from '../../db/schema/results.ts'
import { checkChains } from '../../src/audit/actions.ts'
import { listEvents } from '../../src/audit/queries.ts'
import { HOUR } from '../../src/clock.ts'
import { placeAgain, voidAttempt } from '../../src/delivery/exceptions.ts'
import { listEnrolmentAttempts } from '../../src/delivery/queries.ts'
import { startDueEnrolments } from '../../src/delivery/starting.ts'
import { endEnrolment } from '../../src/enrolment/actions.ts'
import { newId } from '../../src/ids.ts'
import { aPerson, aRound, anEnrolment, NOW, thePapers } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'

const later = NOW + 100 * HOUR
let db: Database
let forms: Awaited<ReturnType<typeof thePapers>>
let personId: string
let enrolmentId: string
let caseId: string
let reflectionId: string
let laterRound: string

beforeEach(async () => {
  db = await freshDatabase()
  forms = await thePapers(db)
  personId = (await aPerson(db)).id
  const round = await aRound(db, forms)
  laterRound = (await aRound(db, forms, { windowFirstOn: '2026-12-01', windowLastOn: '2026-12-12' })).id
  enrolmentId = (await anEnrolment(db, personId, round.id, { startsAt: NOW })).id
  ;[caseId, reflectionId] = await started(enrolmentId)
})
afterEach(() => db.close())

async function started(id: string): Promise<[string, string]> {
  await db.write((tx) => startDueEnrolments(tx, NOW, 10))
  const rows = await listEnrolmentAttempts(db.read, id)
  const idOf = (kind: string) => rows.find((one) => one.attempt.kind === kind)?.attempt.id ?? ''
  return [idOf('case'), idOf('reflection')]
}

const voidIt = (attemptId: string) => db.write((tx) => voidAttempt(tx, { attemptId, reason: 'ziek' }, 'staff', later))
const place = (attemptId: string, roundId = laterRound) => db.write((tx) => placeAgain(tx, { attemptId, roundId }, 'staff', later))
const enrolmentOf = async (id: string) => (await db.read.select().from(enrolment).where(eq(enrolment.id, id)))[0]
const attemptOf = async (id: string) => (await db.read.select().from(attempt).where(eq(attempt.id, id)))[0]

/** The result of an attempt, as a release leaves it. */
async function resultOf(attemptId: string, sufficient: boolean) {
  const releaseId = newId()
  const points = { points: 100, maximumPoints: 200, passMark: 110, mark: sufficient ? 60 : 40, sufficient }
  await db.write(async (tx) => {
    const { roundId } = (await tx.select().from(attempt).where(eq(attempt.id, attemptId)))[0] ?? { roundId: '' }
    await tx.insert(release).values({ id: releaseId, roundId, digest: 'd', proposedAt: later, proposedBy: 'a', agreedAt: later, agreedBy: 'b' })
    await tx.insert(result).values({ id: newId(), attemptId, releaseId, sequence: 1, ...points, detail: {}, releasedAt: later })
  })
}

test('two voided tests of one enrolment come back together: a confirmed place without payment, and a mail', async () => {
  await voidIt(caseId)
  await voidIt(reflectionId)
  const id = await place(caseId)
  expect(await enrolmentOf(id)).toMatchObject({ roundId: laterRound, personId, kind: 'full', caseTest: true, reflectionTest: true, confirmedAt: later, startsAt: null, declaredAt: null, endedAt: null })
  expect([(await attemptOf(caseId))?.placedEnrolmentId, (await attemptOf(reflectionId))?.placedEnrolmentId]).toEqual([id, id])
  expect((await db.read.select().from(mail)).filter(({ kind }) => kind === 'enrolmentMoved')).toHaveLength(1)
  expect((await listEvents(db.read, { subject: caseId }, 1))[0]).toMatchObject({ what: 'attempt.placed', after: { placedEnrolmentId: id, roundId: laterRound } })
  expect(await checkChains(db.read)).toEqual([])
})

test('a chance is given back once, also when two staff members do it at the same moment', async () => {
  await voidIt(caseId)
  await voidIt(reflectionId)
  const tries = await Promise.allSettled([place(caseId), place(caseId), place(reflectionId)])
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await db.read.select().from(enrolment).where(eq(enrolment.roundId, laterRound))).toHaveLength(1)
  await expect(place(caseId)).rejects.toMatchObject({ reason: 'placedAlready' })
})

test('a test that counts is not placed again', async () => {
  await expect(place(caseId)).rejects.toMatchObject({ reason: 'placeNotVoided' })
  await expect(place('nothing')).rejects.toMatchObject({ reason: 'notFound' })
})

test('as long as the other test has no result the person has a live enrolment, and is not placed', async () => {
  await voidIt(caseId)
  await expect(place(caseId)).rejects.toMatchObject({ reason: 'placeEnrolled' })
  await resultOf(reflectionId, true)
  await db.write((tx) => endEnrolment(tx, enrolmentId, 'released', 'staff', later))
  expect(await enrolmentOf(await place(caseId))).toMatchObject({ caseTest: true, reflectionTest: false })
})

test('voiding a test that was held out while the other is decided ends the enrolment', async () => {
  await resultOf(reflectionId, true)
  await voidIt(caseId)
  expect(await enrolmentOf(enrolmentId)).toMatchObject({ endReason: 'released', endedAt: later })
  expect(await enrolmentOf(await place(caseId))).toMatchObject({ caseTest: true, reflectionTest: false })
})

test('a round that is over, called off or without the papers takes nobody', async () => {
  await voidIt(caseId)
  await voidIt(reflectionId)
  const over = await aRound(db, forms, { windowFirstOn: '2026-10-01', windowLastOn: '2026-10-10' })
  const off = await aRound(db, forms, { calledOffAt: NOW, windowLastOn: '2026-12-10' })
  const bare = await aRound(db, [forms[0]], { windowLastOn: '2026-12-10' })
  await expect(place(caseId, over.id)).rejects.toMatchObject({ reason: 'windowOver' })
  await expect(place(caseId, off.id)).rejects.toMatchObject({ reason: 'roundIsCalledOff' })
  await expect(place(caseId, bare.id)).rejects.toMatchObject({ reason: 'roundPapersMissing' })
  expect((await attemptOf(caseId))?.placedEnrolmentId).toBeNull()
})

test('a hold of their own that ran out makes way; one that was paid does not', async () => {
  await voidIt(caseId)
  await voidIt(reflectionId)
  const hold = await anEnrolment(db, personId, laterRound, { confirmedAt: null, heldUntil: later - 1 })
  await place(caseId)
  expect(await enrolmentOf(hold.id)).toMatchObject({ endReason: 'expired' })
})

test('who passed the test in the meantime is not placed for it', async () => {
  await voidIt(caseId)
  await voidIt(reflectionId)
  const round = await aRound(db, forms)
  const other = await anEnrolment(db, personId, round.id, { startsAt: NOW })
  const [passed] = await started(other.id)
  await resultOf(passed, true)
  await db.write((tx) => endEnrolment(tx, other.id, 'released', 'staff', later))
  await expect(place(caseId)).rejects.toMatchObject({ reason: 'placeSufficient' })
})

test('a voided retake comes back as the retake of the same first attempt, which stays one', async () => {
  await resultOf(caseId, false)
  await resultOf(reflectionId, true)
  await db.write((tx) => endEnrolment(tx, enrolmentId, 'released', 'staff', later))
  const round = await aRound(db, forms)
  const again = await anEnrolment(db, personId, round.id, { kind: 'retake', reflectionTest: false, startsAt: NOW })
  await db.write((tx) => tx.insert(retake).values({ id: newId(), personId, firstAttemptId: caseId, enrolmentId: again.id, createdAt: NOW }))
  const [retakeAttempt] = await started(again.id)
  await voidIt(retakeAttempt)
  expect((await db.read.select().from(retake))[0]).toMatchObject({ endedAt: later })
  const id = await place(retakeAttempt)
  expect(await enrolmentOf(id)).toMatchObject({ kind: 'retake', caseTest: true, reflectionTest: false })
  expect(await db.read.select().from(retake)).toMatchObject([{ firstAttemptId: caseId, enrolmentId: id, endedAt: null }])
})

test('a retake that was ordered again in the meantime is not given back beside it', async () => {
  await resultOf(caseId, false)
  await resultOf(reflectionId, true)
  await db.write((tx) => endEnrolment(tx, enrolmentId, 'released', 'staff', later))
  const round = await aRound(db, forms)
  const again = await anEnrolment(db, personId, round.id, { kind: 'retake', reflectionTest: false, startsAt: NOW })
  await db.write((tx) => tx.insert(retake).values({ id: newId(), personId, firstAttemptId: caseId, enrolmentId: again.id, createdAt: NOW }))
  const [retakeAttempt] = await started(again.id)
  await voidIt(retakeAttempt)
  const ordered = await anEnrolment(db, personId, laterRound, { kind: 'retake', reflectionTest: false, endedAt: later, endReason: 'released' })
  await db.write((tx) => tx.insert(retake).values({ id: newId(), personId, firstAttemptId: caseId, enrolmentId: ordered.id, createdAt: later }))
  await expect(place(retakeAttempt)).rejects.toMatchObject({ reason: 'placeRetakeTaken' })
  expect((await attemptOf(retakeAttempt))?.placedEnrolmentId).toBeNull()
})
