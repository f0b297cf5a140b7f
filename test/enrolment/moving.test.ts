import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { mail } from '../../db/schema/mail.ts'
import { retake } from '../../db/schema/retakes.ts'
import { DAY, HOUR } from '../../src/clock.ts'
import { chooseStart, endEnrolment, moveEnrolment, noteLapsed } from '../../src/enrolment/actions.ts'
import { findLiveEnrolment, getEnrolment } from '../../src/enrolment/queries.ts'
import { newId } from '../../src/ids.ts'
import { listRoundForms } from '../../src/rounds/queries.ts'
import { windowOf } from '../../src/rounds/rounds.ts'
import { NOW, aRound, anEnrolment } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { aCandidate, anAttempt, anOpenRound } from '../support/enrolment.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

const mailsOf = (personId: string) => db.read.select().from(mail).where(eq(mail.personId, personId))

describe('lapsing and moving', () => {
  test('who paid and chose nothing has lapsed when the window is over: noted once, mailed once', async () => {
    const person = await aCandidate(db)
    const round = await anOpenRound(db)
    const own = await anEnrolment(db, person.id, round.id)
    const { endAt } = windowOf(round)
    expect(await db.write((tx) => noteLapsed(tx, endAt - 1))).toBe(0)
    expect(await db.write((tx) => noteLapsed(tx, endAt))).toBe(1)
    expect(await db.write((tx) => noteLapsed(tx, endAt + DAY))).toBe(0)
    expect((await getEnrolment(db.read, own.id)).enrolment.lapsedAt).toBe(endAt)
    expect((await mailsOf(person.id)).map(({ kind }) => kind)).toEqual(['enrolmentLapsed'])
    expect(await findLiveEnrolment(db.read, person.id)).toBeDefined()
  })

  test('staff move a lapsed enrolment without a new payment; the moment is chosen again', async () => {
    const person = await aCandidate(db)
    const [round, next] = [await anOpenRound(db), await anOpenRound(db, { windowFirstOn: '2026-12-01', windowLastOn: '2026-12-12' })]
    const own = await anEnrolment(db, person.id, round.id)
    const { endAt } = windowOf(round)
    await db.write((tx) => noteLapsed(tx, endAt))
    await db.write((tx) => moveEnrolment(tx, { enrolmentId: own.id, roundId: next.id }, 'staff', endAt + DAY))
    expect((await getEnrolment(db.read, own.id)).enrolment).toMatchObject({ roundId: next.id, startsAt: null, lapsedAt: null, confirmedAt: own.confirmedAt })
    expect((await mailsOf(person.id)).at(-1)).toMatchObject({ kind: 'enrolmentMoved' })
    await db.write((tx) => chooseStart(tx, { enrolmentId: own.id, personId: person.id, startsAt: windowOf(next).firstAt }, endAt + DAY))
  })

  test('a round without papers takes nobody', async () => {
    const person = await aCandidate(db)
    const [round, empty] = [await anOpenRound(db), await aRound(db, [])]
    const own = await anEnrolment(db, person.id, round.id)
    await expect(db.write((tx) => moveEnrolment(tx, { enrolmentId: own.id, roundId: empty.id }, 'staff', NOW))).rejects.toMatchObject({ reason: 'roundPapersMissing' })
  })

  test('a lapsed retake keeps its paid right: it is moved to a later round with a paper that is new, and to no other', async () => {
    const person = await aCandidate(db)
    const first = await anOpenRound(db)
    const [early, same, next] = [
      await anOpenRound(db),
      await aRound(db, (await listRoundForms(db.read, first.id)).map(({ formId }) => formId), { windowFirstOn: '2026-12-01', windowLastOn: '2026-12-12' }),
      await anOpenRound(db, { windowFirstOn: '2026-12-01', windowLastOn: '2026-12-12' }),
    ]
    const full = await anEnrolment(db, person.id, first.id, { endedAt: NOW, endReason: 'released' })
    const firstAttemptId = await anAttempt(db, full, { kind: 'case', sufficient: false })
    const own = await anEnrolment(db, person.id, first.id, { kind: 'retake', reflectionTest: false })
    await db.write((tx) => tx.insert(retake).values({ id: newId(), personId: person.id, firstAttemptId, enrolmentId: own.id, createdAt: NOW }))
    const { endAt } = windowOf(first)
    await db.write((tx) => noteLapsed(tx, endAt))
    const move = (roundId: string, now = endAt) => db.write((tx) => moveEnrolment(tx, { enrolmentId: own.id, roundId }, 'staff', now))
    await expect(move(early.id, NOW)).rejects.toMatchObject({ reason: 'retakeTooEarly', params: { name: person.name }, field: 'roundId' })
    await expect(move(same.id)).rejects.toMatchObject({ reason: 'retakeNotFresh', params: { name: person.name } })
    await move(next.id)
    expect((await getEnrolment(db.read, own.id)).enrolment).toMatchObject({ roundId: next.id, lapsedAt: null, confirmedAt: own.confirmedAt })
    expect((await db.read.select().from(retake))[0]).toMatchObject({ firstAttemptId, enrolmentId: own.id, endedAt: null })
  })

  test('nobody is moved or ended once the clock has started, until every attempt was voided', async () => {
    const person = await aCandidate(db)
    const [round, next] = [await anOpenRound(db), await anOpenRound(db)]
    const own = await anEnrolment(db, person.id, round.id, { startsAt: NOW - HOUR })
    const move = () => db.write((tx) => moveEnrolment(tx, { enrolmentId: own.id, roundId: next.id }, 'staff', NOW))
    await expect(move()).rejects.toMatchObject({ reason: 'clockStarted' })
    await expect(db.write((tx) => endEnrolment(tx, own.id, 'cancelled', 'staff', NOW))).rejects.toMatchObject({ reason: 'clockStarted' })
    await anAttempt(db, own, { kind: 'case', voided: true })
    await anAttempt(db, own, { kind: 'reflection', voided: true })
    await move()
    expect((await getEnrolment(db.read, own.id)).enrolment.startsAt).toBeNull()
  })
})
