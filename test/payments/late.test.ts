import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../db/database.ts'
import { attempt } from '../../db/schema/delivery.ts'
import { retake } from '../../db/schema/retakes.ts'
import { DAY, MINUTE } from '../../src/clock.ts'
import { enrol } from '../../src/enrolment/actions.ts'
import { HOLD } from '../../src/enrolment/enrolment.ts'
import { countPlaces } from '../../src/enrolment/queries.ts'
import { newId } from '../../src/ids.ts'
import { cancelEnrolment, expireHolds, makeOrder } from '../../src/payments/actions.ts'
import { listRoundForms } from '../../src/rounds/queries.ts'
import { NOW, anEnrolment } from '../support/builders.ts'
import { freshDatabase } from '../support/database.ts'
import { aCandidate, anOpenRound } from '../support/enrolment.ts'
import { aBuyer, begun, enrolmentOf, eventsOf, kindsOf, orderOf, ordered, paymentOf, settled } from '../support/payments.ts'

let db: Database
beforeEach(async () => {
  db = await freshDatabase()
})
afterEach(() => db.close())

describe('a payment that comes after the place was given up', () => {
  const LATE = NOW + HOLD + 5 * MINUTE

  test('is honoured, even when the round is full by then', async () => {
    const buyer = await aBuyer(db, { maximumCandidates: 1 })
    const paymentId = await begun(db, buyer)
    while ((await db.write((tx) => expireHolds(tx, NOW + HOLD))) > 0);
    expect(await orderOf(db, buyer.order.id)).toMatchObject({ cancelledAt: NOW + HOLD })
    const other = await aCandidate(db)
    const others = await ordered(db, other.id, buyer.round.id, NOW + HOLD + 1)
    await settled(db, await begun(db, others, NOW + HOLD + 1), 'paid', NOW + HOLD + 2)
    await settled(db, paymentId, 'paid', LATE)
    expect(await enrolmentOf(db, buyer.enrolment.id)).toMatchObject({ confirmedAt: LATE, endedAt: null, endReason: null })
    expect(await orderOf(db, buyer.order.id)).toMatchObject({ paidAt: LATE, cancelledAt: null })
    expect(await countPlaces(db.read, buyer.round.id, LATE)).toBe(2)
    expect(await eventsOf(db, buyer.person.id)).toEqual(expect.arrayContaining(['enrolment.ended', 'order.cancelled', 'enrolment.revived', 'enrolment.confirmed']))
  })

  test('is honoured before the job has noted that the hold ran out', async () => {
    const buyer = await aBuyer(db)
    const paymentId = await begun(db, buyer)
    await settled(db, paymentId, 'paid', LATE)
    expect(await enrolmentOf(db, buyer.enrolment.id)).toMatchObject({ confirmedAt: LATE })
    expect(await db.write((tx) => expireHolds(tx, LATE))).toBe(0)
  })

  test('goes back when the person has another live enrolment by then', async () => {
    const buyer = await aBuyer(db)
    const paymentId = await begun(db, buyer)
    const again = await ordered(db, buyer.person.id, buyer.round.id, NOW + HOLD)
    await settled(db, paymentId, 'paid', NOW + HOLD + 1)
    expect(await paymentOf(db, paymentId)).toMatchObject({ status: 'paid', refundDue: 'enrolmentGone' })
    expect(await enrolmentOf(db, buyer.enrolment.id)).toMatchObject({ endReason: 'expired' })
    expect(await enrolmentOf(db, again.enrolment.id)).toMatchObject({ endedAt: null, confirmedAt: null })
    expect(await kindsOf(db, buyer.person.id)).toEqual(['paymentNotUsed'])
  })

  test('is honoured when that other enrolment was not paid in time either', async () => {
    const buyer = await aBuyer(db)
    const paymentId = await begun(db, buyer)
    const again = await ordered(db, buyer.person.id, buyer.round.id, NOW + HOLD)
    await settled(db, paymentId, 'paid', NOW + 2 * HOLD)
    expect(await enrolmentOf(db, buyer.enrolment.id)).toMatchObject({ endedAt: null, confirmedAt: NOW + 2 * HOLD })
    expect(await enrolmentOf(db, again.enrolment.id)).toMatchObject({ endReason: 'expired' })
  })

  test('goes back when staff cancelled the enrolment', async () => {
    const buyer = await aBuyer(db)
    const paymentId = await begun(db, buyer)
    await db.write((tx) => cancelEnrolment(tx, { enrolmentId: buyer.enrolment.id, refund: false }, 'staff', NOW + 1))
    await settled(db, paymentId)
    expect(await paymentOf(db, paymentId)).toMatchObject({ refundDue: 'enrolmentGone' })
  })

  test('of a retake takes the right to it up again with the place', async () => {
    const person = await aCandidate(db)
    const [old, next] = [await anOpenRound(db), await anOpenRound(db)]
    const first = await anEnrolment(db, person.id, old.id, { endedAt: NOW - DAY, endReason: 'released' })
    const firstAttemptId = newId()
    const [form] = await listRoundForms(db.read, old.id)
    await db.write((tx) =>
      tx.insert(attempt).values({
        id: firstAttemptId, enrolmentId: first.id, personId: person.id, roundId: old.id, formId: form?.formId ?? '', kind: 'case',
        candidateNumber: newId(), startsAt: NOW - 5 * DAY, workingHours: 72, extraMinutes: 0, incidentMinutes: 0,
      }),
    )
    const retaking = (now: number) =>
      db.write(async (tx) => {
        const own = await enrol(tx, { personId: person.id, roundId: next.id, kind: 'retake', tests: { case: true, reflection: false }, agreedTo: '2024-1' }, now)
        await tx.insert(retake).values({ id: newId(), personId: person.id, firstAttemptId, enrolmentId: own.id, createdAt: now })
        return { enrolment: own, order: await makeOrder(tx, { enrolmentId: own.id, personId: person.id, product: 'retakeCase' }, now) }
      })
    const retakeOf = async (enrolmentId: string) => (await db.read.select().from(retake).where(eq(retake.enrolmentId, enrolmentId)))[0]

    const one = await retaking(NOW)
    const [late, later] = [await begun(db, one), await begun(db, one)]
    await db.write((tx) => expireHolds(tx, NOW + HOLD))
    expect(await retakeOf(one.enrolment.id)).toMatchObject({ endedAt: NOW + HOLD })
    await settled(db, late, 'paid', NOW + HOLD + 1)
    expect(await retakeOf(one.enrolment.id)).toMatchObject({ endedAt: null })
    expect(await orderOf(db, one.order.id)).toMatchObject({ amountCents: 7_000, paidAt: NOW + HOLD + 1 })
    await settled(db, later, 'paid', NOW + HOLD + 2)
    expect(await paymentOf(db, later)).toMatchObject({ refundDue: 'second' })
  })
})

describe('holds that run out', () => {
  test('end with their order, once, and leave what is paid or still held alone', async () => {
    const [gone, paid] = [await aBuyer(db), await aBuyer(db)]
    await settled(db, await begun(db, paid))
    const held = await aCandidate(db)
    const young = await ordered(db, held.id, gone.round.id, NOW + MINUTE)
    while ((await db.write((tx) => expireHolds(tx, NOW + HOLD))) > 0);
    expect(await enrolmentOf(db, gone.enrolment.id)).toMatchObject({ endedAt: NOW + HOLD, endReason: 'expired' })
    expect(await orderOf(db, gone.order.id)).toMatchObject({ cancelledAt: NOW + HOLD })
    expect(await enrolmentOf(db, paid.enrolment.id)).toMatchObject({ endedAt: null })
    expect(await enrolmentOf(db, young.enrolment.id)).toMatchObject({ endedAt: null })
  })
})
